import {
  Bar,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { AXIS, ChartArea, pointedLine, Tip, VALUE_AXIS } from "./chart-parts.tsx";

export interface BurnRow {
  /** Seconds since the start. */
  seconds: number;
  units: number;
  /** Sold since the start, with this. */
  sold: number;
}

interface BurnChartProps {
  rows: readonly BurnRow[];
  /** Units that there were; null: nobody said. */
  stock: number | null;
  soldOutAfter: number | null;
  words: { units: string; sold: string; stock: string; soldOut: string };
  formatTime: (seconds: number) => string;
  format: (value: number) => string;
}

/** Units sold per 10 seconds as columns, and all sold so far as a line toward the stock. */
export function BurnChart({ rows, stock, soldOutAfter, words, formatTime, format }: BurnChartProps) {
  return (
    <ChartArea>
      <ResponsiveContainer width="100%" height="100%">
        <ComposedChart
          data={[...rows]}
          margin={{ top: 20, right: 8, bottom: 0, left: 0 }}
          barCategoryGap={1}
          accessibilityLayer
        >
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis
            dataKey="seconds"
            type="number"
            domain={["dataMin", "dataMax"]}
            padding={{ left: 12, right: 12 }}
            tickFormatter={formatTime}
            minTickGap={40}
            {...AXIS}
          />
          <YAxis yAxisId="units" width={48} allowDecimals={false} tickFormatter={format} {...VALUE_AXIS} />
          <YAxis
            yAxisId="sold"
            orientation="right"
            width={48}
            domain={[0, (most: number) => Math.max(most, stock ?? 0, 1)]}
            allowDecimals={false}
            tickFormatter={format}
            {...VALUE_AXIS}
          />
          <Tooltip
            isAnimationActive={false}
            cursor={{ fill: "var(--hover)" }}
            content={({ active, payload }) => {
              const row = payload?.[0]?.payload as BurnRow | undefined;
              if (!active || !row) return null;
              const entries = [
                { name: words.units, value: format(row.units), colour: "var(--accent)" },
                { name: words.sold, value: format(row.sold), colour: "var(--series-2)" },
              ];
              return <Tip title={formatTime(row.seconds)} entries={entries} />;
            }}
          />
          <Bar
            yAxisId="units"
            dataKey="units"
            fill="var(--accent)"
            barSize={Math.max(2, 480 / rows.length)}
            isAnimationActive={false}
          />
          <Line
            yAxisId="sold"
            dataKey="sold"
            stroke="var(--series-2)"
            strokeWidth={1.75}
            dot={false}
            type="stepAfter"
            isAnimationActive={false}
          />
          {stock !== null && (
            <ReferenceLine yAxisId="sold" y={stock} {...pointedLine(words.stock, "insideTopRight", "var(--dim)")} />
          )}
          {soldOutAfter !== null && (
            <ReferenceLine yAxisId="units" x={soldOutAfter} {...pointedLine(words.soldOut, "top", "var(--warn)")} />
          )}
        </ComposedChart>
      </ResponsiveContainer>
    </ChartArea>
  );
}
