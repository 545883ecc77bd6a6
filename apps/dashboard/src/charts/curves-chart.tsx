import { CartesianGrid, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { AXIS, ChartArea, seriesColour, Tip, VALUE_AXIS } from "./chart-parts.tsx";

export interface Curve {
  key: string;
  name: string;
  points: readonly { x: number; y: number }[];
}

interface CurvesChartProps {
  curves: readonly Curve[];
  formatX: (x: number) => string;
  formatY: (y: number) => string;
}

/** Several courses from one start, as steps; each keeps its last height until its own end. */
export function CurvesChart({ curves, formatX, formatY }: CurvesChartProps) {
  const xs = [...new Set(curves.flatMap(({ points }) => points.map(({ x }) => x)))].sort((a, b) => a - b);
  const at = curves.map(({ points }) => new Map(points.map(({ x, y }) => [x, y])));
  const rows = xs.map((x) => ({ x, ys: at.map((heights) => heights.get(x) ?? null) }));
  return (
    <ChartArea>
      <ResponsiveContainer width="100%" height="100%">
        <LineChart data={rows} margin={{ top: 8, right: 16, bottom: 0, left: 0 }} accessibilityLayer>
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis
            dataKey="x"
            type="number"
            domain={["dataMin", "dataMax"]}
            tickFormatter={formatX}
            minTickGap={40}
            {...AXIS}
          />
          <YAxis width={56} domain={[0, "auto"]} tickFormatter={formatY} {...VALUE_AXIS} />
          <Tooltip
            isAnimationActive={false}
            content={({ active, payload }) => {
              const row = payload?.[0]?.payload as (typeof rows)[number] | undefined;
              if (!active || !row) return null;
              const entries = curves.flatMap(({ name }, index) => {
                const y = row.ys[index];
                return y == null ? [] : [{ name, value: formatY(y), colour: seriesColour(index) }];
              });
              return <Tip title={formatX(row.x)} entries={entries} />;
            }}
          />
          {curves.map(({ key, name }, index) => (
            <Line
              key={key}
              name={name}
              dataKey={(row: (typeof rows)[number]) => row.ys[index] ?? null}
              stroke={seriesColour(index)}
              strokeWidth={1.75}
              type="stepAfter"
              dot={false}
              connectNulls
              isAnimationActive={false}
            />
          ))}
        </LineChart>
      </ResponsiveContainer>
    </ChartArea>
  );
}
