import type { AcceptedEvent, EventData } from "@showpulse/connectors/event";
import { type Estimate, SHOWS_NEEDED } from "@showpulse/metrics";
import { askBestTime } from "@showpulse/metrics/server";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { middle95 } from "../packages/metrics/src/best-time/student.ts";
import { hourIn, oracleHours } from "./support/best-time-oracle.ts";
import { startTestClickHouse, type TestClickHouse } from "./support/clickhouse.ts";
import { zone } from "./support/random-audience.ts";

const RUNS = Number(process.env.BEST_TIME_RUNS ?? 40);
const BATCH = 20;
const MINUTE = 60_000;
const DAY = 86_400_000;

let clickhouse: TestClickHouse;
beforeAll(async () => {
  clickhouse = await startTestClickHouse();
});
afterAll(() => clickhouse.stop());

interface Show {
  id: string;
  from: number;
  to: number;
}

const drawn = fc.record({
  type: fc.constantFrom(
    "viewer_count",
    "viewer_count",
    "join",
    "chat_message",
    "like",
    "purchase",
    "purchase",
    "identify",
    "show_ended",
  ),
  show: fc.nat(5),
  minute: fc.integer({ min: -10, max: 130 }),
  value: fc.nat(40),
  platform: fc.constantFrom("tiktok", "youtube", "native"),
  actor: fc.option(fc.constantFrom("a", "b", "c", "d"), { nil: undefined, freq: 6 }),
  alias: fc.constantFrom("a", "b", "c", "d"),
  order: fc.option(fc.constantFrom("o1", "o2", "o3"), { nil: undefined, freq: 2 }),
  amountMicros: fc.integer({ min: 0, max: 90_000_000 }),
  currency: fc.option(fc.constantFrom("EUR", "EUR", "USD"), { nil: undefined, freq: 6 }),
});

/** Shows in the week of a change of clocks and after it, some at one hour of the week, and what happened in them. */
const shows = fc
  .record({
    start: fc.constantFrom(Date.UTC(2026, 2, 28, 23, 30), Date.UTC(2026, 9, 24, 22, 45), Date.UTC(2026, 9, 31, 5)),
    times: fc.array(
      fc.record({
        day: fc.constantFrom(0, 1, 7, 14, 21),
        hour: fc.constantFrom(0, 0, 1, 2),
        minutes: fc.constantFrom(30, 90, 120),
      }),
      {
        minLength: 1,
        maxLength: 6,
      },
    ),
    all: fc.array(drawn, { minLength: 10, maxLength: 60, size: "max" }),
  })
  .map(({ start, times, all }) => {
    const own = times.map(({ day, hour, minutes }, index): Show => {
      const from = start + day * DAY + hour * 60 * MINUTE;
      return { id: `s${index}`, from, to: from + minutes * MINUTE };
    });
    const log = all.flatMap((one, index): AcceptedEvent[] => {
      const show = own[one.show % own.length];
      const { type, actor, alias, order, amountMicros, currency, value, platform } = one;
      if (!show || (type === "identify" && actor === undefined)) return [];
      const given: Record<string, unknown> = { platform, actor };
      if (type === "viewer_count") Object.assign(given, { value, actor: undefined });
      if (type === "identify") Object.assign(given, { alias });
      if (type === "purchase")
        Object.assign(given, { order }, currency === undefined ? {} : { amountMicros, currency });
      const time = show.from + one.minute * MINUTE;
      const data = Object.fromEntries(Object.entries(given).filter(([, each]) => each !== undefined)) as EventData;
      return [
        {
          workspace: "w",
          show: type === "identify" ? "" : show.id,
          seq: index + 1,
          time,
          receivedAt: time,
          skewed: false,
          id: `e${index}`,
          source: "test/source",
          type,
          data: { ...data, platform },
        },
      ];
    });
    return { shows: own, log };
  });

const asked = fc.record({ timezone: zone, platform: fc.constantFrom("", "", "native", "tiktok") });
let workspaces = 0;

test(
  "each hour of the week is what its shows add up to, minute by minute, in every zone",
  async () => {
    const batch = fc.array(fc.tuple(shows, asked), { minLength: BATCH, maxLength: BATCH });
    await fc.assert(
      fc.asyncProperty(batch, async (cases) => {
        const first = workspaces;
        workspaces += cases.length;
        const named = (index: number) => `hours-${first + index}`;
        await clickhouse.store(cases.flatMap(([{ log }], at) => log.map((one) => ({ ...one, workspace: named(at) }))));
        for (const [at, [{ shows: own, log }, { timezone, platform }]] of cases.entries()) {
          const request = { from: "2026-01-01", to: "2026-12-31", timezone, ...(platform === "" ? {} : { platform }) };
          const answer = await askBestTime(clickhouse.client, named(at), request, own);
          expect(answer).toMatchObject({ shows: own.length, enough: own.length >= SHOWS_NEEDED });
          compare(answer.hours, log, own, timezone, platform);
        }
      }),
      { numRuns: Math.ceil(RUNS / BATCH), endOnFailure: true },
    );
  },
  RUNS * 1000 + 60_000,
);

const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

function compare(
  hours: Awaited<ReturnType<typeof askBestTime>>["hours"],
  log: readonly AcceptedEvent[],
  own: readonly Show[],
  timezone: string,
  platform: string,
): void {
  const truth = oracleHours(log, own, timezone, platform);
  const names = new Set([...truth.values()].flatMap((each) => [...each.keys()]));
  expect(new Set(hours.map(({ weekday, hour }) => `${DAYS[weekday - 1]} ${String(hour).padStart(2, "0")}`))).toEqual(
    names,
  );
  for (const { weekday, hour, ...said } of hours) {
    const name = `${DAYS[weekday - 1]} ${String(hour).padStart(2, "0")}`;
    const here = [...truth].flatMap(([show, each]) => {
      const shares = each.get(name);
      return shares ? [{ show, ...shares }] : [];
    });
    expect(said.shows).toBe(here.length);
    same(
      said.viewers,
      here.map(({ viewers }) => viewers).filter(({ under }) => under > 0),
    );
    same(
      said.engagement,
      here.flatMap(({ engagement }) => engagement ?? []),
    );
    const selling = here.filter(({ show }) =>
      log.some(
        ({ show: of, type, data }) =>
          of === show &&
          (platform === "" || data.platform === platform) &&
          (type === "purchase" || data.platform === "native"),
      ),
    );
    expect(said.revenue === null).toBe(selling.length === 0);
    const currencies = [...new Set(selling.flatMap(({ paid }) => [...paid.keys()]))].sort();
    expect((said.revenue ?? []).map(({ currency }) => currency)).toEqual(currencies);
    for (const revenue of said.revenue ?? []) {
      same(
        revenue,
        selling.map(({ paid, onAir }) => ({ over: paid.get(revenue.currency) ?? 0, under: onAir / 60 })),
      );
    }
  }
}

/** The ratio over the shows; its interval is tested by its own test. */
function same(estimate: Estimate | null, shares: readonly { over: number; under: number }[]): void {
  if (shares.length === 0) return expect(estimate).toBeNull();
  const sum = (of: "over" | "under") => shares.reduce((total, share) => total + share[of], 0);
  expect(estimate?.value).toBeCloseTo(sum("over") / sum("under"), 6);
  expect(estimate).toMatchObject({ shows: shares.length, enough: shares.length >= SHOWS_NEEDED });
  if (shares.length < 2) expect(estimate).toMatchObject({ low: null, high: null });
}

test("an hour that the clock shows twice is two, one that it skips is none", () => {
  expect(hourIn(Date.UTC(2026, 9, 25, 0, 30), "Europe/Berlin")).toBe("Sun 02");
  expect(hourIn(Date.UTC(2026, 9, 25, 1, 30), "Europe/Berlin")).toBe("Sun 02");
  expect(hourIn(Date.UTC(2026, 2, 29, 1, 30), "Europe/Berlin")).toBe("Sun 03");
});

test("Student's t is that of the tables", () => {
  for (const [degrees, t] of [
    [1, 12.706],
    [2, 4.303],
    [3, 3.182],
    [9, 2.262],
    [100, 1.984],
  ] as const)
    expect(middle95(degrees)).toBeCloseTo(t, 3);
});

test("a time zone that there is not is refused", async () => {
  const asking = askBestTime(clickhouse.client, "w", { from: "", to: "", timezone: "Mars/Base" }, []);
  await expect(asking).rejects.toMatchObject({ pointer: "/timezone" });
});
