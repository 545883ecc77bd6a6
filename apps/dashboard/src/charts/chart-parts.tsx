import type { ReactNode } from "react";
import classes from "./chart-parts.module.css";

/** How axes look on every chart. */
export const AXIS = {
  stroke: "var(--dim)",
  tick: { fontSize: 12, fill: "var(--dim)" },
} as const;

/** The colour of the n-th series that stands for no platform. */
export const seriesColour = (index: number): string => `var(--series-${(index % 6) + 1})`;

interface ChartAreaProps {
  height?: number;
  /** Narrower than this, it scrolls: its words would overlap. */
  minWidth?: number;
  children: ReactNode;
}

/** The drawing's area. Axes run left to right in every language. */
export function ChartArea({ height = 280, minWidth = 0, children }: ChartAreaProps) {
  return (
    <div className={classes.area} dir="ltr">
      <div className={classes.chart} style={{ blockSize: height, minInlineSize: minWidth }}>
        {children}
      </div>
    </div>
  );
}

interface TipProps {
  title: string;
  entries: readonly { name: string; value: string; colour?: string }[];
}

/** The figures under the pointer. */
export function Tip({ title, entries }: TipProps) {
  return (
    <div className={classes.tooltip}>
      <strong>{title}</strong>
      {entries.map(({ name, value, colour }) => (
        <span key={name} className={classes.entry}>
          {colour && <i style={{ background: colour }} />}
          {name}
          <b>{value}</b>
        </span>
      ))}
    </div>
  );
}
