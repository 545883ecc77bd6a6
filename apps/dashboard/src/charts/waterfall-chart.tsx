import {
  Bar,
  BarChart,
  CartesianGrid,
  Cell,
  LabelList,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { AXIS, ChartArea, Tip, VALUE_AXIS } from "./chart-parts.tsx";

export interface WaterfallStep {
  name: string;
  kind: "total" | "minus" | "result";
  /** Where its bar begins and ends. */
  from: number;
  to: number;
}

interface WaterfallChartProps {
  steps: readonly WaterfallStep[];
  format: (value: number) => string;
}

const colourOf = ({ kind, to }: WaterfallStep): string =>
  kind === "total" ? "var(--series-3)" : kind === "minus" ? "var(--gap)" : to < 0 ? "var(--bad)" : "var(--accent)";

/** From what came in, down by what each thing took, to what is left. */
export function WaterfallChart({ steps, format }: WaterfallChartProps) {
  const change = ({ from, to, kind }: WaterfallStep) => format(kind === "minus" ? to - from : to);
  return (
    <ChartArea height={300} minWidth={steps.length * 76 + 80}>
      <ResponsiveContainer width="100%" height="100%">
        <BarChart
          data={[...steps]}
          margin={{ top: 24, right: 8, bottom: 0, left: 0 }}
          barCategoryGap="20%"
          accessibilityLayer
        >
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis dataKey="name" interval={0} tickLine={false} {...AXIS} tick={{ ...AXIS.tick, fontSize: 11 }} />
          <YAxis width={64} tickFormatter={format} {...VALUE_AXIS} />
          <ReferenceLine y={0} stroke="var(--dim)" />
          <Tooltip
            isAnimationActive={false}
            cursor={{ fill: "var(--hover)" }}
            content={({ active, payload }) => {
              const step = payload?.[0]?.payload as WaterfallStep | undefined;
              if (!active || !step) return null;
              return <Tip title={step.name} entries={[{ name: "", value: change(step), colour: colourOf(step) }]} />;
            }}
          />
          <Bar
            dataKey={({ from, to }: WaterfallStep) => [Math.min(from, to), Math.max(from, to)]}
            isAnimationActive={false}
            maxBarSize={72}
            minPointSize={1}
          >
            {steps.map((step) => (
              <Cell key={step.name} fill={colourOf(step)} />
            ))}
            <LabelList
              valueAccessor={({ payload }: { payload?: WaterfallStep }) => (payload ? change(payload) : "")}
              position="top"
              fill="var(--text)"
              fontSize={11}
            />
          </Bar>
        </BarChart>
      </ResponsiveContainer>
    </ChartArea>
  );
}
