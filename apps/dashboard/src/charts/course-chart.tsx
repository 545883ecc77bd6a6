import {
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceArea,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { ChartArea, pointedLine, TIME_AXIS, Tip, VALUE_AXIS } from "./chart-parts.tsx";

export interface CourseRow {
  /** Milliseconds. */
  at: number;
  value: number;
}

interface CourseChartProps {
  rows: readonly CourseRow[];
  name: string;
  /** How the value goes from one row to the next: at once, or bit by bit. */
  shape?: "stepAfter" | "linear";
  /** A value to be reached or kept, with its word. */
  line?: { value: number; word: string } | undefined;
  /** A moment that mattered, with its word. */
  mark?: { at: number; word: string } | undefined;
  /** A stretch of time that is meant, such as the show's own; with its word. */
  span?: { from: number; to: number; word: string } | undefined;
  formatTime: (at: number) => string;
  format: (value: number) => string;
}

/** A stretch that takes less of the picture has no place for its word. */
const NARROW = 0.15;

/** How a sum went up and down over time, with the value that it was to reach. */
export function CourseChart({
  rows,
  name,
  shape = "stepAfter",
  line,
  mark,
  span,
  formatTime,
  format,
}: CourseChartProps) {
  const [first, last] = [rows[0]?.at ?? 0, rows.at(-1)?.at ?? 0];
  const spanIsWide = span !== undefined && span.to - span.from > (last - first) * NARROW;
  return (
    <ChartArea>
      <ResponsiveContainer width="100%" height="100%">
        <ComposedChart data={[...rows]} margin={{ top: 24, right: 16, bottom: 0, left: 0 }} accessibilityLayer>
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis dataKey="at" tickFormatter={formatTime} {...TIME_AXIS} />
          <YAxis width={72} domain={["auto", "auto"]} tickFormatter={format} {...VALUE_AXIS} />
          {span && (
            <ReferenceArea
              x1={span.from}
              x2={span.to}
              ifOverflow="hidden"
              fill="var(--hover)"
              {...(spanIsWide
                ? { label: { value: span.word, position: "insideTopLeft", fontSize: 12, fill: "var(--dim)" } as const }
                : {})}
            />
          )}
          <Tooltip
            isAnimationActive={false}
            cursor={{ stroke: "var(--dim)" }}
            content={({ active, payload }) => {
              const row = payload?.[0]?.payload as CourseRow | undefined;
              if (!active || !row) return null;
              return (
                <Tip
                  title={formatTime(row.at)}
                  entries={[{ name, value: format(row.value), colour: "var(--accent)" }]}
                />
              );
            }}
          />
          <ReferenceLine y={0} stroke="var(--dim)" ifOverflow="extendDomain" />
          {line && (
            <ReferenceLine
              y={line.value}
              ifOverflow="extendDomain"
              {...pointedLine(line.word, "insideBottomLeft", "var(--dim)")}
            />
          )}
          <Line
            dataKey="value"
            name={name}
            type={shape}
            stroke="var(--accent)"
            strokeWidth={1.75}
            dot={rows.length < 3}
            isAnimationActive={false}
          />
          {mark && <ReferenceLine x={mark.at} {...pointedLine(mark.word, "top", "var(--warn)")} />}
        </ComposedChart>
      </ResponsiveContainer>
    </ChartArea>
  );
}
