import type { Metric } from "./metric.ts";
import { audience } from "./registry/audience.ts";
import { commerce } from "./registry/commerce.ts";
import { earnings } from "./registry/money.ts";
import { social } from "./registry/social.ts";
import { sourcesOf } from "./registry/sources.ts";

/** Every metric that Showpulse gives: what it means, its formula, unit, value when empty, and its other names. */
export const METRICS: readonly Metric[] = [...audience, ...social, ...commerce, ...earnings].map((each) => ({
  ...each,
  sources: sourcesOf(each),
}));

const byId = new Map(METRICS.map((metric) => [metric.id, metric]));

/** @throws RangeError when there is no such metric. */
export function metric(id: string): Metric {
  const found = byId.get(id);
  if (!found) throw new RangeError(`There is no metric "${id}"`);
  return found;
}

export const isMetric = (id: string): boolean => byId.has(id);

/** The metrics that a show's own events answer, in the registry's order. */
export const SHOW_METRICS: readonly Metric[] = METRICS.filter((each) => each.ofShow);
