import type { AcceptedEvent } from "@showpulse/connectors/event";
import { askHighlights, askReplaySales } from "@showpulse/metrics/server";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestClickHouse, type TestClickHouse } from "./support/clickhouse.ts";
import { event, START } from "./support/events.ts";

let clickhouse: TestClickHouse;
beforeAll(async () => {
  clickhouse = await startTestClickHouse();
});
afterAll(() => clickhouse.stop());

const iso = (minutes: number) => new Date(START + minutes * 60_000).toISOString();
const eur = (amount: number) => ({ amountMicros: amount * 1_000_000, currency: "EUR" });
const END = 40;
const show = { id: "s", startedAt: START, endedAt: START + END * 60_000 };

/** A show of 40 minutes: two messages a minute, an order in every fourth, more of both where something happens. */
function course(workspace: string): AcceptedEvent[] {
  const at = (minutes: number) => ({ workspace, seconds: Math.round(minutes * 60) });
  const buy = (minutes: number, order: string, amount = 20) =>
    event("purchase", at(minutes), { actor: `buyer-${order}`, order, item: "mug", ...eur(amount) });
  const talk = (minutes: number) => event("chat_message", at(minutes), { actor: "a", text: "hi" });
  const usual = Array.from({ length: END }, (_, minute) => [
    talk(minute + 0.2),
    talk(minute + 0.6),
    ...(minute % 4 === 0 ? [buy(minute + 0.5, `usual-${minute}`)] : []),
  ]).flat();
  return [
    ...usual,
    event("product_pinned", at(5), { item: "mug", itemName: "Mug" }),
    event("product_pinned", at(5.1), { platform: "tiktok", item: "mug" }),
    event("product_pinned", at(15), { item: "hat", itemName: "Hat" }),
    event("product_unpinned", at(25), { item: "hat" }),
    event("offer_started", at(6.5), { item: "mug", itemName: "Mug", offer: "flash" }),
    event("offer_sold_out", at(8.5), { item: "mug", offer: "flash" }),
    event("offer_ended", at(10), { item: "mug", offer: "flash" }),
    ...Array.from({ length: 12 }, (_, index) => buy(7 + index * 0.05, `rush-${index}`, 10)),
    // The same order told of twice is one, at its newest time.
    buy(7.01, "rush-0", 10),
    ...Array.from({ length: 30 }, (_, index) => talk(30 + index * 0.05)),
  ];
}

test("pins, offers and peaks are moments with what was said and bought in them; three mattered", async () => {
  const workspace = "moments";
  await clickhouse.store(course(workspace));
  const { highlights, peaks } = await askHighlights(clickhouse.client, workspace, show, show.endedAt);
  expect(highlights.map(({ reason, start, end, item }) => [reason, start, end, item])).toEqual([
    ["pin", iso(5), iso(15), "mug"],
    ["offer", iso(6.5), iso(8.5), "mug"],
    ["sales_peak", iso(7), iso(8), "mug"],
    ["pin", iso(15), iso(25), "hat"],
    ["chat_peak", iso(30), iso(32), undefined],
  ]);
  const [pin, offer, peak] = highlights;
  expect(offer).toMatchObject({ offer: "flash", itemName: "Mug", comments: 4, orders: 12, revenue: [eur(120)] });
  expect(peak).toMatchObject({ offer: "flash", orders: 12, revenue: [eur(120)] });
  expect(peaks.sales).toMatchObject({ minutes: END, median: 0, spread: 0, threshold: 3 });
  expect(peaks.chat).toMatchObject({ median: 2, minimum: 10, threshold: 10 });
  // The pin holds the rush and more, but the rush is what mattered; what overlaps it is not told a second time.
  expect(pin?.ordersAboveUsual).toBe(14);
  expect(highlights.map(({ rank }) => rank)).toEqual(ranks(highlights));
  expect(highlights.map(({ rank }) => rank)).toEqual([null, null, 1, 2, null]);
});

/** By hand: the most orders above the usual for its length first, none overlapping a better one, none below the usual. */
function ranks(all: readonly { start: string; end: string; ordersAboveUsual: number | null }[]): (number | null)[] {
  const chosen: (typeof all)[number][] = [];
  type Moment = (typeof all)[number];
  const minutes = ({ start, end }: Moment) => (Date.parse(end) - Date.parse(start)) / 60_000;
  const worth = (one: Moment) => (one.ordersAboveUsual ?? 0) / minutes(one) ** 0.5;
  for (const one of [...all].sort((a, b) => worth(b) - worth(a))) {
    const free = chosen.every((other) => one.end <= other.start || one.start >= other.end);
    if (free && (one.ordersAboveUsual ?? 0) > 0 && chosen.length < 3) chosen.push(one);
  }
  return all.map((one) => chosen.indexOf(one) + 1 || null);
}

test("without sales, comments say what mattered; what nobody measures is unknown", async () => {
  const workspace = "talk-only";
  const log = course(workspace)
    .filter(({ type }) => type !== "purchase" && !type.startsWith("offer") && !type.startsWith("product"))
    .map((one) => ({ ...one, data: { ...one.data, platform: "youtube" } }));
  await clickhouse.store(log);
  const { highlights, peaks } = await askHighlights(clickhouse.client, workspace, show, show.endedAt);
  expect(peaks.sales).toMatchObject({ median: null, threshold: null });
  expect(highlights).toHaveLength(1);
  expect(highlights[0]).toMatchObject({ reason: "chat_peak", comments: 34, orders: null, revenue: null, rank: 1 });
});

test("a show without events has no moments, and one that nobody started is looked at whole", async () => {
  const none = await askHighlights(clickhouse.client, "empty", show, show.endedAt);
  expect(none).toMatchObject({ highlights: [], peaks: { chat: { minutes: 0 }, sales: { minutes: 0 } } });
  const workspace = "unstarted";
  await clickhouse.store(course(workspace));
  const { highlights } = await askHighlights(
    clickhouse.client,
    workspace,
    { id: "s", startedAt: null, endedAt: null },
    START + 50 * 60_000,
  );
  expect(highlights.filter(({ reason }) => reason === "offer")).toHaveLength(1);
});

const late = fc.record({
  minutes: fc.integer({ min: -5, max: 400 }).map((ticks) => ticks * 250),
  order: fc.constantFrom("l1", "l2", "l3", "l4", "l5"),
  show: fc.constantFrom("s", "s", "", "t"),
  link: fc.constantFrom(undefined, "ours", "theirs"),
  offer: fc.constantFrom(undefined, "flash"),
  platform: fc.constantFrom("native", "shopify"),
  items: fc.option(
    fc.array(
      fc.record({
        item: fc.constantFrom("mug", "hat", "cup"),
        quantity: fc.integer({ min: 1, max: 3 }),
        amountMicros: fc.integer({ min: 0, max: 9_000_000 }),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    { nil: undefined },
  ),
  item: fc.constantFrom("mug", "hat", "cup"),
  currency: fc.constantFrom("EUR", "USD"),
});

test("what was bought after the end stands in the chapter that showed it; every line once, no currencies added up", async () => {
  let asked = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(late, { maxLength: 14 }), { minLength: 15, maxLength: 15 }), async (logs) => {
      const first = asked;
      asked += logs.length;
      const events = logs.map((orders, index) => {
        const workspace = `replay-${first + index}`;
        const bought = orders.map(({ minutes, ...one }) => {
          const { show: of, items, item, ...rest } = one;
          const data = Object.fromEntries(
            Object.entries({ ...rest, items, item, amountMicros: 7_000_000 }).filter(([, each]) => each !== undefined),
          );
          return event("purchase", { workspace, show: of, seconds: (END + minutes) * 60 }, data);
        });
        return { workspace, bought, log: [...course(workspace), ...bought] };
      });
      await clickhouse.store(events.flatMap(({ log }) => log));
      for (const { workspace, bought } of events) {
        const answer = await askReplaySales(clickhouse.client, workspace, show, ["ours"], 30);
        expect(answer.chapters.map(({ start, end, items, offers }) => [start, end, items, offers])).toEqual([
          [iso(5), iso(15), ["mug"], ["flash"]],
          [iso(15), iso(END), ["hat"], []],
        ]);
        const lines = linesAfter(bought);
        const of = (place: number) => lines.filter((line) => placeOf(line) === place);
        expect(answer.chapters.map(({ orders, units, revenue }) => ({ orders, units, revenue }))).toEqual([
          soldIn(of(0)),
          soldIn(of(1)),
        ]);
        expect(answer.notShown).toEqual(soldIn(of(-1)));
        expect(answer.total).toEqual(soldIn(lines));
      }
    }),
    { numRuns: 4, endOnFailure: true },
  );
}, 120_000);

interface Line {
  order: string;
  item: string;
  offer: string | undefined;
  units: number;
  micros: number;
  currency: string;
}

/** The lines of orders of the show, or of its link where they declare no show, within 30 days after its end. */
function linesAfter(bought: readonly AcceptedEvent[]): Line[] {
  const newest = new Map<string, AcceptedEvent>();
  // An order of another show is not this show's, whatever it was before.
  for (const one of bought.filter(({ show: of }) => of !== "t").toSorted((a, b) => a.time - b.time || a.seq - b.seq)) {
    newest.set(`${one.data.platform} ${one.data.order}`, one);
  }
  const end = show.endedAt;
  return [...newest].flatMap(([order, { time, show: of, data }]) => {
    if (time < end || time > end + 30 * 86_400_000 || !(of === "s" || data.link === "ours")) return [];
    const all = data.items ?? [{ item: data.item ?? "", quantity: 1, amountMicros: data.amountMicros }];
    return all.map(({ item, quantity = 1, amountMicros = 0 }) => ({
      order,
      item,
      offer: data.offer,
      units: quantity,
      micros: amountMicros,
      currency: data.currency ?? "",
    }));
  });
}

const placeOf = ({ item, offer }: Line): number => (offer === "flash" || item === "mug" ? 0 : item === "hat" ? 1 : -1);

function soldIn(lines: readonly Line[]) {
  const sum = (all: readonly Line[], of: (line: Line) => number) => all.reduce((total, line) => total + of(line), 0);
  return {
    orders: new Set(lines.map(({ order }) => order)).size,
    units: sum(lines, ({ units }) => units),
    revenue: ["EUR", "USD"].flatMap((currency) => {
      const own = lines.filter((line) => line.currency === currency);
      return own.length === 0 ? [] : [{ amountMicros: sum(own, ({ micros }) => micros), currency }];
    }),
  };
}

test("a show that has not ended has sold nothing after it", async () => {
  const running = { id: "s", startedAt: START, endedAt: null };
  expect(await askReplaySales(clickhouse.client, "moments", running, [], 30)).toMatchObject({
    endedAt: null,
    chapters: [],
  });
});
