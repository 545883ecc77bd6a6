import type { AcceptedEvent } from "@showpulse/connectors/event";
import type { MetricValue, Money } from "@showpulse/metrics";

/**
 * Every figure of a show by brute force over the raw list, straight from the meaning of each metric: slow, and
 * written without a look at the queries.
 */
export function oracleMetrics(events: readonly AcceptedEvent[]): Record<string, MetricValue> {
  const of = (...types: string[]) => events.filter((event) => types.includes(event.type));
  const platforms = [...new Set(events.map((event) => event.data.platform))];
  const out: Record<string, MetricValue> = {};

  /** A platform is counted when it tells of such events or sent one. */
  const counting = (types: string[]) =>
    platforms.filter(
      (platform) =>
        TELLS[platform]?.(types) ||
        events.some((event) => event.data.platform === platform && types.includes(event.type)),
    );
  const count = (types: string[], value: (platform: string) => number): number | null => {
    const platformsCounted = counting(types);
    return platformsCounted.length === 0 ? null : platformsCounted.reduce((sum, platform) => sum + value(platform), 0);
  };
  const number = (types: string[]) =>
    count(types, (p) => of(...types).filter((event) => event.data.platform === p).length);

  out.views = number(["join"]);
  out.comments = number(["chat_message"]);
  out.questions = count(
    ["chat_message", "question"],
    (p) =>
      of("question").filter((event) => event.data.platform === p).length +
      of("chat_message").filter((event) => event.data.platform === p && /[?؟？]/.test(event.data.text ?? "")).length,
  );
  out.shares = number(["share"]);
  out.follows = number(["follow"]);
  out.subscribes = number(["subscribe"]);
  out.poll_votes = count(["poll_vote"], (p) => quantity(of("poll_vote").filter((event) => event.data.platform === p)));
  out.product_pins = number(["product_pinned"]);
  out.gifts = number(["gift"]);
  out.gift_units = count(["gift"], (p) => quantity(of("gift").filter((event) => event.data.platform === p)));
  out.user_content = number(["chat_message", "question", "share", "clip"]);
  out.product_impressions = number(["view_promotion", "view_item"]);
  out.product_clicks = number(["select_item", "select_promotion"]);
  out.likes = likes(events, platforms);
  for (const [unit, home] of [
    ["diamond", "tiktok"],
    ["jewel", "youtube"],
    ["bit", "twitch"],
  ] as const) {
    const gifts = of("gift").filter((event) => event.data.virtualUnit === unit);
    out[`virtual_amount_${unit}`] =
      gifts.length === 0 && !platforms.includes(home)
        ? null
        : gifts.reduce((sum, event) => sum + (event.data.virtualAmount ?? 0), 0);
  }
  out.questions_answered = count(
    ["question_answered"],
    (p) =>
      new Set(
        of("question_answered")
          .filter((event) => event.data.platform === p)
          .map((event) => event.data.properties?.question ?? event.id),
      ).size,
  );

  const person = persons(events);
  const people = (
    types: string[] | null,
    mask: string[],
    isThere: (event: AcceptedEvent) => boolean = () => false,
  ): number | null => {
    const seen = events.filter((event) => event.data.actor && (types === null || types.includes(event.type)));
    if (counting(mask).length === 0 && seen.length === 0) return null;
    // Somebody did it whom nobody named: how many people that were is unknown.
    if (seen.length === 0 && events.some((event) => mask.includes(event.type) || isThere(event))) return null;
    const where = new Map<string, Set<string>>();
    for (const event of seen) {
      const who = person(event.data.actor ?? "");
      where.set(who, (where.get(who) ?? new Set()).add(event.data.platform));
    }
    const sets = [...where.values()];
    // Two people on no common platform may be one.
    return sets.every((a) => sets.every((b) => [...a].some((platform) => b.has(platform)))) ? sets.length : null;
  };
  const engaging = ["chat_message", "like", "share", "follow", "poll_vote", "gift", "question"];
  const isWatched = ({ type, data }: AcceptedEvent) => type === "viewer_count" && (data.value ?? 0) > 0;
  out.viewers_unique = people(null, ["join", "chat_message"], isWatched);
  out.chatters = people(["chat_message"], ["chat_message"]);
  out.engaged_people = people(engaging, engaging);
  out.people_clicking = people(["select_item", "select_promotion"], ["select_item", "select_promotion"]);
  out.people_with_cart = people(["add_to_cart"], ["add_to_cart"]);
  out.buyers = people(["purchase"], ["purchase"]);

  Object.assign(out, gauge(events));
  Object.assign(out, money(events, platforms, counting, count));

  const ratio = (id: string, over: string, under: string) => {
    const [a, b] = [out[over], out[under]];
    out[id] = typeof a === "number" && typeof b === "number" && b !== 0 ? a / b : null;
  };
  // Social rates: only platforms that tell of both sides.
  for (const [name, id] of [
    ["comment", "comments"],
    ["question", "questions"],
    ["like", "likes"],
    ["share", "shares"],
    ["follow", "follows"],
    ["subscribe", "subscribes"],
    ["poll_vote", "poll_votes"],
    ["gift", "gifts"],
  ] as const) {
    let [over, under] = [0, 0];
    for (const platform of platforms) {
      const own = platforms.length === 1 ? out : oracleMetrics(withJoins(events, platform));
      if (typeof own[id] !== "number" || typeof own.views !== "number") continue;
      over += own[id];
      under += own.views;
    }
    out[`${name}_rate`] = under === 0 ? null : over / under;
    ratio(`${name}_rate_per_viewer`, id, "viewers_unique");
  }
  ratio("engagement_rate", "engaged_people", "viewers_unique");
  ratio("questions_answered_rate", "questions_answered", "questions");
  ratio("product_ctr_per_view", "product_clicks", "views");
  ratio("product_ctr_per_impression", "product_clicks", "product_impressions");
  ratio("ctor_item", "item_lines", "product_clicks");
  ratio("ctor_order", "orders", "product_clicks");
  ratio("add_to_cart_rate", "people_with_cart", "people_clicking");
  ratio("conversion_rate", "buyers", "viewers_unique");
  ratio("conversion_rate_engaged", "buyers", "engaged_people");
  ratio("refund_rate", "orders_refunded", "orders");
  return out;
}

/** One platform's events, with every identify of the show: joins hold on all platforms. */
const withJoins = (events: readonly AcceptedEvent[], platform: string) =>
  events.filter((event) => event.data.platform === platform);

const commerceSteps = ["purchase", "refund", "order_cancelled"];
const chat = ["chat_message", "question"];
const tells = (types: string[]) => (asked: string[]) => asked.some((type) => types.includes(type));
/** What is known of each platform of the tests, from the vocabulary's table. */
const TELLS: Record<string, (types: string[]) => boolean> = {
  native: () => true,
  tiktok: tells([...chat, "like", "join", "follow", "share", "subscribe", "gift", "poll_vote", "product_pinned"]),
  youtube: tells([...chat, "subscribe", "gift", "tip", "poll_vote"]),
  shopify: tells(commerceSteps),
};

const quantity = (events: readonly AcceptedEvent[]) =>
  events.reduce((sum, event) => sum + (event.data.quantity ?? 1), 0);

function likes(events: readonly AcceptedEvent[], platforms: string[]): number | null {
  let total: number | null = null;
  for (const platform of platforms) {
    const own = events.filter((event) => event.data.platform === platform);
    const totals = own.filter((event) => event.type === "like_total" && event.data.value !== undefined);
    const bursts = own.filter((event) => event.type === "like");
    const starts = totals.map((event) => event.data.properties?.start).filter((start) => typeof start === "number");
    let likesHere: number | null = platform === "tiktok" || platform === "native" ? 0 : null;
    if (bursts.length > 0) likesHere = quantity(bursts);
    if (totals.length > 0) {
      const highest = Math.max(...totals.map((event) => event.data.value ?? 0));
      likesHere = starts.length > 0 ? Math.max(0, highest - Math.min(...starts)) : highest;
    }
    if (likesHere !== null) total = (total ?? 0) + likesHere;
  }
  return total;
}

/** The representative of each id: everything reachable over identify events. */
export function persons(events: readonly AcceptedEvent[]): (actor: string) => string {
  const edges = events
    .filter((event) => event.type === "identify" && event.data.alias)
    .map((event) => [event.data.actor ?? "", event.data.alias ?? ""] as const);
  return (actor) => {
    const reached = new Set([actor]);
    for (let grown = 0; grown !== reached.size; ) {
      grown = reached.size;
      for (const [a, b] of edges) {
        if (reached.has(a)) reached.add(b);
        if (reached.has(b)) reached.add(a);
      }
    }
    return [...reached].sort()[0] ?? actor;
  };
}

/** The sum of the platforms' viewers at every single reading, walked moment by moment. */
function gauge(events: readonly AcceptedEvent[]): Record<string, MetricValue> {
  const readings = events.filter((event) => event.type === "viewer_count" && event.data.value !== undefined);
  if (readings.length === 0) return { viewers_now: null, viewers_peak: null, viewers_average: null };
  const ends = events.filter((event) => event.type === "show_ended");
  const viewersAt = (time: number) =>
    [...new Set(readings.map((event) => event.data.platform))].reduce((sum, platform) => {
      const past = readings.filter((event) => event.data.platform === platform && event.time <= time);
      const latest = Math.max(...past.map((event) => event.time));
      if (past.length === 0) return sum;
      if (ends.some((end) => end.data.platform === platform && end.time > latest && end.time <= time)) return sum;
      return sum + Math.max(...past.filter((event) => event.time === latest).map((event) => event.data.value ?? 0));
    }, 0);
  const times = [...new Set([...readings, ...ends].map((event) => event.time))].sort((a, b) => a - b);
  const first = Math.min(...readings.map((event) => event.time));
  const last = Math.max(...readings.map((event) => event.time));
  const within = times.filter((time) => time >= first && time <= last);
  let area = 0;
  for (const [index, time] of within.entries()) area += viewersAt(time) * ((within[index + 1] ?? time) - time);
  const peak = Math.max(...times.map(viewersAt));
  return {
    viewers_now: viewersAt(times.at(-1) ?? 0),
    viewers_peak: peak,
    viewers_average: first === last ? peak : area / (last - first),
  };
}

function money(
  events: readonly AcceptedEvent[],
  platforms: string[],
  counting: (types: string[]) => string[],
  count: (types: string[], value: (platform: string) => number) => number | null,
): Record<string, MetricValue> {
  const orderOf = (event: AcceptedEvent) => event.data.order ?? `${event.source} ${event.id}`;
  const orders = platforms.flatMap((platform) => {
    const own = events.filter((event) => event.data.platform === platform && commerceSteps.includes(event.type));
    return [...new Set(own.map(orderOf))].map((id) => {
      const about = own.filter((event) => orderOf(event) === id);
      const purchase = about
        .filter((event) => event.type === "purchase")
        .sort((a, b) => a.time - b.time || a.seq - b.seq)
        .at(-1);
      const lines = purchase?.data.items ?? [];
      return {
        platform,
        purchase,
        refunds: about.filter((event) => event.type === "refund"),
        cancellations: about.filter((event) => event.type === "order_cancelled"),
        items:
          lines.length > 0
            ? lines.reduce((sum, line) => sum + (line.quantity ?? 1), 0)
            : (purchase?.data.quantity ?? 1),
        lines: Math.max(lines.length, 1),
      };
    });
  });
  const bought = orders.filter((order) => order.purchase);
  const perCurrency = (amounts: [string | undefined, number][]): Money[] => {
    const currencies = [...new Set(amounts.map(([currency]) => currency))].filter((one) => one !== undefined).sort();
    return currencies.map((currency) => ({
      currency,
      amountMicros: amounts.filter(([one]) => one === currency).reduce((sum, [, amount]) => sum + amount, 0),
    }));
  };
  const paid =
    counting(["purchase"]).length === 0
      ? null
      : perCurrency(bought.map(({ purchase }) => [purchase?.data.currency, purchase?.data.amountMicros ?? 0]));
  const net: [string | undefined, number][] = orders.flatMap(({ purchase, refunds, cancellations }) => {
    const currency = purchase?.data.currency;
    const price = purchase?.data.amountMicros ?? 0;
    const back = [...refunds, ...cancellations].filter((event) => event.data.currency !== undefined);
    const own = back.filter((event) => event.data.currency === currency);
    const taken = [...refunds, ...cancellations].some((event) => event.data.currency === undefined)
      ? price
      : own.reduce((sum, event) => sum + Math.abs(event.data.amountMicros ?? 0), 0);
    const foreign = back.filter((event) => !purchase || event.data.currency !== currency);
    return [
      ...(purchase ? [[currency, price - Math.min(price, taken)] as [string | undefined, number]] : []),
      ...foreign.map((event) => [event.data.currency, -Math.abs(event.data.amountMicros ?? 0)] as [string, number]),
    ];
  });
  const divide = (by: (order: (typeof orders)[number]) => number): MetricValue => {
    if (paid === null) return null;
    const averages = paid.flatMap(({ currency, amountMicros }) => {
      const under = bought
        .filter((order) => order.purchase?.data.currency === currency)
        .reduce((sum, order) => sum + by(order), 0);
      return under > 0 ? [{ currency, amountMicros: Math.round(amountMicros / under) }] : [];
    });
    return averages.length > 0 ? averages : null;
  };
  const views = count(
    ["join"],
    (p) => events.filter((event) => event.type === "join" && event.data.platform === p).length,
  );
  const tips = events.filter((event) => event.type === "tip");
  const sum = (value: (order: (typeof bought)[number]) => number) => (platform: string) =>
    bought.filter((order) => order.platform === platform).reduce((total, order) => total + value(order), 0);
  return {
    tips:
      counting(["tip"]).length === 0
        ? null
        : perCurrency(tips.map(({ data }) => [data.currency, data.amountMicros ?? 0])),
    orders: count(
      ["purchase"],
      sum(() => 1),
    ),
    items_sold: count(
      ["purchase"],
      sum((order) => order.items),
    ),
    item_lines: count(
      ["purchase"],
      sum((order) => order.lines),
    ),
    orders_refunded: count(
      ["refund"],
      sum((order) => (order.refunds.length > 0 ? 1 : 0)),
    ),
    gmv_placed: paid,
    gmv_paid: paid,
    gmv_net: counting(commerceSteps).length === 0 ? null : perCurrency(net),
    gpm_view:
      paid && views
        ? paid.map((one) => ({ ...one, amountMicros: Math.round((one.amountMicros * 1000) / views) }))
        : null,
    aov: divide(() => 1),
    item_price_average: divide((order) => order.items),
  };
}
