import type { AcceptedEvent } from "@showpulse/connectors/event";
import { ImpossibleTimeline, METRICS } from "@showpulse/metrics";
import { askShowMetrics, askShowsCompared } from "@showpulse/metrics/server";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestClickHouse, type TestClickHouse } from "./support/clickhouse.ts";
import { START } from "./support/events.ts";
import { randomLog } from "./support/random-events.ts";

let clickhouse: TestClickHouse;
beforeAll(async () => {
  clickhouse = await startTestClickHouse();
});
afterAll(() => clickhouse.stop());

let workspaces = 0;

/** A log stretched to minutes, so that it starts and ends within a minute of the clock. */
const stretched = (log: readonly AcceptedEvent[], workspace: string, show: string): AcceptedEvent[] =>
  log.map((one) => ({ ...one, workspace, show, id: `${show}-${one.id}`, time: START + (one.time - START) * 5 }));

test("shows are counted minute by minute since each began, and nothing before or after it", async () => {
  const cases = fc.array(
    fc.record({
      one: randomLog("w"),
      other: randomLog("w"),
      late: fc.integer({ min: 0, max: 200 }),
      platform: fc.constantFrom(undefined, "native"),
    }),
    { minLength: 15, maxLength: 15 },
  );
  await fc.assert(
    fc.asyncProperty(cases, async (all) => {
      const made = all.map(({ one, other, late, platform }) => {
        workspaces += 1;
        const workspace = `compare-${workspaces}`;
        const log = [...stretched(one, workspace, "a"), ...stretched(other, workspace, "b")].map((each, index) => ({
          ...each,
          seq: index + 1,
        }));
        // It begins in the middle of things and of a minute.
        const shows = [
          { id: "a", title: "A", startedAt: START + 7_300, endedAt: START + 7_300 + 150_000 },
          { id: "b", title: "B", startedAt: START + late * 1000, endedAt: null },
        ];
        return { workspace, log, shows, platform };
      });
      await clickhouse.store(made.flatMap(({ log }) => log));
      for (const { workspace, log, shows, platform } of made) {
        const now = START + 260_000;
        const request = { shows: "a,b", metrics: "comments,orders", ...(platform === undefined ? {} : { platform }) };
        const compared = await askShowsCompared(clickhouse.client, workspace, request, shows, now);
        expect(compared.map(({ show }) => show)).toEqual(["a", "b"]);
        for (const [index, { id, startedAt, endedAt }] of shows.entries()) {
          const own = log.filter(
            ({ show, time, data }) =>
              show === id &&
              time >= startedAt &&
              time < (endedAt ?? now) &&
              (platform === undefined || data.platform === platform),
          );
          const said = compared[index];
          expect(said?.minutes).toBe(Math.ceil(((endedAt ?? now) - startedAt) / 60_000));
          const talk = own.filter(({ type }) => type === "chat_message");
          const minutes = Map.groupBy(talk, ({ time }) => Math.floor((time - startedAt) / 60_000));
          const counted = (said?.points ?? []).flatMap(({ minute, comments }) =>
            comments ? [[minute, comments]] : [],
          );
          expect(new Map(counted as [number, number][])).toEqual(
            new Map([...minutes].map(([minute, { length }]) => [minute, length])),
          );
          if (talk.length > 0) expect(said?.figures.comments?.value).toBe(talk.length);
          const orders = new Set(
            own
              .filter(({ type }) => type === "purchase")
              .map(({ data, source, id: event }) => JSON.stringify([data.platform, data.order ?? [source, event]])),
          );
          if (orders.size > 0) expect(said?.figures.orders?.value).toBe(orders.size);
        }
      }
    }),
    { numRuns: 2, endOnFailure: true },
  );
}, 120_000);

test("each figure is the show's own for that time, whatever others are asked for beside it", async () => {
  const workspace = "own-figures";
  const log = fc.sample(randomLog("w"), { numRuns: 8, seed: 4 }).flat();
  const events = log.map((one, seq) => ({ ...one, workspace, show: "a", seq: seq + 1, id: `${seq}` }));
  await clickhouse.store(events);
  const [first, last] = [START, Math.max(...events.map(({ time }) => time))];
  const shows = [{ id: "a", title: "A", startedAt: first, endedAt: last + 1 }];
  const window = { show: "a", from: new Date(first).toISOString(), to: new Date(last).toISOString() };
  const own = await askShowMetrics(clickhouse.client, workspace, window);
  const ask = async (id: string) =>
    (await askShowsCompared(clickhouse.client, workspace, { shows: "a", metrics: id }, shows, last))[0]?.figures ?? {};
  const refused: string[] = [];
  let known = 0;
  for (const { id } of METRICS) {
    const said = await ask(id).catch((error: unknown) => {
      if (!(error instanceof ImpossibleTimeline)) throw error;
      refused.push(id);
      return {};
    });
    expect(said).toEqual(Object.fromEntries(Object.keys(said).map((one) => [one, own.metrics[one]])));
    known += Object.values(said).filter(({ value }) => value !== null).length;
  }
  expect(refused).not.toContain("gmv_paid");
  expect(known).toBeGreaterThan(20);
}, 60_000);

test("the first minutes of a show can be set beside as many of another", async () => {
  const workspace = "first-minutes";
  const at = (show: string, seconds: number) => ({
    workspace,
    show,
    seq: seconds,
    time: START + seconds * 1000,
    receivedAt: START,
    skewed: false,
    id: `${show}-${seconds}`,
    source: "test",
    type: "chat_message",
    data: { platform: "native", actor: "a", text: "hi" },
  });
  await clickhouse.store([at("a", 30), at("a", 90), at("a", 150), at("b", 100)]);
  const shows = [
    { id: "a", title: "A", startedAt: START, endedAt: START + 600_000 },
    { id: "b", title: "B", startedAt: START + 60_000, endedAt: START + 600_000 },
  ];
  const ask = (metrics: string) =>
    askShowsCompared(clickhouse.client, workspace, { shows: "a,b", metrics, minutes: 2 }, shows, START);
  const [a, b] = await ask("comments,viewers_now");
  expect(a).toMatchObject({ minutes: 2, figures: { comments: { value: 2 } } });
  expect(a?.points.map(({ minute, comments }) => [minute, comments])).toEqual([
    [0, 1],
    [1, 1],
  ]);
  expect(b).toMatchObject({ minutes: 2, figures: { comments: { value: 1 }, viewers_average: { value: null } } });
  expect(b?.points.map(({ minute }) => minute)).toEqual([0]);
  await expect(ask("nonsense")).rejects.toBeInstanceOf(ImpossibleTimeline);
});
