import type { AcceptedEvent } from "@showpulse/connectors/event";
import type { Money } from "@showpulse/metrics";
import { persons } from "./metrics-oracle.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const dayOf = (time: number) => Math.floor(time / DAY);

/** The events of one show ("s") and all others of its workspace, in the words of the figures that look further. */
export class FurtherOracle {
  readonly #all: readonly AcceptedEvent[];
  readonly #show: readonly AcceptedEvent[];
  readonly #person: (actor: string) => string;

  constructor(events: readonly AcceptedEvent[]) {
    this.#all = events;
    this.#show = events.filter(({ show }) => show === "s");
    this.#person = persons(events);
  }

  who = ({ data }: AcceptedEvent): string => (data.actor ? this.#person(data.actor) : "");

  #of(events: readonly AcceptedEvent[], ...types: string[]) {
    return events.filter(({ type }) => types.includes(type));
  }

  /** From each `join` to the end that is known of it. */
  stays() {
    const marks = this.#of(this.#show, "join", "leave", "heartbeat").filter(({ data }) => data.actor);
    return this.#of(marks, "join").map((join) => {
      const own = marks
        .filter(({ data }) => data.actor === join.data.actor && data.platform === join.data.platform)
        .sort((a, b) => a.time - b.time || Number(a.type === "join") - Number(b.type === "join"));
      const rest = own.slice(own.indexOf(join) + 1);
      const next = rest.findIndex(({ type }) => type === "join");
      const within = next < 0 ? rest : rest.slice(0, next);
      const leave = within.find(({ type }) => type === "leave");
      const to = leave?.time ?? within.at(-1)?.time ?? Infinity;
      return { person: this.who(join), platform: join.data.platform, from: join.time, to };
    });
  }

  /** When what was pinned or on offer, and where. */
  up() {
    const inOrder = (a: AcceptedEvent, b: AcceptedEvent) => a.time - b.time || a.seq - b.seq;
    const pins = this.#of(this.#show, "product_pinned", "product_unpinned").toSorted(inOrder);
    const pinned = this.#of(pins, "product_pinned").map((pin) => {
      const next = pins.slice(pins.indexOf(pin) + 1).find(({ data }) => data.platform === pin.data.platform);
      return {
        platform: pin.data.platform,
        item: pin.data.item,
        offer: "",
        from: pin.time,
        to: next?.time ?? Infinity,
      };
    });
    const told = this.#of(this.#show, "offer_started", "offer_ended", "offer_sold_out").filter(
      ({ data }) => data.offer,
    );
    const keys = [...new Set(told.map(({ data }) => `${data.platform} ${data.offer}`))];
    const offered = keys.flatMap((key) => {
      const own = told.filter(({ data }) => `${data.platform} ${data.offer}` === key);
      const starts = this.#of(own, "offer_started").map(({ time }) => time);
      const ends = this.#of(own, "offer_ended", "offer_sold_out").map(({ time }) => time);
      const { platform, offer } = own[0]?.data ?? { platform: "", offer: "" };
      const item = own
        .map(({ data }) => data.item ?? "")
        .sort()
        .at(-1);
      return starts.length === 0
        ? []
        : [{ platform, item, offer, from: Math.min(...starts), to: ends.length === 0 ? Infinity : Math.min(...ends) }];
    });
    return [...pinned, ...offered];
  }

  /** Every order of the workspace once. */
  orders() {
    const key = ({ data, source, id }: AcceptedEvent) => `${data.platform} ${data.order ?? `${source} ${id}`}`;
    const purchases = this.#of(this.#all, "purchase");
    return [...Map.groupBy(purchases, key).values()].map((own) => {
      const newest = own.toSorted((a, b) => a.time - b.time || a.seq - b.seq).at(-1) as AcceptedEvent;
      const at = Math.min(...own.map(({ time }) => time));
      const { data } = newest;
      const lines = data.items?.length
        ? data.items.map((line) => ({
            item: line.item,
            offer: line.offer || data.offer,
            quantity: line.quantity ?? 1,
            amount: line.amountMicros ?? 0,
          }))
        : [{ item: data.item, offer: data.offer, quantity: data.quantity ?? 1, amount: data.amountMicros ?? 0 }];
      return {
        at,
        platform: data.platform,
        person: this.who(newest),
        own: newest.show === "s",
        everOwn: own.some(({ show }) => show === "s"),
        paid: data.amountMicros ?? 0,
        currency: data.currency,
        refunded: this.#all.some((one) => one.type === "refund" && key(one) === key(newest)),
        lines,
      };
    });
  }

  /** Of an order, what the lines that satisfy a condition come to. */
  static part(order: ReturnType<FurtherOracle["orders"]>[number], is: (line: (typeof order.lines)[number]) => boolean) {
    const chosen = order.lines.filter(is);
    const amount = (lines: typeof chosen) => lines.reduce((sum, line) => sum + line.amount, 0);
    const units = (lines: typeof chosen) => lines.reduce((sum, line) => sum + line.quantity, 0);
    if (amount(order.lines) !== 0) return Math.min(order.paid, amount(chosen));
    return Math.round((order.paid * units(chosen)) / units(order.lines));
  }

  direct(order: ReturnType<FurtherOracle["orders"]>[number]) {
    if (!order.own || order.person === "") return 0;
    const matches = (line: (typeof order.lines)[number], item: string | undefined, offer: string | undefined) =>
      (line.item && line.item === item) || (line.offer && line.offer === offer);
    return FurtherOracle.part(
      order,
      (line) =>
        this.#of(this.#show, "select_item", "select_promotion").some(
          (click) =>
            this.who(click) === order.person &&
            click.time <= order.at &&
            matches(line, click.data.item, click.data.offer),
        ) ||
        this.up().some(
          (one) =>
            matches(line, one.item, one.offer) &&
            this.stays().some(
              (stay) =>
                stay.person === order.person &&
                stay.platform === one.platform &&
                Math.max(stay.from, one.from) <= order.at &&
                stay.from <= one.to &&
                one.from <= stay.to,
            ),
        ),
    );
  }

  /** Milliseconds from the last sign of watching before an order; `null`: the buyer had not come yet. */
  sinceWatching({ person, at }: { person: string; at: number }): number | null {
    const signs = this.#of(this.#show, "join", "leave", "heartbeat").filter(
      (one) => person !== "" && this.who(one) === person && one.time <= at,
    );
    return signs.some(({ type }) => type === "join") ? at - Math.max(...signs.map(({ time }) => time)) : null;
  }

  money(amounts: readonly (readonly [string | undefined, number])[]): Money[] {
    const currencies = [
      ...new Set(amounts.filter(([currency, amount]) => currency && amount !== 0).map(([one]) => one as string)),
    ];
    return currencies.sort().map((currency) => ({
      currency,
      amountMicros: amounts.filter(([one]) => one === currency).reduce((sum, [, amount]) => sum + amount, 0),
    }));
  }

  gmvDirect = () => this.money(this.orders().map((order) => [order.currency, this.direct(order)]));

  gmvWithin = (milliseconds: number) =>
    this.money(
      this.orders().map((order) => {
        const since = this.sinceWatching(order);
        return [order.currency, since !== null && since <= milliseconds ? order.paid : this.direct(order)];
      }),
    );

  /** People whose first order ever is the show's, with its event and the platforms on which they bought in it. */
  newcomers() {
    const purchases = this.#of(this.#all, "purchase").filter(({ data }) => data.actor);
    return [...Map.groupBy(purchases, this.who)].flatMap(([person, own]) => {
      const [first] = own.toSorted((a, b) => a.time - b.time || a.seq - b.seq);
      if (first?.show !== "s") return [];
      return [
        { person, first, platforms: new Set(own.filter(({ show }) => show === "s").map(({ data }) => data.platform)) },
      ];
    });
  }

  buyersNew() {
    const found = this.newcomers();
    // Two people on no common platform may be one.
    const comparable = found.every((a) => found.every((b) => [...a.platforms].some((one) => b.platforms.has(one))));
    return comparable ? found.length : null;
  }

  acquired() {
    return this.newcomers().filter(({ person, first }) =>
      this.#all.some(
        (one) =>
          (one.show === "s" || one.show === "") &&
          one.data.actor &&
          this.who(one) === person &&
          (one.time < first.time || (one.time === first.time && one.seq <= first.seq)) &&
          (one.data.link || one.data.coupon || one.data.creator),
      ),
    ).length;
  }

  /** [refunded, all] of the shop's other orders on the show's days. */
  otherOrders(): [number, number] {
    const days = new Set(this.#of(this.#show, "purchase").map(({ time }) => dayOf(time)));
    const other = this.orders().filter((order) => !order.everOwn && days.has(dayOf(order.at)));
    return [other.filter(({ refunded }) => refunded).length, other.length];
  }

  /** [abandoned, all] of people with a cart outside the show on its days with carts. */
  otherCarts(): [number, number] {
    const days = new Set(this.#of(this.#show, "add_to_cart").map(({ time }) => dayOf(time)));
    const outside = this.#all.filter(({ show, data }) => show !== "s" && data.actor);
    const carts = this.#of(outside, "add_to_cart").filter(({ time }) => days.has(dayOf(time)));
    const people = [...new Set(carts.map(this.who))];
    const bought = people.filter((person) =>
      carts.some(
        (cart) =>
          this.who(cart) === person &&
          this.#of(outside, "purchase").some(
            (paid) => this.who(paid) === person && paid.time >= cart.time && paid.time - cart.time <= DAY,
          ),
      ),
    );
    return [people.length - bought.length, people.length];
  }

  /** [Σ milliseconds, visits] of the visits that the show brought. */
  dwell(pageTypes: readonly string[]): [number, number] {
    const steps = this.#of(this.#all, ...pageTypes).filter(({ data }) => data.session);
    let [sum, visits] = [0, 0];
    for (const own of Map.groupBy(steps, ({ data }) => data.session).values()) {
      const sorted = own.toSorted((a, b) => a.time - b.time || a.seq - b.seq);
      const split: AcceptedEvent[][] = [];
      for (const [index, step] of sorted.entries()) {
        const before = sorted[index - 1];
        if (!before || step.time - before.time > 30 * 60_000) split.push([]);
        split.at(-1)?.push(step);
      }
      for (const visit of split) {
        const page = visit.find(({ type }) => type === "page_view");
        if (visit[0]?.show !== "s" || !page) continue;
        visits += 1;
        sum += (visit.at(-1)?.time ?? 0) - page.time;
      }
    }
    return [sum, visits];
  }

  /** [Σ voters, Σ viewers] over the polls of the platforms that name who votes. */
  polls(): [number, number] {
    let [voters, viewers] = [0, 0];
    const told = this.#of(this.#show, "poll_opened", "poll_vote", "poll_closed");
    for (const [platform, own] of Map.groupBy(told, ({ data }) => data.platform)) {
      let [here, there, nameless] = [0, 0, false];
      for (const poll of Map.groupBy(own, ({ data }) => data.properties?.poll ?? "").values()) {
        const starts = this.#of(poll, "poll_opened").map(({ time }) => time);
        if (starts.length === 0) continue;
        const ends = this.#of(poll, "poll_closed").map(({ time }) => time);
        const [from, to] = [Math.min(...starts), ends.length === 0 ? Infinity : Math.max(...ends)];
        const votes = this.#of(poll, "poll_vote");
        nameless ||= votes.some(({ data }) => !data.actor);
        here += new Set(votes.filter(({ time, data }) => data.actor && time >= from && time <= to).map(this.who)).size;
        const stayed = this.stays().filter((stay) => stay.platform === platform && stay.from <= to && stay.to >= from);
        const did = this.#show.filter(
          ({ time, data, type }) =>
            data.platform === platform && data.actor && type !== "leave" && time >= from && time <= to,
        );
        there += new Set([...stayed.map(({ person }) => person), ...did.map(this.who)]).size;
      }
      if (nameless || (here === 0 && platform !== "native")) continue;
      voters += here;
      viewers += there;
    }
    return [voters, viewers];
  }

  /** The weighted conversions of who watched and of who did not, people compared one by one. */
  uplift(): { watched: number | null; others: number | null } {
    const days = new Set(this.#of(this.#show, "join").map(({ time }) => dayOf(time)));
    const people: { cell: string; watched: boolean; bought: boolean }[] = [];
    const visits = this.#of(this.#all, "join", "page_view", "view_item").filter(
      ({ data, time }) => data.actor && days.has(dayOf(time)),
    );
    for (const own of Map.groupBy(visits, (one) => `${this.who(one)} ${dayOf(one.time)}`).values()) {
      const sorted = own.toSorted((a, b) => a.time - b.time || a.seq - b.seq);
      const first = sorted[0] as AcceptedEvent;
      const join = sorted.find(({ type, show }) => type === "join" && show === "s");
      if (!join && own.some(({ type, show }) => type === "join" || show === "s")) continue;
      const start = (join ?? first).time;
      const paid = this.#of(this.#all, "purchase").filter((one) => one.data.actor && this.who(one) === this.who(first));
      const before = paid.some(({ time }) => time < start);
      people.push({
        cell: `${first.data.platform} ${dayOf(first.time)} ${before}`,
        watched: join !== undefined,
        bought: paid.some(({ time }) => time >= start && time - start <= DAY),
      });
    }
    let [over, under, weight] = [0, 0, 0];
    for (const cell of Map.groupBy(people, (one) => one.cell).values()) {
      const watched = cell.filter((one) => one.watched);
      const others = cell.filter((one) => !one.watched);
      if (watched.length === 0 || others.length === 0) continue;
      over += (watched.filter((one) => one.bought).length * others.length) / cell.length;
      under += (others.filter((one) => one.bought).length * watched.length) / cell.length;
      weight += (watched.length * others.length) / cell.length;
    }
    return weight === 0 ? { watched: null, others: null } : { watched: over / weight, others: under / weight };
  }
}
