import type { AcceptedEvent, EventData } from "@showpulse/connectors/event";
import type { AttributionRequest } from "@showpulse/metrics";
import { askAttribution } from "@showpulse/metrics/server";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestClickHouse, type TestClickHouse } from "./support/clickhouse.ts";
import { event } from "./support/events.ts";

let clickhouse: TestClickHouse;
beforeAll(async () => {
  clickhouse = await startTestClickHouse();
});
afterAll(() => clickhouse.stop());

const HOUR = 3600;
const DAY = 24 * HOUR;
const period = { from: "2026-11-01", to: "2026-12-31" } as const;

let made = 0;
/** Stores a log of its own and asks it. */
async function asked(log: AcceptedEvent[], request: Partial<AttributionRequest>) {
  const workspace = `attribution-${(made += 1)}`;
  await clickhouse.store(log.map((one) => ({ ...one, workspace })));
  return askAttribution(clickhouse.client, workspace, { ...period, model: "last", groupBy: "campaign", ...request });
}

const seen = (campaign: string, seconds: number, actor = "ann") =>
  event("page_view", { show: "", seconds }, { actor, campaign });
const bought = (seconds: number, euros: number, data: EventData = {}) =>
  event("purchase", { show: "", seconds }, { actor: "ann", amountMicros: euros * 1_000_000, currency: "EUR", ...data });

/** Key → [conversions, micros]. */
const credited = (answer: Awaited<ReturnType<typeof asked>>) =>
  Object.fromEntries(
    [...answer.rows, { key: "none", ...answer.unattributed }]
      .filter(({ conversions }) => conversions > 0)
      .map(({ key, conversions, amount }) => [key, [conversions, amount[0]?.amountMicros]]),
  );

describe("one order after four touches", () => {
  // News, two days later an ad, a mail the next day, a day later the ad again, and bought a day after that.
  const log = [
    seen("news", 0),
    seen("ad", 2 * DAY),
    seen("mail", 3 * DAY),
    seen("ad", 4 * DAY),
    bought(5 * DAY, 100, { order: "1" }),
  ];

  test.each<[Partial<AttributionRequest>, Record<string, [number, number]>]>([
    [{ model: "first" }, { news: [1, 100_000_000] }],
    [{ model: "last" }, { ad: [1, 100_000_000] }],
    [{ model: "last_non_direct" }, { ad: [1, 100_000_000] }],
    [{ model: "linear" }, { ad: [0.5, 50_000_000], mail: [0.25, 25_000_000], news: [0.25, 25_000_000] }],
    [{ model: "position" }, { ad: [0.5, 50_000_000], news: [0.4, 40_000_000], mail: [0.1, 10_000_000] }],
    [
      { model: "position", weights: [10, 80, 10] },
      { ad: [0.5, 50_000_000], mail: [0.4, 40_000_000], news: [0.1, 10_000_000] },
    ],
    // Halved each day: 1/16 + 1/4 + 1/2 + 1 = 29/16, so 1 : 4 + 16 : 8 of 29.
    [
      { model: "time_decay", halfLifeSeconds: DAY },
      { ad: [0.689655, 68_965_517], mail: [0.275862, 27_586_207], news: [0.034483, 3_448_276] },
    ],
    [{ model: "any" }, { ad: [1, 100_000_000], mail: [1, 100_000_000], news: [1, 100_000_000] }],
    [{ model: "shapley" }, { ad: [0.333333, 33_333_333], mail: [0.333333, 33_333_333], news: [0.333334, 33_333_334] }],
  ])("%o", async (request, expected) => {
    expect(credited(await asked(log, request))).toEqual(expected);
  });
});
