import type { ShowOffer } from "../../api/offers.ts";
import { ChartFrame } from "../../charts/chart-frame.tsx";
import { IntervalChart } from "../../charts/interval-chart.tsx";
import { Panel } from "../../components/panel.tsx";
import { exactNumber } from "../../format/number.ts";
import { useWords } from "../../i18n/index.ts";
import { useRatioWords } from "./ratio-words.ts";

/** The offers of a show by what each changed, with intervals: none is better than another where they overlap. */
export function UpliftCompare({ offers }: { offers: readonly ShowOffer[] }) {
  const { t, locale } = useWords();
  const { times, interval, verdict } = useRatioWords();
  const rows = offers.map(({ offer, title, uplift }) => ({
    key: offer,
    name: title ?? offer,
    ...uplift,
    remark: uplift.low === null ? t("offer.few") : undefined,
    detail: `${times(uplift.ratio)}, ${interval(uplift)}. ${verdict(uplift)}`,
  }));
  const caption = t("offer.upliftCaption");
  return (
    <Panel title={t("offer.compare")}>
      <ChartFrame
        caption={caption}
        file="offers-uplift"
        write={(value) => exactNumber(value, locale)}
        table={{
          head: [t("offer.offer"), t("offer.ratio"), t("offer.low"), t("offer.high"), t("offer.says")],
          rows: rows.map((row) => [row.name, row.ratio, row.low, row.high, verdict(row)]),
        }}
      >
        <IntervalChart rows={rows} format={times} label={caption} />
      </ChartFrame>
    </Panel>
  );
}
