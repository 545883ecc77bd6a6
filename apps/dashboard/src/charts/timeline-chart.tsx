import { memo } from "react";
import {
  CartesianGrid,
  Line,
  LineChart,
  ReferenceArea,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { UNKNOWN } from "../format/number.ts";
import { ChartArea, TIME_AXIS, Tip, VALUE_AXIS } from "./chart-parts.tsx";

export interface ChartRow {
  /** Milliseconds since 1970. */
  time: number;
  /** By series; null is unknown and breaks the line. */
  values: Record<string, number | null>;
}

export interface ChartSeries {
  key: string;
  name: string;
  colour: string;
}

export interface ChartMark {
  key: string;
  kind: "pin" | "offer" | "gap" | "other";
  at: number;
  to: number | null;
  label: string;
}

export interface TimelineChartProps {
  rows: readonly ChartRow[];
  series: readonly ChartSeries[];
  marks: readonly ChartMark[];
  /** The mark that a person points at, drawn stronger. */
  pointedAt: string | null;
  formatTime: (time: number) => string;
  formatAxis: (value: number) => string;
  formatValue: (value: number) => string;
}

const MARK_COLOURS: Record<ChartMark["kind"], string> = {
  pin: "var(--dim)",
  offer: "var(--accent)",
  gap: "var(--gap)",
  other: "var(--dim)",
};

/** Several series over time, left to right in every language, with what happened marked on the axis of time. */
export const TimelineChart = memo(function TimelineChart(props: TimelineChartProps) {
  const { rows, series, marks, pointedAt, formatTime, formatAxis, formatValue } = props;
  const first = rows[0]?.time ?? 0;
  const last = rows.at(-1)?.time ?? 0;
  const seen = marks.filter((mark) => mark.at <= last && (mark.to ?? mark.at) >= first);
  return (
    <ChartArea>
      <ResponsiveContainer width="100%" height="100%">
        <LineChart data={[...rows]} margin={{ top: 8, right: 16, bottom: 0, left: 0 }} accessibilityLayer>
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis dataKey="time" tickFormatter={formatTime} {...TIME_AXIS} />
          <YAxis width={56} tickFormatter={formatAxis} {...VALUE_AXIS} />
          {seen.map((mark) =>
            mark.to === null ? (
              <ReferenceLine
                key={mark.key}
                x={mark.at}
                stroke={MARK_COLOURS[mark.kind]}
                strokeDasharray={mark.kind === "pin" ? "2 3" : "6 3"}
                strokeWidth={mark.key === pointedAt ? 2.5 : 1}
              />
            ) : (
              <ReferenceArea
                key={mark.key}
                x1={Math.max(mark.at, first)}
                x2={Math.min(mark.to, last)}
                fill={MARK_COLOURS[mark.kind]}
                fillOpacity={mark.key === pointedAt ? 0.35 : mark.kind === "gap" ? 0.22 : 0.12}
                stroke={mark.kind === "gap" ? "var(--gap)" : "none"}
                strokeDasharray="2 2"
              />
            ),
          )}
          <Tooltip
            isAnimationActive={false}
            content={<ChartTooltip rows={rows} marks={seen} formatTime={formatTime} formatValue={formatValue} />}
          />
          {series.map(({ key, name, colour }) => (
            <Line
              key={key}
              name={name}
              dataKey={(row: ChartRow) => row.values[key] ?? null}
              stroke={colour}
              strokeWidth={1.75}
              dot={lonePoints(rows, key, colour)}
              activeDot={{ r: 3 }}
              connectNulls={false}
              isAnimationActive={false}
              type="linear"
            />
          ))}
        </LineChart>
      </ResponsiveContainer>
    </ChartArea>
  );
});

/** A point without neighbours makes no line: it is drawn as a dot. `false` where there is none, which costs nothing. */
function lonePoints(rows: readonly ChartRow[], key: string, colour: string) {
  const known = (index: number) => (rows[index]?.values[key] ?? null) !== null;
  const isLone = (index: number) => known(index) && !known(index - 1) && !known(index + 1);
  if (!rows.some((_row, index) => isLone(index))) return false;
  return ({ cx, cy, index }: { cx?: number; cy?: number; index: number }) =>
    isLone(index) ? <circle key={index} cx={cx} cy={cy} r={2.5} fill={colour} /> : <g key={index} />;
}

interface ChartTooltipProps extends Pick<TimelineChartProps, "rows" | "marks" | "formatTime" | "formatValue"> {
  // What the chart fills in.
  active?: boolean;
  label?: string | number;
  payload?: readonly { name?: string | number; value?: unknown; color?: string }[];
}

/** The figures at the moment under the pointer, and what happened then. */
function ChartTooltip({ active, label, payload, rows, marks, formatTime, formatValue }: ChartTooltipProps) {
  if (!active || typeof label !== "number") return null;
  return (
    <Tip
      title={formatTime(label)}
      entries={(payload ?? []).map(({ name, value, color }) => ({
        name: String(name),
        value: typeof value === "number" ? formatValue(value) : UNKNOWN,
        ...(color === undefined ? {} : { colour: color }),
      }))}
      notes={marks.filter((mark) => isAt(mark, label, rows)).map((mark) => ({ key: mark.key, text: mark.label }))}
    />
  );
}

/** Whether a mark belongs to the moment under the pointer: its span covers it, or it lies within the same interval. */
function isAt(mark: ChartMark, time: number, rows: readonly ChartRow[]): boolean {
  const step = (rows[1]?.time ?? 0) - (rows[0]?.time ?? 0);
  return mark.to === null ? mark.at >= time && mark.at < time + step : mark.at <= time + step && mark.to >= time;
}
