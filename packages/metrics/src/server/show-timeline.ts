import type { ClickHouseClient } from "@clickhouse/client";
import { Budget } from "../budget.ts";
import { neededFor, overallOf } from "../formulas.ts";
import { isMetric, metric } from "../registry.ts";
import {
  ImpossibleTimeline,
  intervalSeconds,
  type ShowTimeline,
  type ShowTimelineParams,
  TIMELINE_DEFAULTS,
  type TimelinePoint,
} from "../show-timeline.ts";
import { PEOPLE, PEOPLE_IDS, type PlatformTotals } from "../totals.ts";
import { resolvePeople } from "./people.ts";
import { ask, microsFromText } from "./query.ts";
import { selectionParams } from "./selection.ts";
import {
  askCounts,
  bucketGiftsQuery,
  bucketOrdersQuery,
  bucketPeopleQuery,
  bucketTipsQuery,
} from "./show-timeline/buckets.ts";
import { type Gap, gapOf, markOf } from "./show-timeline/marks.ts";
import { askShowMoments } from "./show-timeline/moments.ts";
import { viewersByBucket } from "./show-timeline/viewers-in-bucket.ts";

const MOST_POINTS = 20_000;
const MINUTE = 60_000;

/** What may come long after the show: it gets points of its own, but the time up to it is not filled with empty ones. */
const LATE = new Set(["purchase", "refund", "order_cancelled", "report_row", "identify"]);

/** Beside those that are not live, metrics that a bucket cannot say: they are about times between events. */
const NOT_PER_BUCKET: ReadonlySet<string> = new Set([
  "orders_refunded",
  "refund_rate",
  "gmv_net",
  "questions_answered",
  "questions_answered_rate",
]);

/**
 * A show's metrics bucket by bucket, by the same formulas as for the whole show. Counts of an empty bucket are 0 where
 * a platform measures them; inside a gap of every platform that would, `null`. `likes` from running totals are their
 * growth. Viewers hold until the next reading, but not into such a gap. One bucket starts at `alignedTo`, a moment in
 * milliseconds since 1970.
 * @throws ImpossibleTimeline for an unknown metric or too many points
 */
export async function askShowTimeline(
  client: ClickHouseClient,
  workspace: string,
  params: ShowTimelineParams,
  alignedTo = 0,
  budget = new Budget(),
): Promise<ShowTimeline> {
  const metrics = metricIds(params.metrics);
  const milliseconds = intervalSeconds(params.interval ?? "1m") * 1000;
  const selection = { ...selectionParams(workspace, params), milliseconds, origin: alignedTo % milliseconds };
  const needed = neededFor(metrics);
  // People are most of the work, and few ask for them over time.
  const askPeople = async () => {
    await resolvePeople(client, workspace, budget);
    return ask(client, bucketPeopleQuery, selection, budget);
  };
  const when = <Rows>(isNeeded: boolean, question: () => Promise<Rows[]>) => (isNeeded ? question() : []);
  const isWhole = params.from === undefined && params.to === undefined;
  const areMinutes = milliseconds % MINUTE === 0 && selection.origin % MINUTE === 0;
  const [counts, moments, gifts, people, orders, tips] = await Promise.all([
    askCounts(client, selection, isWhole && areMinutes, budget),
    askShowMoments(client, selection, budget),
    when(
      [...needed].some((id) => id.startsWith("virtual_amount")),
      () => ask(client, bucketGiftsQuery, selection, budget),
    ),
    when(
      [...needed].some((id) => metric(id).kind === "people"),
      askPeople,
    ),
    ask(client, bucketOrdersQuery, selection, budget),
    when(needed.has("tips"), () => ask(client, bucketTipsQuery, selection, budget)),
  ]);
  const marks = moments.marks.map(markOf).sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  if (counts.length === 0) return { points: [], marks };

  const gaps = moments.marks.flatMap((row) => gapOf(row) ?? []).filter((gap) => !gap.recovered);
  const platforms = [...new Set(counts.map((row) => row.platform))];
  const inBucket = {
    counts: Map.groupBy(counts, (row) => row.bucket),
    people: Map.groupBy(people, (row) => row.bucket),
    orders: Map.groupBy(orders, (row) => row.bucket),
    tips: Map.groupBy(tips, (row) => row.bucket),
    gifts: Map.groupBy(gifts, (row) => row.bucket),
    likeTotals: Map.groupBy(moments.likeTotals, (row) => row.bucket),
  };
  const likesOf = likesByBucket(moments.likeTotals);
  const viewersIn = viewersByBucket(moments.viewers, milliseconds);
  const withViewers = new Set(counts.filter((row) => row.type === "viewer_count").map((row) => row.platform));

  const points = bucketsOf(counts, milliseconds).map((bucket): TimelinePoint => {
    const rows = inBucket.counts.get(bucket) ?? [];
    const blind = new Set(
      platforms.filter(
        (platform) => !rows.some((row) => row.platform === platform) && isBlind(gaps, platform, bucket, milliseconds),
      ),
    );
    const viewers = viewersIn(bucket);
    const totals = platforms.flatMap((platform): [string, PlatformTotals][] => {
      const own = rows.filter((row) => row.platform === platform);
      if (blind.has(platform)) return [];
      const bought = (inBucket.orders.get(bucket) ?? []).filter((row) => row.platform === platform);
      const likes = likesOf(
        platform,
        own.find((row) => row.type === "like")?.quantity,
        (inBucket.likeTotals.get(bucket) ?? []).find((row) => row.platform === platform)?.highest,
      );
      return [
        [
          platform,
          {
            types: typesOf(own),
            askingMessages: sum(own.filter((row) => row.type === "chat_message").map((row) => row.asking)),
            virtual: new Map(
              (inBucket.gifts.get(bucket) ?? [])
                .filter((row) => row.platform === platform)
                .map((row) => [row.unit, row.virtual]),
            ),
            likeTotal: likes,
            tips: (inBucket.tips.get(bucket) ?? [])
              .filter((row) => row.platform === platform)
              .map((row) => [row.currency, microsFromText(row.paid)] as const),
            orders: {
              orders: sum(bought.map((row) => row.orders)),
              items: sum(bought.map((row) => row.items)),
              lines: sum(bought.map((row) => row.lines)),
              refunded: 0,
              currencies: bought.map((row) => ({ ...row, paidMicros: microsFromText(row.paid), takenBackMicros: 0 })),
            },
            viewers: null,
            questionsAnswered: 0,
            watch: null,
            carts: null,
            answerSecondsMedian: null,
            impressions: null,
            asOf: 0,
          },
        ],
      ];
    });
    const show = {
      platforms: new Map(totals),
      viewers: [...withViewers].every((platform) => blind.has(platform)) ? null : viewers,
      people: (inBucket.people.get(bucket) ?? []).flatMap(({ bit, ...row }) => {
        const id = PEOPLE_IDS.find((each) => PEOPLE[each].bit === bit);
        return id ? [{ id, ...row }] : [];
      }),
      answerSecondsMedian: null,
      carts: null,
    };
    const values = overallOf(show, needed);
    const point = Object.fromEntries(metrics.map((id) => [id, values[id]?.value ?? null]));
    return { ...point, at: new Date(bucket).toISOString() };
  });
  return { points, marks };
}

/**
 * The growth of a platform's likes from bucket to bucket, so that it adds up to the show's: of its running total (from
 * its start, where that is given), and of its bursts until the first reading of the total. Asked bucket after bucket.
 */
function likesByBucket(readings: readonly { platform: string; start: number | null }[]) {
  const starts = new Map<string, number>();
  for (const { platform, start } of readings) {
    if (start !== null) starts.set(platform, Math.min(start, starts.get(platform) ?? start));
  }
  const totals = new Map<string, number>();
  const bursts = new Map<string, number>();
  return (platform: string, liked: number | undefined, highest: number | undefined): PlatformTotals["likeTotal"] => {
    const base = starts.get(platform) ?? 0;
    const before = totals.get(platform) ?? base + (bursts.get(platform) ?? 0);
    if (liked !== undefined) bursts.set(platform, (bursts.get(platform) ?? 0) + liked);
    if (highest !== undefined) totals.set(platform, Math.max(totals.get(platform) ?? base, highest));
    const known = totals.has(platform) || bursts.has(platform);
    return known ? { highest: totals.get(platform) ?? base + (bursts.get(platform) ?? 0), start: before } : null;
  };
}

function metricIds(metrics: string | undefined): string[] {
  if (metrics === undefined || metrics === "") return [...TIMELINE_DEFAULTS];
  const ids = [...new Set(metrics.split(",").map((id) => id.trim()))];
  for (const id of ids) {
    if (!isMetric(id)) throw new ImpossibleTimeline("/metrics", `metrics names "${id}", which is no metric`);
    if (!metric(id).live || NOT_PER_BUCKET.has(id))
      throw new ImpossibleTimeline("/metrics", `metrics names "${id}", which has no value per interval`);
  }
  return ids;
}

/** Every bucket of the show itself, and those after it in which something happened. */
function bucketsOf(rows: readonly { bucket: number; type: string }[], milliseconds: number): number[] {
  const all = rows.map((row) => row.bucket);
  const live = rows.filter((row) => !LATE.has(row.type)).map((row) => row.bucket);
  const buckets = new Set(all);
  // One by one: a call takes no more arguments than fit on the stack.
  const first = live.reduce((least, bucket) => Math.min(least, bucket), Number.POSITIVE_INFINITY);
  const last = live.reduce((most, bucket) => Math.max(most, bucket), Number.NEGATIVE_INFINITY);
  if ((last - first) / milliseconds > MOST_POINTS) {
    throw new ImpossibleTimeline("/interval", `interval is too short: it would give more than ${MOST_POINTS} points`);
  }
  for (let bucket = first; bucket <= last; bucket += milliseconds) buckets.add(bucket);
  return [...buckets].sort((a, b) => a - b);
}

const isBlind = (gaps: readonly Gap[], platform: string, bucket: number, milliseconds: number): boolean =>
  gaps.some((gap) => gap.platform === platform && gap.from <= bucket && gap.to >= bucket + milliseconds);

function typesOf(rows: readonly { type: string; events: number; quantity: number }[]) {
  const types = new Map<string, { events: number; quantity: number }>();
  for (const { type, events, quantity } of rows) {
    const before = types.get(type) ?? { events: 0, quantity: 0 };
    types.set(type, { events: before.events + events, quantity: before.quantity + quantity });
  }
  return types;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
