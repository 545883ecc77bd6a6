import { useMemo } from "react";
import { usePlatformTimelines, useTimeline } from "../../api/figures.ts";
import type { Show } from "../../api/types.ts";
import type { ChartRow } from "../../charts/timeline-chart.tsx";
import { useNow } from "../../components/use-now.ts";
import { type Mark, readMarks } from "./marks.ts";
import { finishedBefore, fittingInterval, type Interval, mergeSeries, startOfInterval } from "./series.ts";

/** The figures that have a course over time. */
export const COURSES = [
  "viewers_now",
  "comments",
  "questions",
  "likes",
  "gifts",
  "tips",
  "views",
  "follows",
  "shares",
  "product_clicks",
  "orders",
  "gmv_paid",
] as const;

/** Stands for one line of all platforms together; "" for a line per platform; else the name of one. */
export const TOGETHER = "all";

/** More than these would hide the lines. */
const MOST_MARKS = 200;

export interface CourseRequest {
  show: Show;
  platforms: readonly string[];
  metric: (typeof COURSES)[number];
  interval: Interval | "auto";
  platform: string;
}

export interface Course {
  interval: Interval;
  /** Platforms, or {@link TOGETHER}. */
  keys: readonly string[];
  rows: readonly ChartRow[];
  marks: readonly Mark[];
  loading: boolean;
  error: Error | null;
  retry: () => void;
}

/** A figure's course over the show, by the lines that were chosen, and what happened meanwhile. */
export function useCourse({ show, platforms, metric, interval: chosen, platform }: CourseRequest): Course {
  const running = show.status !== "ended";
  const now = useNow(running ? 5_000 : 60_000);
  const began = Date.parse(show.startedAt ?? show.startsAt ?? show.createdAt);
  const length = (show.endedAt ? Date.parse(show.endedAt) : now) - began;
  const interval = chosen === "auto" ? fittingInterval(length) : chosen;
  const request = { show: show.id, interval, metrics: [metric] };
  const shown = platform === "" ? platforms : platforms.filter((name) => name === platform);
  const names = shown.join();
  const together = useTimeline(request, running);
  const apart = usePlatformTimelines(request, shown, running);
  // A count of an interval that still fills would look like a fall; a gauge's reading is good at once. What is bought
  // days after the end would leave the show itself a line at the edge.
  const until = running
    ? metric === "viewers_now"
      ? Number.POSITIVE_INFINITY
      : startOfInterval(now, interval)
    : Date.parse(show.endedAt ?? "") || Number.POSITIVE_INFINITY;
  const rows = useMemo(() => {
    const timelines =
      names === ""
        ? { [TOGETHER]: together.data }
        : Object.fromEntries(names.split(",").map((name, index) => [name, apart.timelines[index]]));
    return finishedBefore(mergeSeries(timelines, metric, show.currency), until);
  }, [names, together.data, apart.timelines, metric, show.currency, until]);
  const marks = useMemo(() => readMarks(together.data?.marks ?? []).slice(-MOST_MARKS), [together.data]);
  return {
    interval,
    keys: names === "" ? [TOGETHER] : shown,
    rows,
    marks,
    loading: together.isPending || apart.pending,
    error: together.error ?? apart.error,
    retry: () => void together.refetch(),
  };
}
