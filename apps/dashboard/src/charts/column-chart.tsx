import { Bar, BarChart, CartesianGrid, ReferenceLine, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { AXIS, ChartArea, pointedLine, Tip, VALUE_AXIS } from "./chart-parts.tsx";

export interface Column {
  name: string;
  value: number;
}

interface ColumnChartProps {
  columns: readonly Column[];
  /** What a column counts. */
  word: string;
  format: (value: number) => string;
  /** A column to point out, by its name. */
  mark?: { name: string; label: string } | null;
}

/** Counts side by side without a gap, as of a distribution. */
export function ColumnChart({ columns, word, format, mark = null }: ColumnChartProps) {
  return (
    <ChartArea height={240}>
      <ResponsiveContainer width="100%" height="100%">
        <BarChart
          data={[...columns]}
          margin={{ top: 20, right: 16, bottom: 0, left: 0 }}
          barCategoryGap={1}
          accessibilityLayer
        >
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis dataKey="name" tickLine={false} minTickGap={24} {...AXIS} />
          <YAxis width={48} allowDecimals={false} tickFormatter={format} {...VALUE_AXIS} />
          <Tooltip
            isAnimationActive={false}
            cursor={{ fill: "var(--hover)" }}
            content={({ active, payload }) => {
              const column = payload?.[0]?.payload as Column | undefined;
              if (!active || !column) return null;
              return <Tip title={column.name} entries={[{ name: word, value: format(column.value) }]} />;
            }}
          />
          <Bar dataKey="value" fill="var(--accent)" isAnimationActive={false} />
          {mark && <ReferenceLine x={mark.name} {...pointedLine(mark.label, "top", "var(--warn)")} />}
        </BarChart>
      </ResponsiveContainer>
    </ChartArea>
  );
}
