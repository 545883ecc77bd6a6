import { type Static, Type } from "typebox";
import { MetricValue } from "./metric.ts";
import { Moment } from "./show-metrics.ts";

/** What a timeline shows when nobody says. */
export const TIMELINE_DEFAULTS = ["viewers_now", "comments", "likes", "orders", "gmv_paid"] as const;

/** Something that happened at a moment: a pin, an offer, a poll, a gap in what a source saw. */
export const TimelineMark = Type.Object({
  at: Type.String(),
  type: Type.String(),
  platform: Type.String(),
  item: Type.Optional(Type.String()),
  itemName: Type.Optional(Type.String()),
  offer: Type.Optional(Type.String()),
  text: Type.Optional(Type.String()),
  /** Gaps: until when, why, and whether what was missed came later. */
  to: Type.Optional(Type.String()),
  reason: Type.Optional(Type.String()),
  recovered: Type.Optional(Type.Boolean()),
});
export type TimelineMark = Static<typeof TimelineMark>;

/** A bucket: `at` is its start; a metric that nobody measured in it is `null`. */
export const TimelinePoint = Type.Intersect([
  Type.Object({ at: Type.String() }),
  Type.Record(Type.String(), Type.Union([MetricValue, Type.String()])),
]);
export type TimelinePoint = { at: string } & Record<string, MetricValue | string>;

/** A show's figures over time: `GET /v1/shows/:id/timeline`. */
export const showTimeline = {
  name: "show-timeline",
  params: Type.Object({
    show: Type.String({ minLength: 1 }),
    /** Width of a bucket: `10s`, `1m`, `5m`, `1h`. Buckets start at whole multiples of it. */
    interval: Type.Optional(Type.String({ pattern: "^[1-9]\\d{0,4}[smhd]$", default: "1m" })),
    /** Metric ids, with commas between. */
    metrics: Type.Optional(Type.String({ maxLength: 2000 })),
    platform: Type.Optional(Type.String()),
    /** Inclusive. */
    from: Type.Optional(Moment),
    to: Type.Optional(Moment),
  }),
  row: Type.Object({ points: Type.Array(TimelinePoint), marks: Type.Array(TimelineMark) }),
};
export type ShowTimelineParams = Static<typeof showTimeline.params>;
export interface ShowTimeline {
  points: TimelinePoint[];
  marks: TimelineMark[];
}

/** A timeline that cannot be given: an unknown metric, or more points than anybody can look at. */
export class ImpossibleTimeline extends Error {
  override readonly name = "ImpossibleTimeline";
  readonly pointer: string;
  constructor(pointer: string, message: string) {
    super(message);
    this.pointer = pointer;
  }
}

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** "5m" in seconds. */
export function intervalSeconds(interval: string): number {
  const unit = SECONDS[interval.slice(-1)];
  const count = Number(interval.slice(0, -1));
  if (unit === undefined || !Number.isInteger(count) || count < 1) {
    throw new ImpossibleTimeline("/interval", `interval is "${interval}"; it may be like 10s, 1m, 5m, 1h`);
  }
  return unit * count;
}
