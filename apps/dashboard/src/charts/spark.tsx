import type { SparkPoint } from "../api/types.ts";
import classes from "./spark.module.css";

interface SparkProps {
  points: readonly SparkPoint[];
  /** CSS colour of the line. */
  colour?: string;
  /** What a screen reader says instead. */
  label: string;
}

const WIDTH = 96;
const HEIGHT = 24;

/** Lines through the known points, left to right in time from the first of them; an unknown one breaks the line. */
export function sparkPath(course: readonly SparkPoint[]): string {
  const points = course.slice(
    Math.max(
      0,
      course.findIndex(({ value }) => value !== null),
    ),
  );
  const known = points.flatMap((point) => (point.value === null ? [] : [point.value]));
  if (known.length === 0) return "";
  const times = points.map((point) => Date.parse(point.at));
  const start = times[0] ?? 0;
  const span = Math.max(1, (times.at(-1) ?? 0) - start);
  const low = Math.min(...known, 0);
  const range = Math.max(...known) - low || 1;
  let pen = "M";
  let path = "";
  points.forEach((point, index) => {
    if (point.value === null) {
      pen = "M";
      return;
    }
    const x = (((times[index] ?? start) - start) / span) * (WIDTH - 2) + 1;
    const y = HEIGHT - 2 - ((point.value - low) / range) * (HEIGHT - 4);
    path += `${pen}${x.toFixed(1)} ${y.toFixed(1)}`;
    pen = "L";
  });
  return path;
}

/** A figure's recent course, from zero up, without axes. */
export function Spark({ points, colour = "var(--accent)", label }: SparkProps) {
  return (
    <svg
      className={classes.spark}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      <path d={sparkPath(points)} fill="none" stroke={colour} strokeWidth="1.5" vectorEffect="non-scaling-stroke" />
    </svg>
  );
}
