import { lazy } from "react";
import type { ShowResultAnswer } from "../../api/show-result.ts";
import { ChartFrame } from "../../charts/chart-frame.tsx";
import { Empty } from "../../components/empty.tsx";
import { Panel } from "../../components/panel.tsx";
import { exactMetric } from "../../format/metric.ts";
import { compactMoney, exactMoney } from "../../format/money.ts";
import { clock, clockWithSeconds, dayAndClock, timeZoneName } from "../../format/time.ts";
import { useWords } from "../../i18n/index.ts";
import classes from "./campaigns.module.css";
import { Facts } from "./facts.tsx";

const CourseChart = lazy(async () => ({ default: (await import("../../charts/course-chart.tsx")).CourseChart }));

const DAY_MILLISECONDS = 86_400_000;
/** A course that is shorter than ten minutes needs seconds to tell its times apart. */
const MINUTES_MILLISECONDS = 600_000;

interface BreakEvenPanelProps {
  answer: ShowResultAnswer;
  /** The show's. */
  title: string;
}

/** The cumulated contribution of a show over time, and the moment at which it had earned its cost. */
export function BreakEvenPanel({ answer, title }: BreakEvenPanelProps) {
  const { t, locale } = useWords();
  const { breakEven, campaignCosts, now, startedAt, endedAt, asOf } = answer;
  const { currency } = now;
  const points = breakEven.points.map((point) => ({ ...point, time: Date.parse(point.at) }));
  const [first, last] = [points[0], points.at(-1)];
  const length = first === undefined || last === undefined ? 0 : last.time - first.time;
  const time = (at: number) =>
    length > DAY_MILLISECONDS
      ? dayAndClock(at, locale)
      : length < MINUTES_MILLISECONDS
        ? clockWithSeconds(at, locale)
        : clock(at, locale);
  const units = (micros: number) => micros / 1_000_000;
  const money = (value: number) => ({ amountMicros: Math.round(value * 1_000_000), currency });
  const facts = ["netRevenue", "goodsCost", "allCosts", "contribution"] as const;
  return (
    <Panel title={t("breakEven.title")}>
      <div className={classes.stack}>
        <p className={classes.verdict} data-state={breakEven.state}>
          {breakEven.at
            ? t(breakEven.state === "below" ? "breakEven.passedAndBelow" : "breakEven.passed", {
                time: dayAndClock(breakEven.at, locale),
              })
            : t(`breakEven.${breakEven.state === "above" ? "nothing_to_earn_back" : breakEven.state}`)}
        </p>
        <Facts
          facts={facts.map((part) => ({
            word: t(`breakEven.${part}`),
            formula: t(`breakEven.formula.${part}`),
            text: compactMoney(now[part], locale),
            exact: exactMoney(now[part], locale),
            bad: now[part].amountMicros < 0,
          }))}
        />
        {now.unitsWithoutCost > 0 && (
          <p className={classes.note}>{t("roi.unitsWithoutCost", { count: now.unitsWithoutCost })}</p>
        )}
        {now.missingRates.length > 0 && (
          <p className={classes.note}>
            {t("roi.missingRates", {
              currencies: [...new Set(now.missingRates.map((rate) => `${rate.from} → ${rate.to}`))].join(", "),
            })}
          </p>
        )}
        {campaignCosts.length > 0 && (
          <p className={classes.note}>
            {t("breakEven.campaignCosts", { amounts: exactMetric(campaignCosts, "money", locale) })}
          </p>
        )}
        {points.length < 2 ? (
          <Empty>{t("breakEven.tooLittle")}</Empty>
        ) : (
          <ChartFrame
            caption={t("breakEven.caption", { name: title, currency, zone: timeZoneName() })}
            file="break-even"
            write={(value) => exactMoney(money(value), locale)}
            table={{
              head: [
                t("statement.at"),
                t("roi.amountIn", { currency: `${t("breakEven.netRevenue")}, ${currency}` }),
                t("roi.amountIn", { currency: `${t("breakEven.contribution")}, ${currency}` }),
              ],
              rows: points.map((point) => [
                new Date(point.at),
                units(point.netRevenueMicros),
                units(point.contributionMicros),
              ]),
            }}
          >
            <CourseChart
              rows={points.map((point) => ({ at: point.time, value: units(point.contributionMicros) }))}
              name={t("breakEven.contribution")}
              mark={breakEven.at ? { at: Date.parse(breakEven.at), word: t("breakEven.mark") } : undefined}
              span={
                startedAt
                  ? { from: Date.parse(startedAt), to: Date.parse(endedAt ?? asOf), word: t("breakEven.show") }
                  : undefined
              }
              formatTime={time}
              format={(value) => compactMoney(money(value), locale)}
            />
          </ChartFrame>
        )}
        <p className={classes.note}>{t("breakEven.rules")}</p>
      </div>
    </Panel>
  );
}
