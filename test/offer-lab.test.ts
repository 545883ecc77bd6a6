import { askOfferLab, type LabKnowledge } from "@showpulse/metrics/server";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { offerLabOf, type RanOffer } from "../packages/metrics/src/offer/lab.ts";
import { poolRatios, ratioPerStep, studentQuantile } from "../packages/metrics/src/offer/pool.ts";
import { startTestClickHouse, type TestClickHouse } from "./support/clickhouse.ts";
import { event, START } from "./support/events.ts";
import { normal, seededRandom } from "./support/randomness.ts";

const interval = (log: number, deviation: number) => ({
  ratio: Math.exp(log),
  low: Math.exp(log - 1.96 * deviation),
  high: Math.exp(log + 1.96 * deviation),
  enough: true,
});
const FEW = { ratio: 5, low: null, high: null, enough: false };

describe("offers pooled", () => {
  test("Student's t as the tables have it", () => {
    expect(studentQuantile(2)).toBeCloseTo(4.30265, 5);
    expect(studentQuantile(10)).toBeCloseTo(2.22814, 5);
    expect(studentQuantile(120)).toBeCloseTo(1.97993, 5);
  });

  test("equal ones give their own ratio; fewer than three, or without an interval, say nothing", () => {
    const one = interval(Math.log(2), 0.3);
    // Three alike: the deviation of each ÷ √3, times t of 2 degrees of freedom.
    const half = (0.3 * 4.30265) / Math.sqrt(3);
    const pooled = poolRatios([one, one, one, FEW]);
    expect(pooled).toMatchObject({ enough: true, offers: 3 });
    expect(pooled.ratio).toBeCloseTo(2, 10);
    expect(pooled.low).toBeCloseTo(2 * Math.exp(-half), 5);
    expect(pooled.high).toBeCloseTo(2 * Math.exp(half), 5);
    expect(poolRatios([one, one, FEW])).toEqual({ ratio: null, low: null, high: null, enough: false, offers: 2 });
    expect(ratioPerStep([1, 1, 1, 1, 1].map((step) => ({ step, interval: one })))).toMatchObject({ enough: false });
  });

  test("the 95 % interval of a mean and of a step holds the truth in 93–98 % of 2,000 tries", () => {
    const random = seededRandom(20_261_126);
    let [mean, step] = [0, 0];
    const tries = 2000;
    for (let index = 0; index < tries; index += 1) {
      const between = 0.3 * random();
      const points = Array.from({ length: 4 + Math.floor(random() * 12) }, (_, at) => {
        const deviation = 0.15 + 0.3 * random();
        const nth = 1 + (at % 4);
        const own = 0.5 - 0.1 * nth + between * normal(random) + deviation * normal(random);
        return { step: nth, interval: interval(own, deviation), level: interval(own + 0.1 * nth, deviation) };
      });
      const pooled = poolRatios(points.map(({ level }) => level));
      if (Math.log(pooled.low ?? 0) <= 0.5 && Math.log(pooled.high ?? 0) >= 0.5) mean += 1;
      const slope = ratioPerStep(points);
      if (Math.log(slope.low ?? 0) <= -0.1 && Math.log(slope.high ?? 0) >= -0.1) step += 1;
    }
    for (const share of [mean / tries, step / tries]) {
      expect(share).toBeGreaterThan(0.93);
      expect(share).toBeLessThan(0.98);
    }
  });
});

test("offers fall into fixed ranges, and are numbered in the order in which they ran", () => {
  const ran = (id: string, minute: number, rest: Partial<RanOffer> = {}): RanOffer => ({
    offer: id,
    show: "s",
    title: null,
    kind: "flash",
    own: true,
    startedAt: new Date(START + minute * 60_000).toISOString(),
    lengthSeconds: 300,
    discount: 0.2,
    stock: null,
    items: ["mug"],
    uplift: interval(Math.log(2), 0.3),
    ...rest,
  });
  const lab = offerLabOf([
    ran("second", 20, { lengthSeconds: 299, discount: null, stock: 25 }),
    ran("first", 10),
    ran("drop", 30, { kind: "drop", items: ["mug", "vase"], uplift: FEW }),
    ran("elsewhere", 40, { show: "other", items: ["vase"], stock: 24 }),
  ]);
  expect(lab.offers.map(({ offer, nth }) => [offer, nth])).toEqual([
    ["first", { ofShow: 1, ofKind: 1, ofProduct: 1, ofProductOverShows: 1 }],
    ["second", { ofShow: 2, ofKind: 2, ofProduct: 2, ofProductOverShows: 2 }],
    ["drop", { ofShow: 3, ofKind: 1, ofProduct: 3, ofProductOverShows: 3 }],
    ["elsewhere", { ofShow: 1, ofKind: 1, ofProduct: 1, ofProductOverShows: 2 }],
  ]);
  const counted = (bins: typeof lab.by.length) => bins.map(({ from, ran: all, uplift }) => [from, all, uplift.offers]);
  expect(counted(lab.by.length)).toEqual([
    [0, 0, 0],
    [120, 1, 1],
    [300, 3, 2],
    [600, 0, 0],
    [1200, 0, 0],
  ]);
  expect(counted(lab.by.discount)).toEqual([
    [0, 0, 0],
    [0.1, 0, 0],
    [0.2, 3, 2],
    [0.3, 0, 0],
    [0.5, 0, 0],
  ]);
  expect(counted(lab.by.stock)).toEqual([
    [0, 1, 1],
    [25, 1, 1],
    [100, 0, 0],
    [500, 0, 0],
  ]);
  expect(lab.all).toMatchObject({ offers: 3, enough: true });
  expect(lab.fatigue.ofShow.nth.map(({ n, ran: all }) => [n, all])).toEqual([
    [1, 2],
    [2, 1],
    [3, 1],
    [4, 0],
  ]);
  expect(offerLabOf([ran("a", 1), ran("b", 2, { kind: "drop" })], "drop").offers.map(({ offer }) => offer)).toEqual([
    "b",
  ]);
});

describe("from the stores", () => {
  let clickhouse: TestClickHouse;
  beforeAll(async () => {
    clickhouse = await startTestClickHouse();
  });
  afterAll(() => clickhouse.stop());

  test("own offers and flash sales that TikTok showed stand in one list, of the period only", async () => {
    const minutes = (each: number) => each * 60;
    const show = (name: string, startsAt: number, offer: string, platform: string) => {
      const at = (type: string, seconds: number, data: object) =>
        event(type, { workspace: "lab", show: name, seconds: startsAt + seconds }, { platform, ...data });
      const orders = Array.from({ length: 120 }, (_, index) => {
        // Two a minute, six while it runs from minute 20 to 25.
        const seconds = index < 40 ? index * 30 : index < 70 ? 1200 + (index - 40) * 10 : 1500 + (index - 70) * 30;
        const order = { order: `${name}/${index}`, actor: `${name}/${index}`, amountMicros: 1, currency: "EUR" };
        return event("purchase", { workspace: "lab", show: name, seconds: startsAt + seconds }, order);
      });
      return [
        at("show_started", 0, {}),
        at("offer_started", minutes(20), { offer, item: "mug", itemName: "Mug deal", value: 30 }),
        at("offer_ended", minutes(25), { offer, item: "mug" }),
        at("show_ended", minutes(50), {}),
        ...orders,
      ];
    };
    const day = 86_400;
    await clickhouse.store([
      ...show("before", -40 * day, "old", "native"),
      ...show("one", 0, "own", "native"),
      ...show("two", day, "900", "tiktok"),
    ]);
    const own: LabKnowledge = {
      id: "own",
      show: "one",
      title: "Mug in an hour",
      kind: "flash",
      stock: 80,
      durationSeconds: 3600,
      startedAt: START + 1200_000,
      endedAt: START + 1500_000,
      items: ["mug"],
      discount: 0.25,
      isBlock: false,
    };
    const period = { from: "2026-11-01", to: "2026-11-30" };
    const lab = await askOfferLab(clickhouse.client, "lab", period, [own]);
    expect(lab.offers).toMatchObject([
      { offer: "own", show: "one", title: "Mug in an hour", own: true, lengthSeconds: 3600, discount: 0.25, stock: 80 },
      { offer: "900", show: "two", title: "Mug deal", own: false, lengthSeconds: 300, discount: null, stock: 30 },
    ]);
    expect(lab.offers.map(({ nth }) => nth.ofProductOverShows)).toEqual([1, 2]);
    for (const { uplift } of lab.offers) {
      expect(uplift).toMatchObject({ ratio: 3, enough: true });
      expect(uplift.low).toBeGreaterThan(1);
    }
    expect(lab).toMatchObject({ all: { enough: false, offers: 2 }, showsLeftOut: 0 });
    const asBlock = await askOfferLab(clickhouse.client, "lab", period, [{ ...own, isBlock: true }]);
    expect(asBlock.offers.map(({ offer }) => offer)).toEqual(["900"]);
    expect((await askOfferLab(clickhouse.client, "other", period, [])).offers).toEqual([]);
    await expect(askOfferLab(clickhouse.client, "lab", { from: "2026-13-01" }, [])).rejects.toMatchObject({
      pointer: "/from",
    });
  });
});
