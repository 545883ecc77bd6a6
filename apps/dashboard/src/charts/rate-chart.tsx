import {
  Area,
  CartesianGrid,
  ComposedChart,
  ErrorBar,
  Line,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { ChartArea, TIME_AXIS, Tip, VALUE_AXIS } from "./chart-parts.tsx";

export interface RateRow {
  /** Milliseconds since 1970. */
  time: number;
  /** By series, 0–1, with the bounds of its 95 % interval; null where there was nothing to take a share of. */
  rates: Record<string, { rate: number; low: number; high: number; detail: string } | null>;
}

interface RateChartProps {
  rows: readonly RateRow[];
  series: readonly { key: string; name: string; colour: string }[];
  formatTime: (time: number) => string;
  formatRate: (rate: number) => string;
}

/** Shares over time, each with its interval: as a band, and as a whisker where no neighbour is known to draw one to. */
export function RateChart({ rows, series, formatTime, formatRate }: RateChartProps) {
  return (
    <ChartArea>
      <ResponsiveContainer width="100%" height="100%">
        <ComposedChart data={[...rows]} margin={{ top: 8, right: 16, bottom: 0, left: 0 }} accessibilityLayer>
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis dataKey="time" tickFormatter={formatTime} {...TIME_AXIS} />
          <YAxis width={56} domain={[0, "auto"]} tickFormatter={formatRate} {...VALUE_AXIS} />
          <Tooltip
            isAnimationActive={false}
            content={({ active, label, payload }) => {
              const row = payload?.[0]?.payload as RateRow | undefined;
              if (!active || !row || typeof label !== "number") return null;
              const entries = series.map(({ key, name, colour }) => ({
                name,
                colour,
                value: row.rates[key]?.detail ?? "–",
              }));
              return <Tip title={formatTime(label)} entries={entries} />;
            }}
          />
          {series.map(({ key, colour }) => (
            <Area
              key={`band ${key}`}
              dataKey={(row: RateRow) => {
                const at = row.rates[key];
                return at ? [at.low, at.high] : null;
              }}
              stroke="none"
              fill={colour}
              fillOpacity={0.14}
              connectNulls={false}
              activeDot={false}
              isAnimationActive={false}
            />
          ))}
          {series.map(({ key, name, colour }) => (
            <Line
              key={key}
              name={name}
              dataKey={(row: RateRow) => row.rates[key]?.rate ?? null}
              stroke={colour}
              strokeWidth={1.75}
              dot={{ r: 2.5, fill: colour, strokeWidth: 0 }}
              connectNulls={false}
              isAnimationActive={false}
            >
              <ErrorBar
                direction="y"
                width={4}
                stroke={colour}
                strokeOpacity={0.5}
                isAnimationActive={false}
                dataKey={(row: RateRow) => whiskerOf(rows, row, key)}
              />
            </Line>
          ))}
        </ComposedChart>
      </ResponsiveContainer>
    </ChartArea>
  );
}

/** How far down and up the interval of a point without known neighbours goes; nothing for others, which have a band. */
function whiskerOf(rows: readonly RateRow[], row: RateRow, key: string): [number, number] {
  const at = row.rates[key];
  const index = rows.findIndex(({ time }) => time === row.time);
  if (!at || rows[index - 1]?.rates[key] || rows[index + 1]?.rates[key]) return [0, 0];
  return [at.rate - at.low, at.high - at.rate];
}
