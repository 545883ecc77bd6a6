import { lazy } from "react";
import type { FunnelResult, TrendPoint } from "../../api/funnels.ts";
import { ChartFrame } from "../../charts/chart-frame.tsx";
import { seriesColour } from "../../charts/chart-parts.tsx";
import { Empty } from "../../components/empty.tsx";
import { platformHue } from "../../components/platform.ts";
import { compactPercent, exactNumber, exactPercent } from "../../format/number.ts";
import { day, dayAndClock } from "../../format/time.ts";
import { useWords } from "../../i18n/index.ts";
import { valueText } from "./breakdown-table.tsx";
import { shareInterval } from "./wilson.ts";

const RateChart = lazy(async () => ({ default: (await import("../../charts/rate-chart.tsx")).RateChart }));

/** More lines than these cannot be told apart. */
const MOST_LINES = 6;

/** What the table says of each line: the share, its interval, and what it is a share of. */
const COLUMNS = ["rate", "low", "high", "to", "from"] as const;

interface TrendResultProps {
  result: FunnelResult;
  prop: string | undefined;
  interval: "hour" | "day" | "week" | "month";
  caption: string;
}

/** The share that came through, by the interval in which they set out, with its 95 % interval. */
export function TrendResult({ result, prop, interval, caption }: TrendResultProps) {
  const { t, locale } = useWords();
  const broken = (result.breakdowns ?? []).flatMap(({ value, series }) => (series ? [{ value, series }] : []));
  const lines: { key: string; name: string; colour: string; points: TrendPoint[] }[] =
    broken.length > 0
      ? broken.slice(0, MOST_LINES).map(({ value, series }, index) => {
          const name = valueText(value);
          return {
            key: `v ${name}`,
            name: name === "" ? t("builder.emptyValue") : name,
            colour: prop === "platform" && name !== "Other" ? platformHue(name) : seriesColour(index),
            points: series,
          };
        })
      : [{ key: "all", name: t("builder.everybody"), colour: "var(--accent)", points: result.series ?? [] }];
  const times = [...new Set(lines.flatMap(({ points }) => points.map(({ at }) => at)))].sort();
  const byLine = lines.map(({ points }) => new Map(points.map((point) => [point.at, point])));
  const rows = times.map((at) => ({
    time: Date.parse(at),
    rates: Object.fromEntries(
      lines.map(({ key }, index) => {
        const point = byLine[index]?.get(at);
        const bounds = point && shareInterval(point.to, point.from);
        if (!point || !bounds) return [key, null];
        const rate = point.to / point.from;
        const detail = t("builder.rateOf", {
          rate: compactPercent(rate, locale),
          low: compactPercent(bounds.low, locale),
          high: compactPercent(bounds.high, locale),
          to: exactNumber(point.to, locale),
          from: exactNumber(point.from, locale),
        });
        return [key, { rate, ...bounds, to: point.to, from: point.from, detail }];
      }),
    ),
  }));
  const formatTime = (time: number) => (interval === "hour" ? dayAndClock(time, locale) : day(time, locale));
  const isShare = (column: number) => column > 0 && (column - 1) % COLUMNS.length < 3;
  if (!rows.some(({ rates }) => Object.values(rates).some((rate) => rate !== null)))
    return <Empty>{t("builder.nobody")}</Empty>;
  return (
    <ChartFrame
      caption={caption}
      file="funnel-trend"
      legend={lines.length > 1 ? lines : []}
      write={(value, column) => (isShare(column) ? exactPercent(value, locale) : exactNumber(value, locale))}
      writeTime={(at) => formatTime(at.getTime())}
      table={{
        head: [
          t(`builder.begin.${interval}`),
          ...lines.flatMap(({ name }) =>
            COLUMNS.map((column) => {
              const word = t(`builder.trend.${column}`);
              return lines.length > 1 ? t("builder.trend.of", { name, word }) : word;
            }),
          ),
        ],
        units: ["", ...lines.flatMap(() => COLUMNS.map((_, column) => (column < 3 ? "0–1" : "")))],
        rows: rows.map(({ time, rates }) => [
          new Date(time),
          ...lines.flatMap(({ key }) => COLUMNS.map((column) => rates[key]?.[column] ?? null)),
        ]),
      }}
    >
      <RateChart
        rows={rows}
        series={lines}
        formatTime={formatTime}
        formatRate={(rate) => compactPercent(rate, locale)}
      />
    </ChartFrame>
  );
}
