import { useElementSize } from "@mantine/hooks";
import { type Ratio, ratioAxis, ratioPlace } from "./interval-scale.ts";

export interface IntervalRow extends Ratio {
  key: string;
  name: string;
  /** Too little data: drawn pale and dashed. */
  enough: boolean;
  /** What a screen reader and the pointer are told. */
  detail: string;
  /** Stands in the row where there is no interval to draw. */
  remark?: string | undefined;
}

interface IntervalChartProps {
  rows: readonly IntervalRow[];
  format: (ratio: number) => string;
  label: string;
  /** Whether each row begins with its name; a chart of one thing that is named above needs none. */
  isNamed?: boolean;
}

const ROW = 32;
const AXIS = 28;

/** A name that fits; a letter of this size is about 6.5 pixels wide. The whole one is told on hover. */
const shortened = (name: string, pixels: number): string => {
  const most = Math.floor((pixels - 8) / 6.5);
  return name.length > most ? `${name.slice(0, Math.max(1, most - 1))}…` : name;
};

/** Ratios with their intervals as whiskers on a logarithmic axis; the line at 1 is "no effect". */
export function IntervalChart({ rows, format, label, isNamed = true }: IntervalChartProps) {
  const { ref, width } = useElementSize();
  const axis = ratioAxis(rows);
  const names = isNamed ? Math.min(200, width * 0.36) : 16;
  const height = rows.length * ROW + AXIS;
  const x = (ratio: number) => names + ratioPlace(ratio, axis) * Math.max(0, width - names - 24);
  return (
    <div ref={ref} dir="ltr">
      <svg data-figure width={width} height={height} role="img" aria-label={label} style={{ display: "block" }}>
        {axis.ticks.map((tick) => (
          <g key={tick}>
            <line
              x1={x(tick)}
              x2={x(tick)}
              y1={0}
              y2={height - AXIS}
              stroke={tick === 1 ? "var(--text)" : "var(--line)"}
              strokeDasharray={tick === 1 ? "4 3" : undefined}
            />
            <text x={x(tick)} y={height - 8} textAnchor="middle" fontSize={12} fill="var(--dim)">
              {format(tick)}
            </text>
          </g>
        ))}
        {rows.map(({ key, name, ratio, low, high, enough, detail, remark }, index) => {
          const y = index * ROW + ROW / 2;
          const colour = enough ? "var(--accent)" : "var(--gap)";
          return (
            <g key={key}>
              <title>{`${name}: ${detail}`}</title>
              {isNamed && (
                <text x={0} y={y + 4} fontSize={12} fill="var(--text)">
                  {shortened(name, names)}
                </text>
              )}
              {low !== null && (
                <line
                  x1={x(low)}
                  x2={x(high ?? Number.POSITIVE_INFINITY)}
                  y1={y}
                  y2={y}
                  stroke={colour}
                  strokeWidth={2}
                  strokeDasharray={enough ? undefined : "3 3"}
                />
              )}
              {[low, high].map(
                (end, side) =>
                  end !== null && (
                    <line
                      key={side === 0 ? "low" : "high"}
                      x1={x(end)}
                      x2={x(end)}
                      y1={y - 6}
                      y2={y + 6}
                      stroke={colour}
                      strokeWidth={2}
                    />
                  ),
              )}
              {remark !== undefined && (
                <text x={x(1) + 8} y={y + 4} fontSize={12} fill="var(--dim)">
                  {remark}
                </text>
              )}
              {ratio !== null && <circle cx={x(ratio)} cy={y} r={5} fill={colour} />}
            </g>
          );
        })}
      </svg>
    </div>
  );
}
