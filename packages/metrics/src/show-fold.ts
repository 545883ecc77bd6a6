import type { AcceptedEvent } from "@showpulse/connectors/event";
import { metricsOf } from "./formulas.ts";
import type { MetricValue } from "./metric.ts";
import { PlatformFold } from "./platform-fold.ts";
import { SHOW_METRICS } from "./registry.ts";
import { SeenPeople } from "./seen-people.ts";
import { peopleBits } from "./totals.ts";
import { ViewerGauge } from "./viewer-gauge.ts";

/** A show's figures, kept up with every event: the same rules as the queries, in memory. */
export interface ShowFold {
  /**
   * Adds one event, in any order. Each event once: de-duplication comes before. An `identify` from outside the show
   * (`show: ""`) only joins people.
   */
  add(event: AcceptedEvent): void;
  /** One metric over all platforms; `null`: nobody measured it. */
  value(id: string): MetricValue;
  /** Every metric of a show by id, over all platforms. */
  value(): Record<string, MetricValue>;
  /** The same for each platform. */
  byPlatform(): Record<string, Record<string, MetricValue>>;
}

/**
 * Metrics that look at the order of one person's events, at other events than the show's, or at reports are left to
 * the queries and always `null` here.
 */
export const NOT_LIVE: ReadonlySet<string> = new Set(SHOW_METRICS.filter(({ live }) => !live).map(({ id }) => id));

export function createShowFold(): ShowFold {
  const platforms = new Map<string, PlatformFold>();
  const people = new SeenPeople();
  const viewers = new ViewerGauge();
  let known: ReturnType<typeof metricsOf> | undefined;

  const figures = () => {
    known ??= metricsOf({
      platforms: new Map([...platforms].map(([platform, fold]) => [platform, fold.totals()])),
      viewers: viewers.totals(),
      people: people.counts(),
      answerSecondsMedian: null,
      carts: null,
    });
    return known;
  };

  function value(id: string): MetricValue;
  function value(): Record<string, MetricValue>;
  function value(id?: string): MetricValue | Record<string, MetricValue> {
    const { metrics } = figures();
    return id === undefined ? plain(metrics) : (metrics[id]?.value ?? null);
  }

  return {
    add(event) {
      known = undefined;
      const { type, data } = event;
      if (type === "identify" && data.actor !== undefined && data.alias !== undefined) {
        people.join(data.actor, data.alias);
      }
      if (event.show === "") return;
      const fold = platforms.get(data.platform) ?? new PlatformFold();
      platforms.set(data.platform, fold);
      fold.add(event);
      if (data.actor !== undefined && data.actor !== "") people.see(data.actor, data.platform, peopleBits(type));
      if (type === "viewer_count" && data.value !== undefined) viewers.read(data.platform, event.time, data.value);
      if (type === "show_ended") viewers.end(data.platform, event.time);
    },
    value,
    byPlatform: () =>
      Object.fromEntries(Object.entries(figures().byPlatform).map(([platform, metrics]) => [platform, plain(metrics)])),
  };
}

const plain = (metrics: ReturnType<typeof metricsOf>["metrics"]): Record<string, MetricValue> =>
  Object.fromEntries(Object.entries(metrics).map(([id, { value }]) => [id, value]));
