import type { ClickHouseClient } from "@clickhouse/client";
import type { Budget } from "../../budget.ts";
import { measuresAny } from "../../capabilities.ts";
import type { ShowCourse, Span } from "../../offer/uplift.ts";
import { resolvePeople } from "../people.ts";
import { ask } from "../query.ts";
import type { ShowSelectionParams } from "../selection.ts";
import { ordersQuery } from "../show-metrics/orders.ts";
import { gapOf } from "../show-timeline/marks.ts";
import { askShowMoments } from "../show-timeline/moments.ts";
import { offerTimesQuery, orderTimesQuery, platformsQuery } from "./show-context.ts";

/** An offer's times as its events tell them; milliseconds. */
export interface OfferTimes {
  offer: string;
  started: number | null;
  ended: number | null;
  soldOut: number | null;
  kind: string | null;
  name: string | null;
  /** Products that its events name. */
  items: string[];
  /** Units that it was said to start with; `null`: nobody said. */
  stock: number | null;
}

/** All that the figures of a show's offers have in common. */
export interface ShowContext {
  selection: ShowSelectionParams;
  offers: OfferTimes[];
  course: ShowCourse;
  /** The newest live moment. */
  last: number;
  /** When the newest event came in; `null`: none did. */
  asOf: number | null;
  /** Orders of the whole show, and how many were refunded. */
  orders: { orders: number; refunded: number };
  /** Whether some platform of the show would tell of one of these types. */
  knows(types: readonly string[]): boolean;
  /** Platforms that tell when somebody leaves. */
  leaving: string[];
}

/** An offer of which nobody said that it ended counts for so long. */
const UNENDED = 600_000;

export async function showContext(
  client: ClickHouseClient,
  selection: ShowSelectionParams,
  budget: Budget,
): Promise<ShowContext> {
  const [times, platforms, orderTimes, { viewers, marks }, orders] = await Promise.all([
    ask(client, offerTimesQuery, selection, budget),
    ask(client, platformsQuery, selection, budget),
    ask(client, orderTimesQuery, selection, budget),
    askShowMoments(client, selection, budget),
    ask(client, ordersQuery, selection, budget),
    resolvePeople(client, selection.workspace, budget),
  ]);
  const offers = times.map(
    ({ offer_id, started, ended, sold_out, kind, name, items, stock }): OfferTimes => ({
      offer: offer_id,
      started: started || null,
      ended: ended > started ? ended : null,
      soldOut: sold_out || null,
      kind: kind || null,
      name: name || null,
      items,
      stock,
    }),
  );
  const ordersAt = orderTimes.flatMap(({ at, orders: count }) => Array.from({ length: count }, () => at));
  const selling = new Set(platforms.filter(({ types }) => types.includes("purchase")).map(({ platform }) => platform));
  const gaps = marks.flatMap((row) => gapOf(row) ?? []).filter((gap) => !gap.recovered && selling.has(gap.platform));
  const span = spanOf(platforms, ordersAt, viewers.length > 0);
  return {
    selection,
    offers,
    course: { span, orders: ordersAt, viewers, offers: offers.flatMap(ranFor), blind: gaps },
    last: Math.max(0, ...platforms.map(({ last }) => last)),
    asOf: platforms.length === 0 ? null : Math.max(...platforms.map(({ received }) => received)),
    orders: {
      orders: orders.reduce((sum, row) => sum + row.orders, 0),
      refunded: orders.reduce((sum, row) => sum + row.refunded, 0),
    },
    knows: (types) =>
      platforms.some((each) => measuresAny(each.platform, types) || types.some((type) => each.types.includes(type))),
    leaving: platforms
      .filter(({ platform, types }) => types.includes("leave") || measuresAny(platform, ["leave"]))
      .map(({ platform }) => platform),
  };
}

/** When an offer ran: until it was sold out, else until its end. */
export function ranFor({ started, ended, soldOut }: OfferTimes): Span[] {
  if (started === null) return [];
  const ends = [soldOut, ended].filter((time) => time !== null && time > started) as number[];
  return [{ from: started, to: ends.length > 0 ? Math.min(...ends) : started + UNENDED }];
}

interface PlatformTimes {
  opened: number;
  closed: number;
  first: number;
  last: number;
}

/**
 * When a show ran: from its `show_started` to its `show_ended`, else from the first to the last live event. Orders
 * may come days later: they make a show longer only where nobody counts viewers.
 */
function spanOf(platforms: readonly PlatformTimes[], orders: readonly number[], counted: boolean): Span {
  const all = (of: (each: PlatformTimes) => number) => platforms.map(of).filter((time) => time > 0);
  const [opened, closed] = [all(({ opened: time }) => time), all(({ closed: time }) => time)];
  const sold = counted ? [] : [orders[0], orders.at(-1)].filter((time) => time !== undefined);
  return {
    from: Math.min(...(opened.length > 0 ? opened : [...all(({ first }) => first), ...sold])),
    to: Math.max(...(closed.length > 0 ? closed : [...all(({ last }) => last), ...sold])),
  };
}
