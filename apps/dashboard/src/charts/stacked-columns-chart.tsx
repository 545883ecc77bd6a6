import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { AXIS, ChartArea, Tip, VALUE_AXIS } from "./chart-parts.tsx";

export interface StackedColumn {
  key: string;
  name: string;
  /** The whole name, for the pointer. */
  title: string;
  /** By series. */
  values: Record<string, number>;
}

interface StackedColumnsChartProps {
  columns: readonly StackedColumn[];
  series: readonly { key: string; name: string; colour: string }[];
  format: (value: number) => string;
}

/** Parts of a whole, column by column. */
export function StackedColumnsChart({ columns, series, format }: StackedColumnsChartProps) {
  return (
    <ChartArea height={240} minWidth={Math.max(300, columns.length * 36)}>
      <ResponsiveContainer width="100%" height="100%">
        <BarChart data={[...columns]} margin={{ top: 8, right: 16, bottom: 0, left: 0 }} accessibilityLayer>
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis dataKey="name" tickLine={false} minTickGap={16} {...AXIS} />
          <YAxis width={56} allowDecimals={false} tickFormatter={format} {...VALUE_AXIS} />
          <Tooltip
            isAnimationActive={false}
            cursor={{ fill: "var(--hover)" }}
            content={({ active, payload }) => {
              const column = payload?.[0]?.payload as StackedColumn | undefined;
              if (!active || !column) return null;
              const entries = series.map(({ key, name, colour }) => ({
                name,
                colour,
                value: format(column.values[key] ?? 0),
              }));
              return <Tip title={column.title} entries={entries} />;
            }}
          />
          {series.map(({ key, name, colour }) => (
            <Bar
              key={key}
              name={name}
              stackId="whole"
              maxBarSize={56}
              dataKey={(column: StackedColumn) => column.values[key] ?? 0}
              fill={colour}
              isAnimationActive={false}
            />
          ))}
        </BarChart>
      </ResponsiveContainer>
    </ChartArea>
  );
}
