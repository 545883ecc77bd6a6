import type { ClickHouseClient } from "@clickhouse/client";
import { Type } from "typebox";
import { Budget } from "../budget.ts";
import { LEAST_IN_A_PEAK, peakRule, peaksOf } from "../highlights/peaks.ts";
import { ranked } from "../highlights/rank.ts";
import { type Shown, shownDuring, shownIn } from "../highlights/shown.ts";
import type { Highlight, Highlights } from "../highlights.ts";
import { moneyList } from "../money.ts";
import type { TimelinePoint } from "../show-timeline.ts";
import { ask, defineQuery, microsFromText } from "./query.ts";
import { askShowTimeline } from "./show-timeline.ts";

/** A show with its times, in milliseconds since 1970; one that nobody started has none. */
export interface ShowWithTimes {
  id: string;
  startedAt: number | null;
  endedAt: number | null;
}

/** Moments from parallel arrays, by their place; `to_ms` is not part of them. */
const MOMENTS = `moments AS
(
    SELECT each.1 AS place, each.2 AS from_ms, each.3 AS to_ms
    FROM (SELECT arrayJoin(arrayZip(range(length({froms: Array(Int64)})), {froms: Array(Int64)}, {tos: Array(Int64)})) AS each)
)`;

const commentsQuery = defineQuery(
  { name: "highlights/comments", row: Type.Object({ place: Type.Integer(), comments: Type.Integer() }) },
  `WITH ${MOMENTS}
SELECT place, count() AS comments
FROM
(
    SELECT toUnixTimestamp64Milli(time) AS at FROM events
    WHERE workspace = {workspace: String} AND show = {show: String} AND type = 'chat_message'
) AS said
CROSS JOIN moments
WHERE at >= from_ms AND at < to_ms
GROUP BY place`,
);

const ordersQuery = defineQuery(
  {
    name: "highlights/orders",
    row: Type.Object({ place: Type.Integer(), currency: Type.String(), orders: Type.Integer(), paid: Type.String() }),
  },
  `WITH ${MOMENTS}
SELECT place, newest.3 AS currency, count() AS orders, toString(sum(toInt128(newest.2))) AS paid
FROM
(
    SELECT argMax((toUnixTimestamp64Milli(time), amount_micros, toString(currency)), (time, seq)) AS newest
    FROM commerce FINAL
    WHERE workspace = {workspace: String} AND show = {show: String} AND type = 'purchase'
    GROUP BY order_hash
) AS bought
CROSS JOIN moments
WHERE newest.1 >= from_ms AND newest.1 < to_ms
GROUP BY place, currency`,
);

const MINUTE = 60_000;

/** More moments than that nobody looks through; the newest count. */
const MOST_MOMENTS = 500;

/**
 * What of a show stands out. Minutes are counted from its start; `now` is where a running one ends.
 * @throws ImpossibleTimeline for a show that is too long to be parted into minutes
 */
export async function askHighlights(
  client: ClickHouseClient,
  workspace: string,
  { id: show, startedAt, endedAt }: ShowWithTimes,
  now: number,
): Promise<Highlights> {
  const end = endedAt ?? now;
  const window = {
    ...(startedAt === null ? {} : { from: new Date(startedAt).toISOString() }),
    to: new Date(end - 1).toISOString(),
  };
  const asked = { show, interval: "1m", metrics: "comments,orders", ...window };
  const budget = new Budget();
  const { points, marks } = await askShowTimeline(client, workspace, asked, startedAt ?? 0, budget);
  const minutes = points.filter(({ at }) => Date.parse(at) < end);
  const countsOf = (metric: string) => minutes.map((point) => countIn(point, metric));
  const [comments, orders] = [countsOf("comments"), countsOf("orders")];
  const chat = peakRule(comments, LEAST_IN_A_PEAK.chat);
  const sales = peakRule(orders, LEAST_IN_A_PEAK.sales);
  const shown = shownIn(marks, end);
  const peaksIn = (reason: "chat_peak" | "sales_peak", counts: (number | null)[], rule: typeof chat) =>
    joined(peaksOf(counts, rule), minutes).map(({ from, to }) => {
      const about = namesOf(shownDuring(shown, from, to));
      return { reason, from, to: Math.min(to, end), about };
    });
  const moments = [
    ...shown.map((one) => ({ reason: one.kind, from: one.from, to: one.to, about: namesOf(one) })),
    ...peaksIn("chat_peak", comments, chat),
    ...peaksIn("sales_peak", orders, sales),
  ]
    .filter(({ from, to }) => to > from)
    .sort((a, b) => a.from - b.from || a.to - b.to)
    .slice(-MOST_MOMENTS);

  const params = { workspace, show, froms: moments.map(({ from }) => from), tos: moments.map(({ to }) => to) };
  const none = moments.length === 0;
  const [said, bought] = await Promise.all([
    none ? [] : ask(client, commentsQuery, params, budget),
    none ? [] : ask(client, ordersQuery, params, budget),
  ]);
  const found = moments.map(({ reason, from, to, about }, place): Omit<Highlight, "rank"> => {
    const messages = chat.median === null ? null : (said.find((row) => row.place === place)?.comments ?? 0);
    const paid = bought.filter((row) => row.place === place);
    const sold = sales.median === null ? null : paid.reduce((sum, row) => sum + row.orders, 0);
    const above = (count: number | null, usual: number | null) =>
      count === null || usual === null ? null : count - (usual * (to - from)) / MINUTE;
    return {
      start: new Date(from).toISOString(),
      end: new Date(to).toISOString(),
      reason,
      ...about,
      comments: messages,
      orders: sold,
      revenue: sold === null ? null : moneyList(paid.map((row) => [row.currency, microsFromText(row.paid)] as const)),
      commentsAboveUsual: above(messages, chat.median),
      ordersAboveUsual: above(sold, sales.median),
    };
  });
  return { highlights: ranked(found), peaks: { chat, sales } };
}

/** What was shown, by the names that it has. */
const namesOf = (shown: Shown | undefined) => ({
  ...(shown?.item === undefined ? {} : { item: shown.item }),
  ...(shown?.itemName === undefined ? {} : { itemName: shown.itemName }),
  ...(shown?.offer === undefined ? {} : { offer: shown.offer }),
});

const countIn = (point: TimelinePoint, metric: string): number | null => {
  const value = point[metric];
  return typeof value === "number" ? value : null;
};

/** Peaks as times; a peak ends where its minutes do not follow each other without a break. */
function joined(peaks: readonly [number, number][], minutes: readonly TimelinePoint[]): { from: number; to: number }[] {
  const times: { from: number; to: number }[] = [];
  for (const [first, last] of peaks) {
    for (let index = first; index <= last; index += 1) {
      const at = Date.parse(minutes[index]?.at ?? "");
      const before = times.at(-1);
      if (index > first && before?.to === at) before.to = at + MINUTE;
      else times.push({ from: at, to: at + MINUTE });
    }
  }
  return times;
}
