import type { ClickHouseClient } from "@clickhouse/client";
import { Budget } from "../budget.ts";
import { isMetric } from "../registry.ts";
import {
  COMPARED_DEFAULTS,
  type ComparedPoint,
  type ComparedShow,
  type ShowsComparedRequest,
} from "../shows-compared.ts";
import { queriesOf } from "./lineage/queries.ts";
import { askFigures } from "./show-metrics.ts";
import { askShowTimeline } from "./show-timeline.ts";

/** A show with its times, in milliseconds since 1970. */
export interface ShowToCompare {
  id: string;
  title: string;
  startedAt: number;
  /** `null`: it still runs. */
  endedAt: number | null;
}

const MINUTE = 60_000;

/** A metric whose course and whose figure for the whole bear different names. */
const OF_THE_WHOLE: Readonly<Record<string, readonly string[]>> = { viewers_now: ["viewers_average", "viewers_peak"] };

/**
 * Shows minute by minute since each began, and each as a whole. What came before its start or after its end is left
 * out; `now` is where a running one ends.
 * @throws ImpossibleTimeline for a metric that there is not, or that no minute has
 */
export async function askShowsCompared(
  client: ClickHouseClient,
  workspace: string,
  { metrics, platform, minutes }: ShowsComparedRequest,
  shows: readonly ShowToCompare[],
  now: number,
): Promise<ComparedShow[]> {
  const budget = new Budget();
  const compared: ComparedShow[] = [];
  for (const { id, title, startedAt, endedAt } of shows) {
    const limit = minutes === undefined ? Number.POSITIVE_INFINITY : startedAt + minutes * MINUTE;
    const to = Math.max(startedAt, Math.min(endedAt ?? now, limit) - 1);
    const only = platform === undefined ? {} : { platform };
    const window = { show: id, ...only, from: new Date(startedAt).toISOString(), to: new Date(to).toISOString() };
    const asked = metrics ?? COMPARED_DEFAULTS.join();
    const ids = asked.split(",").flatMap((id) => OF_THE_WHOLE[id.trim()] ?? id.trim());
    // What no metric is, the timeline refuses.
    const wanted = queriesOf(...ids.filter(isMetric));
    const [timeline, { answer: whole }] = await Promise.all([
      askShowTimeline(client, workspace, { ...window, interval: "1m", metrics: asked }, startedAt, budget),
      askFigures(client, workspace, window, {}, budget, wanted),
    ]);
    compared.push({
      show: id,
      title,
      startedAt: window.from,
      endedAt: endedAt === null ? null : new Date(endedAt).toISOString(),
      minutes: Math.ceil((to + 1 - startedAt) / MINUTE),
      points: timeline.points.map(({ at, ...values }): ComparedPoint => {
        return { ...values, minute: Math.round((Date.parse(at) - startedAt) / MINUTE) };
      }),
      figures: Object.fromEntries(
        ids.flatMap((metric) => {
          const figure = whole.metrics[metric];
          return figure ? [[metric, figure] as const] : [];
        }),
      ),
    });
  }
  return compared;
}
