import type { Show } from "../../api/types.ts";

const HOUR = 3_600_000;

/**
 * The time in which a show's path is looked for: from a day before it to a day after, for what people saw before and
 * bought later. Of whole hours, so that a running show keeps asking the same question.
 */
export function funnelPeriod(show: Show, now: number): { from: string; to: string } {
  const began = Date.parse(show.startedAt ?? show.startsAt ?? show.createdAt);
  const ended = show.endedAt ? Date.parse(show.endedAt) : Math.max(now, began);
  return {
    from: new Date(Math.floor(began / HOUR) * HOUR - 24 * HOUR).toISOString(),
    to: new Date(Math.ceil(ended / HOUR) * HOUR + 24 * HOUR).toISOString(),
  };
}
