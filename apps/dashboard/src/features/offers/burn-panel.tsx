import { lazy } from "react";
import type { OfferPerformance } from "../../api/offers.ts";
import { ChartFrame } from "../../charts/chart-frame.tsx";
import { Empty } from "../../components/empty.tsx";
import { Panel } from "../../components/panel.tsx";
import { compactNumber, duration, exactNumber } from "../../format/number.ts";
import { useWords } from "../../i18n/index.ts";
import { burnRows } from "./burn.ts";

const BurnChart = lazy(async () => ({ default: (await import("../../charts/burn-chart.tsx")).BurnChart }));

/** How fast it sold: units per 10 seconds since it began. */
export function BurnPanel({ performance }: { performance: OfferPerformance }) {
  const { t, locale } = useWords();
  const { stock_burn: burn, startedAt, stock, seconds_to_sell_out: soldOut } = performance;
  const rows = burn && startedAt ? burnRows(burn, startedAt) : [];
  const units = typeof stock.value === "number" ? stock.value : null;
  return (
    <Panel title={t("offer.burn")}>
      {rows.length === 0 ? (
        <Empty>{t(burn === null ? "offer.burnUnknown" : "offer.burnEmpty")}</Empty>
      ) : (
        <ChartFrame
          caption={t("offer.burnCaption")}
          file="offer-burn"
          write={(value, column) => (column === 0 ? duration(value, locale) : exactNumber(value, locale))}
          table={{
            head: [t("offer.sinceStart"), t("offer.unitsPer10s"), t("offer.soldSoFar")],
            rows: rows.map(({ seconds, units: sold, sold: all }) => [seconds, sold, all]),
          }}
        >
          <BurnChart
            rows={rows}
            stock={units}
            soldOutAfter={typeof soldOut.value === "number" ? soldOut.value : null}
            words={{
              units: t("offer.unitsPer10s"),
              sold: t("offer.soldSoFar"),
              stock: t("offer.stockOf", { units: compactNumber(units ?? 0, locale) }),
              soldOut: t("mark.offer_sold_out"),
            }}
            formatTime={(seconds) => duration(seconds, locale)}
            format={(value) => compactNumber(value, locale)}
          />
        </ChartFrame>
      )}
    </Panel>
  );
}
