import type { OfferPerformance } from "../../api/offers.ts";
import { ChartFrame } from "../../charts/chart-frame.tsx";
import { IntervalChart } from "../../charts/interval-chart.tsx";
import { Panel } from "../../components/panel.tsx";
import { exactNumber } from "../../format/number.ts";
import { useWords } from "../../i18n/index.ts";
import classes from "./offers.module.css";
import { useRatioWords } from "./ratio-words.ts";

/** What the offer changed while it ran, and what was missing after it; both with their intervals. */
export function UpliftPanel({ performance }: { performance: OfferPerformance }) {
  const { t, locale } = useWords();
  const { times, interval, verdict } = useRatioWords();
  const { uplift, pull_forward: after, startedAt } = performance;
  const remark = (of: { low: number | null }) => (of.low === null ? t("offer.few") : undefined);
  const rows = [
    { key: "uplift", name: t("offer.whileItRan"), ...uplift, detail: interval(uplift), remark: remark(uplift) },
    { key: "after", name: t("offer.rightAfter"), ...after, detail: interval(after), remark: remark(after) },
  ];
  const caption = t("offer.upliftCaption");
  return (
    <Panel title={t("offer.effect")}>
      {startedAt === null ? (
        <p className={classes.note}>{t("offer.notStartedWhy")}</p>
      ) : (
        <>
          <div className={classes.verdicts}>
            <p className={classes.verdict}>
              <strong data-few={!uplift.enough || undefined}>
                {uplift.enough ? times(uplift.ratio) : t("offer.few")}
              </strong>
              <span>
                {t("offer.whileItRan")}: {verdict(uplift)}
                {uplift.low !== null && <> {t("offer.intervalIs", { interval: interval(uplift) })}</>}
              </span>
            </p>
            <p className={classes.verdict}>
              <strong data-few={!after.enough || undefined}>
                {after.enough ? times(after.ratio) : t("offer.few")}
              </strong>
              <span>
                {t("offer.rightAfter")}: {verdict(after)}
                {after.low !== null && <> {t("offer.intervalIs", { interval: interval(after) })}</>}
                {after.ordersMissing !== null && after.ordersMissing > 0 && (
                  <> {t("offer.moved", { count: Math.round(after.ordersMissing) })}</>
                )}
              </span>
            </p>
          </div>
          <ChartFrame
            caption={caption}
            file="offer-uplift"
            write={(value) => exactNumber(value, locale)}
            table={{
              head: [t("offer.when"), t("offer.ratio"), t("offer.low"), t("offer.high"), t("offer.says")],
              rows: rows.map((row) => [row.name, row.ratio, row.low, row.high, verdict(row)]),
            }}
          >
            <IntervalChart rows={rows} format={times} label={caption} />
          </ChartFrame>
          <p className={classes.note}>
            {t("offer.matched", { count: uplift.matchedMinutes })} {uplift.note}
          </p>
        </>
      )}
    </Panel>
  );
}
