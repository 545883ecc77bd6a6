import type { SourceView } from "../../sources/source.ts";

/** How much a source's state asks for somebody: 0 nothing, 3 it is blind until a person acts. */
const TROUBLE: Record<SourceView["state"], number> = {
  live: 0,
  ended: 0,
  connecting: 0,
  offline: 1,
  degraded: 2,
  rate_limited: 2,
  quota_exhausted: 3,
  auth_required: 3,
  failed: 3,
};

/** How much a show needs somebody: the worst of its sources. */
export const troubleOf = (sources: readonly SourceView[]): number =>
  Math.max(0, ...sources.map(({ state }) => TROUBLE[state]));
