import { Bar, BarChart, CartesianGrid, LabelList, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { AXIS, ChartArea, Tip, VALUE_AXIS } from "./chart-parts.tsx";

export interface DropOffRow {
  name: string;
  reached: number;
  /** Who stood on the step before and did not come here. */
  lost: number;
  /** Written over the bar: the share of the first step. */
  share: string;
}

interface DropOffChartProps {
  rows: readonly DropOffRow[];
  words: { reached: string; lost: string };
  format: (value: number) => string;
}

/** One column per step: who came, and above it, pale, who was lost since the step before. */
export function DropOffChart({ rows, words, format }: DropOffChartProps) {
  return (
    <ChartArea height={260} minWidth={rows.length * 88 + 60}>
      <ResponsiveContainer width="100%" height="100%">
        <BarChart
          data={[...rows]}
          margin={{ top: 24, right: 8, bottom: 0, left: 0 }}
          barCategoryGap="24%"
          accessibilityLayer
        >
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis dataKey="name" interval={0} tickLine={false} {...AXIS} />
          <YAxis width={48} tickFormatter={format} {...VALUE_AXIS} />
          <Tooltip
            isAnimationActive={false}
            cursor={{ fill: "var(--hover)" }}
            content={({ active, payload }) => {
              const row = payload?.[0]?.payload as DropOffRow | undefined;
              if (!active || !row) return null;
              return (
                <Tip
                  title={row.name}
                  entries={[
                    { name: words.reached, value: `${format(row.reached)} (${row.share})`, colour: "var(--accent)" },
                    { name: words.lost, value: format(row.lost), colour: "var(--accent-soft)" },
                  ]}
                />
              );
            }}
          />
          <Bar dataKey="reached" stackId="step" fill="var(--accent)" isAnimationActive={false} maxBarSize={96} />
          <Bar dataKey="lost" stackId="step" fill="var(--accent-soft)" isAnimationActive={false} maxBarSize={96}>
            <LabelList dataKey="share" position="top" fill="var(--text)" fontSize={12} />
          </Bar>
        </BarChart>
      </ResponsiveContainer>
    </ChartArea>
  );
}
