import type { ReactNode } from "react";
import classes from "./chart-parts.module.css";

/** How axes look on every chart. */
export const AXIS = {
  stroke: "var(--dim)",
  tick: { fontSize: 12, fill: "var(--dim)" },
} as const;

/** A scale of values at the side: no line of its own, the grid has them. */
export const VALUE_AXIS = { axisLine: false, tickLine: false, ...AXIS } as const;

/** Time along the bottom, in milliseconds, from the first row to the last. */
export const TIME_AXIS = {
  type: "number" as const,
  scale: "time" as const,
  domain: ["dataMin", "dataMax"] as [string, string],
  minTickGap: 48,
  ...AXIS,
};

/** How a line looks that points something out, with its word. */
export const pointedLine = (word: string, position: "top" | "insideTopRight" | "insideBottomLeft", colour: string) => ({
  stroke: colour,
  strokeDasharray: "4 3",
  label: { value: word, position, fontSize: 12, fill: colour },
});

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
  /** What else there was, in words. */
  notes?: readonly TipNote[];
}

interface TipNote {
  key: string;
  text: string;
}

const NO_NOTES: readonly TipNote[] = [];

/** The figures under the pointer. */
export function Tip({ title, entries, notes = NO_NOTES }: TipProps) {
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
      {notes.map(({ key, text }) => (
        <em key={key}>{text}</em>
      ))}
    </div>
  );
}
