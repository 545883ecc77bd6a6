import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { AXIS, ChartArea, Tip, VALUE_AXIS } from "./chart-parts.tsx";

export interface ShareRow {
  name: string;
  /** By series, 0–1. */
  shares: Record<string, number>;
}

interface ShareChartProps {
  rows: readonly ShareRow[];
  series: readonly { key: string; name: string; colour: string }[];
  format: (share: number) => string;
}

/** One bar per row, parted by who has which share; rows whose shares overlap reach beyond the whole. */
export function ShareChart({ rows, series, format }: ShareChartProps) {
  return (
    <ChartArea height={rows.length * 30 + 40}>
      <ResponsiveContainer width="100%" height="100%">
        <BarChart
          data={[...rows]}
          layout="vertical"
          margin={{ top: 0, right: 24, bottom: 0, left: 0 }}
          accessibilityLayer
        >
          <CartesianGrid horizontal={false} stroke="var(--line)" />
          <XAxis
            type="number"
            ticks={[0, 0.25, 0.5, 0.75, 1]}
            domain={[0, (most: number) => Math.max(1, most)]}
            tickFormatter={format}
            {...AXIS}
          />
          <YAxis type="category" dataKey="name" width={148} interval={0} {...VALUE_AXIS} />
          <Tooltip
            isAnimationActive={false}
            cursor={{ fill: "var(--hover)" }}
            content={({ active, payload }) => {
              const row = payload?.[0]?.payload as ShareRow | undefined;
              if (!active || !row) return null;
              const entries = series.map(({ key, name, colour }) => ({
                name,
                colour,
                value: format(row.shares[key] ?? 0),
              }));
              return <Tip title={row.name} entries={entries} />;
            }}
          />
          {series.map(({ key, name, colour }) => (
            <Bar
              key={key}
              name={name}
              dataKey={(row: ShareRow) => row.shares[key] ?? 0}
              stackId="share"
              fill={colour}
              isAnimationActive={false}
            />
          ))}
        </BarChart>
      </ResponsiveContainer>
    </ChartArea>
  );
}
