import { lazy } from "react";
import type { OfferPerformance } from "../../api/offers.ts";
import { ChartFrame } from "../../charts/chart-frame.tsx";
import { seriesColour } from "../../charts/chart-parts.tsx";
import { Empty } from "../../components/empty.tsx";
import { Panel } from "../../components/panel.tsx";
import { compactNumber, duration, exactNumber } from "../../format/number.ts";
import { useWords } from "../../i18n/index.ts";
import { burnRows } from "./burn.ts";

const CurvesChart = lazy(async () => ({ default: (await import("../../charts/curves-chart.tsx")).CurvesChart }));

/** How fast each sold, from its own start. */
export function CompareCurves({ offers }: { offers: readonly OfferPerformance[] }) {
  const { t, locale } = useWords();
  const curves = offers.map(({ offer, title, stock_burn: burn, startedAt }) => ({
    key: offer,
    name: title ?? offer,
    points: burn && startedAt ? burnRows(burn, startedAt).map(({ seconds, sold }) => ({ x: seconds, y: sold })) : [],
  }));
  const drawn = curves.filter(({ points }) => points.length > 0);
  return (
    <Panel title={t("offer.burn")}>
      {drawn.length === 0 ? (
        <Empty>{t("offer.burnUnknown")}</Empty>
      ) : (
        <ChartFrame
          caption={t("offer.curvesCaption")}
          file="offers-sold"
          legend={drawn.map(({ key, name }, index) => ({ key, name, colour: seriesColour(index) }))}
          write={(value, column) => (column === 1 ? duration(value, locale) : exactNumber(value, locale))}
          table={{
            head: [t("offer.offer"), t("offer.sinceStart"), t("offer.soldSoFar")],
            rows: drawn.flatMap(({ name, points }) => points.map(({ x, y }) => [name, x, y])),
          }}
        >
          <CurvesChart
            curves={drawn}
            formatX={(seconds) => duration(seconds, locale)}
            formatY={(units) => compactNumber(units, locale)}
          />
        </ChartFrame>
      )}
    </Panel>
  );
}
