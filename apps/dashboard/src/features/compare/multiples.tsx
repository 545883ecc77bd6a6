import { lazy } from "react";
import type { ComparedShow } from "../../api/compare.ts";
import { ChartFrame } from "../../charts/chart-frame.tsx";
import { Legend } from "../../charts/legend.tsx";
import type { ChartSeries } from "../../charts/timeline-chart.tsx";
import { Panel } from "../../components/panel.tsx";
import { compactMoney, exactMoney } from "../../format/money.ts";
import { compactNumber, exactNumber } from "../../format/number.ts";
import { useWords } from "../../i18n/index.ts";
import classes from "./compare.module.css";
import { alignedRows, mainCurrency } from "./series.ts";
import type { Comparable } from "./use-choice.ts";

const TimelineChart = lazy(async () => ({
  default: (await import("../../charts/timeline-chart.tsx")).TimelineChart,
}));

const MINUTE = 60_000;

interface MultiplesProps {
  shows: readonly ComparedShow[];
  metrics: readonly Comparable[];
  series: readonly ChartSeries[];
}

/** One chart a figure, the shows laid over each other from the minute in which each began. */
export function Multiples({ shows, metrics, series }: MultiplesProps) {
  const { t } = useWords();
  return (
    <Panel title={t("compare.courses")}>
      <Legend entries={series} />
      <div className={classes.multiples}>
        {metrics.map((metric) => (
          <Course key={metric} shows={shows} metric={metric} series={series} />
        ))}
      </div>
    </Panel>
  );
}

function Course({ shows, metric, series }: Omit<MultiplesProps, "metrics"> & { metric: Comparable }) {
  const { t, locale } = useWords();
  const currency = mainCurrency(shows, metric);
  const rows = alignedRows(shows, metric, currency);
  const isMoney = metric === "gmv_paid" && currency !== undefined;
  const money = (units: number) => ({ amountMicros: Math.round(units * 1_000_000), currency: currency ?? "XXX" });
  const minute = (time: number) => t("compare.minute", { minute: exactNumber(time / MINUTE, locale) });
  const exact = (value: number) => (isMoney ? exactMoney(money(value), locale) : exactNumber(value, locale));
  const name = t(`timeline.metric.${metric}`);
  const known = rows.some(({ values }) => Object.values(values).some((value) => value !== null));
  return (
    <ChartFrame
      caption={t(metric === "viewers_now" ? "compare.gauge" : "compare.perMinute", { name })}
      file={`compare-${metric}`}
      legend={series}
      isLegendElsewhere
      write={(value, column) => (column === 0 ? String(value) : exact(value))}
      table={{
        head: [t("compare.minuteOf"), ...series.map((each) => each.name)],
        units: ["", ...series.map(() => (isMoney ? currency : ""))],
        rows: rows.map(({ time, values }) => [String(time / MINUTE), ...series.map(({ key }) => values[key] ?? null)]),
      }}
    >
      {known ? (
        <TimelineChart
          rows={rows}
          series={series}
          marks={[]}
          pointedAt={null}
          formatTime={minute}
          formatAxis={(value) => (isMoney ? compactMoney(money(value), locale) : compactNumber(value, locale))}
          formatValue={exact}
        />
      ) : (
        <p className="dim">{t("compare.unknown")}</p>
      )}
    </ChartFrame>
  );
}
