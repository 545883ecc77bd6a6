import type { Show } from "../../api/types.ts";
import { useUrlText } from "../../components/use-url-state.ts";

export const MOST_SHOWS = 6;

/** What shows can be compared by, minute by minute. */
export const COMPARABLE = [
  "viewers_now",
  "comments",
  "orders",
  "gmv_paid",
  "likes",
  "questions",
  "views",
  "follows",
  "shares",
  "product_clicks",
] as const;
export type Comparable = (typeof COMPARABLE)[number];

const FIRST = ["viewers_now", "comments", "orders", "gmv_paid"] as const satisfies readonly Comparable[];
/** Chosen, but nothing of it. */
const NONE = "-";

/** All that the screen was asked for; the address carries it. Without a choice: the two newest shows, four figures. */
export function useChoice(begun: readonly Show[]) {
  const [shows, setShows] = useUrlText("shows");
  const [metrics, setMetrics] = useUrlText("metrics");
  const [platform, setPlatform] = useUrlText("platform");
  const [minutes, setMinutes] = useUrlText("minutes");
  const asked = shows.split(",").filter((id) => begun.some((show) => show.id === id));
  const parsed = Number.parseInt(minutes, 10);
  return {
    shows: shows === "" ? begun.slice(0, 2).map(({ id }) => id) : asked.slice(0, MOST_SHOWS),
    setShows: (ids: readonly string[]) => setShows(ids.length === 0 ? NONE : ids.join()),
    metrics: metrics === "" ? [...FIRST] : COMPARABLE.filter((metric) => metrics.split(",").includes(metric)),
    setMetrics: (ids: readonly string[]) => setMetrics(ids.length === 0 ? NONE : ids.join()),
    platform,
    setPlatform,
    minutes: parsed > 0 ? parsed : null,
    setMinutes: (count: number | null) => setMinutes(count === null ? "" : String(count)),
  };
}
