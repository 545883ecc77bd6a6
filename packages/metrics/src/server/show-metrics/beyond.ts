import { measuresAny } from "../../capabilities.ts";
import { conversionUplift } from "../../conversion-uplift.ts";
import type { ShowFigures } from "../../formulas.ts";
import { type MentionName, mentionPatterns } from "../../mention-names.ts";
import type { Money } from "../../metric.ts";
import { addMoney, moneyList } from "../../money.ts";
import { peopleInAll, peopleOn } from "../../people.ts";
import type { Computed, ComputedMetrics } from "../../platform-figures.ts";
import type { Asking } from "../asking.ts";
import { microsFromText } from "../query.ts";
import { dwellQuery } from "./dwell.ts";
import { mentionsQuery } from "./mentions.ts";
import { acquiredQuery, newcomersQuery } from "./newcomers.ts";
import { pollsQuery } from "./polls.ts";
import { reachQuery } from "./reach.ts";
import { comparableQuery, otherCartsQuery, otherOrdersQuery } from "./shop.ts";

/** What shows that a platform tells which products are in view. */
const IN_VIEW = ["product_pinned", "offer_started", "select_item", "select_promotion"];

interface Known {
  /** Types of events that the show has, by platform. */
  types: ReadonlyMap<string, ReadonlySet<string>>;
  figures: ShowFigures;
  /** Names of the brand and its products; absent: nobody entered any. */
  names: readonly MentionName[] | undefined;
}

/**
 * The figures of a show that look further than its own counts: at what its viewers bought later, at the shop's other
 * orders and visitors, at polls, visits and names. Scope '' is all platforms.
 */
export async function beyondFigures(asking: Asking, known: Known): Promise<Map<string, ComputedMetrics>> {
  const has = (...types: string[]) => [...known.types.values()].some((own) => types.some((type) => own.has(type)));
  const when = <Row>(there: boolean, rows: () => Promise<Row[]>): Promise<Row[]> =>
    there ? rows() : Promise.resolve([]);
  const names = mentionPatterns(known.names ?? []);
  const [reach, newcomers, acquired, otherOrders, otherCarts, comparable, dwell, polls, mentions] = await Promise.all([
    when(has("purchase", "join"), () => asking.rows(reachQuery)),
    when(has("purchase"), () => asking.rows(newcomersQuery)),
    when(has("purchase"), () => asking.rows(acquiredQuery)),
    when(has("purchase"), () => asking.rows(otherOrdersQuery)),
    when(has("add_to_cart"), () => asking.rows(otherCartsQuery)),
    when(has("join"), () => asking.rows(comparableQuery)),
    when(known.types.size > 0, () => asking.rows(dwellQuery)),
    when(has("poll_opened"), () => asking.rows(pollsQuery)),
    when(has("chat_message") && names.patterns.length > 0, () => asking.rows(mentionsQuery, { ...names })),
  ]);
  const figures = new Map<string, ComputedMetrics>();
  const set = (scope: string, id: string, computed: Computed) =>
    figures.set(scope, { ...figures.get(scope), [id]: computed });
  const valueOf = (scope: string, id: string) =>
    (scope === "" ? known.figures.metrics : known.figures.byPlatform[scope])?.[id]?.value ?? null;
  // Shops sell what rooms show: an order of the show's viewers may come from a platform without events of the show.
  const scopes = ["", ...new Set([...known.types.keys(), ...reach.map(({ platform }) => platform)])];

  const viewKnown = [...known.types].some(
    ([platform, own]) => measuresAny(platform, IN_VIEW) || IN_VIEW.some((type) => own.has(type)),
  );
  const sells = (platform: string) =>
    measuresAny(platform, ["purchase"]) || (known.types.get(platform)?.has("purchase") ?? false);
  for (const [id, column, knows] of [
    ["gmv_direct", "direct", viewKnown],
    ["gmv_24h", "day", has("join")],
    ["gmv_7d", "week", has("join")],
  ] as const) {
    const lists = scopes.slice(1).map((platform): Money[] | null => {
      const rows = reach.filter((row) => row.platform === platform && row[column] !== "0");
      const list = moneyList(rows.map((row) => [row.currency, microsFromText(row[column])] as const));
      const value = knows && (sells(platform) || rows.length > 0) ? list : null;
      set(platform, id, { value });
      return value;
    });
    set("", id, { value: addMoney(lists) });
  }

  const people = newcomers.map((row) => ({ id: "buyers" as const, ...row }));
  for (const scope of scopes) {
    const count = scope === "" ? peopleInAll(people, "buyers") : peopleOn(people, "buyers", scope);
    set(scope, "buyers_new", { value: hasBuyers(known, scope) ? count : null });
    const touched = acquired.filter(({ platforms }) => scope === "" || platforms.includes(scope));
    const byKey = Map.groupBy(touched, ({ key }) => key);
    const parts = [...byKey].filter(([key]) => key !== "").map(([key, rows]) => ({ key, value: total(rows) }));
    set(scope, "acquired_by_link", {
      value: hasBuyers(known, scope) ? total(byKey.get("") ?? []) : null,
      ...(parts.length > 0 ? { parts: parts.sort((a, b) => b.value - a.value || (a.key < b.key ? -1 : 1)) } : {}),
    });

    const orders = otherOrders.find((row) => row.scope === scope);
    set(scope, "refund_rate_ratio", against(valueOf(scope, "refund_rate"), orders?.refunded, orders?.orders, "orders"));
    const carts = otherCarts.find((row) => row.scope === scope);
    const abandoned = carts && carts.people - carts.bought;
    set(
      scope,
      "cart_abandonment_ratio",
      against(valueOf(scope, "cart_abandonment"), abandoned, carts?.people, "people with a cart"),
    );

    const visits = dwell.find((row) => row.scope === scope);
    const seconds = visits ? visits.milliseconds / 1000 : null;
    set(scope, "dwell_seconds", {
      value: visits && seconds !== null ? seconds / visits.visits : null,
      numerator: seconds,
      denominator: visits?.visits ?? null,
    });

    // Who votes is unknown where votes come as totals.
    const own = polls.filter(
      ({ platform, voters, nameless }) =>
        (scope === "" || platform === scope) && nameless === 0 && (voters > 0 || platform === "native"),
    );
    const [voters, viewers] = [sum(own.map((row) => row.voters)), sum(own.map((row) => row.viewers))];
    set(scope, "poll_participation", {
      value: viewers === 0 ? null : voters / viewers,
      numerator: own.length === 0 ? null : voters,
      denominator: own.length === 0 ? null : viewers,
    });

    const chats = valueOf(scope, "comments") !== null;
    const named = sum(mentions.filter((row) => scope === "" || row.platform === scope).map((row) => row.mentions));
    set(scope, "mentions", {
      value: chats && names.patterns.length > 0 ? named : null,
      ...(names.patterns.length === 0 ? { note: "no names of the brand or its products were entered" } : {}),
    });
    set(scope, "conversion_uplift", upliftOf(comparable.filter((row) => scope === "" || row.platform === scope)));
  }
  return figures;
}

function hasBuyers({ types }: Known, scope: string): boolean {
  const bought = (platform: string) =>
    measuresAny(platform, ["purchase"]) || (types.get(platform)?.has("purchase") ?? false);
  return scope === "" ? [...types.keys()].some(bought) : bought(scope);
}

/** A share of the show ÷ the same share of the shop. */
function against(own: unknown, over: number | undefined, under: number | undefined, what: string): Computed {
  const share = over === undefined || !under ? null : over / under;
  const value = typeof own === "number" && share ? own / share : null;
  return {
    value,
    numerator: typeof own === "number" ? own : null,
    denominator: share,
    ...(under ? { note: `the shop's side: ${over} of ${under} other ${what} of the same days` } : {}),
  };
}

function upliftOf(
  rows: readonly {
    platform: string;
    day: string;
    bought_before: number;
    watched: number;
    people: number;
    bought: number;
  }[],
): Computed {
  const found = conversionUplift(
    rows.map(({ bought_before, watched, ...row }) => ({
      ...row,
      boughtBefore: bought_before === 1,
      watched: watched === 1,
    })),
  );
  const { people, buyers } = found;
  const compared = `${buyers.watched} of ${people.watched} who watched bought, ${buyers.others} of ${people.others} comparable visitors`;
  const known = found.enough && found.ratio !== null;
  return {
    value: known ? found.ratio : null,
    numerator: found.watched,
    denominator: found.others,
    source: "estimated",
    ...(known && found.interval ? { interval: found.interval } : {}),
    note: known ? compared : `too little data: ${compared}`,
  };
}

const total = (rows: readonly { people: number }[]): number => sum(rows.map((row) => row.people));
const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);
