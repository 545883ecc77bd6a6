import type { AcceptedEvent } from "@showpulse/connectors/event";
import { askShowMetrics } from "@showpulse/metrics/server";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestClickHouse, type TestClickHouse } from "./support/clickhouse.ts";
import { event, START } from "./support/events.ts";
import { persons } from "./support/metrics-oracle.ts";

let clickhouse: TestClickHouse;
beforeAll(async () => {
  clickhouse = await startTestClickHouse();
});
afterAll(() => clickhouse.stop());

const figures = async (workspace: string) =>
  (await askShowMetrics(clickhouse.client, workspace, { show: "s" })).metrics;

/** Visits, carts and answers: few people and times, so that everything collides. */
const visitLog = fc
  .array(
    fc.record({
      type: fc.constantFrom(
        "join",
        "join",
        "leave",
        "heartbeat",
        "add_to_cart",
        "purchase",
        "question",
        "question_answered",
        "identify",
      ),
      tick: fc.nat(9),
      actor: fc.constantFrom("a", "b", "c", undefined),
      other: fc.constantFrom("a", "b", "c"),
      session: fc.constantFrom("s1", undefined),
      platform: fc.constantFrom("native", "csv"),
    }),
    { maxLength: 25 },
  )
  .map((drawn) =>
    drawn.map(({ type, tick, actor, other, session, platform }, index) =>
      event(
        type,
        // Visits are seconds apart, carts and purchases hours.
        {
          time: START + tick * (["add_to_cart", "purchase"].includes(type) ? 6 * 3_600_000 : 4_000),
          id: `q${index}`,
          seq: index,
        },
        {
          platform,
          ...(actor ? { actor } : {}),
          ...(session ? { session } : {}),
          ...(type === "identify" && actor ? { alias: other } : {}),
          ...(type === "question_answered" && tick % 2 ? { properties: { question: `q${tick}` } } : {}),
        },
      ),
    ),
  );

const medianOf = (values: number[]) => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  if (sorted.length === 0) return null;
  return sorted.length % 2 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
};

function visitsOf(log: readonly AcceptedEvent[]): number[] {
  const lengths: number[] = [];
  const marks = log.filter(
    ({ type, data }) => ["join", "leave", "heartbeat"].includes(type) && (data.actor || data.session),
  );
  const viewer = ({ data }: AcceptedEvent) =>
    `${data.platform} ${data.actor ? `actor ${data.actor}` : `session ${data.session}`}`;
  for (const who of new Set(marks.map(viewer))) {
    const own = marks
      .filter((mark) => viewer(mark) === who)
      .sort((a, b) => a.time - b.time || Number(a.type === "join") - Number(b.type === "join"));
    for (const [index, { type, time }] of own.entries()) {
      if (type !== "join") continue;
      const next = own.findIndex((mark, at) => at > index && mark.type === "join");
      const within = own.slice(index + 1, next < 0 ? undefined : next);
      const end = within.find((mark) => mark.type === "leave") ?? within.at(-1);
      if (end) lengths.push((end.time - time) / 1000);
    }
  }
  return lengths;
}

test("time watched, bounces, abandoned carts and answers agree with brute force", async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(visitLog, async (log) => {
      const workspace = `visits-${(run += 1)}`;
      await clickhouse.store(log.map((one) => ({ ...one, workspace })));
      const metrics = await figures(workspace);
      const lengths = visitsOf(log);
      const total = lengths.reduce((sum, length) => sum + length, 0);
      const bounced = lengths.filter((length) => length < 10).length;
      const share = (value: number) => (lengths.length === 0 ? null : value / lengths.length);
      expect(metrics.watch_seconds_per_view?.value ?? null).toEqual(share(total));
      expect(metrics.bounce_rate?.value ?? null).toEqual(share(bounced));

      const person = persons(log);
      const of = (type: string) => log.filter((one) => one.type === type && one.data.actor);
      const who = (one: AcceptedEvent) => person(one.data.actor ?? "");
      const withCart = [...new Set(of("add_to_cart").map(who))];
      const bought = withCart.filter((one) =>
        of("purchase").some((paid) =>
          of("add_to_cart").some(
            (added) =>
              who(added) === one &&
              who(paid) === one &&
              paid.time >= added.time &&
              paid.time - added.time <= 86_400_000,
          ),
        ),
      );
      expect(metrics.cart_abandonment?.value).toEqual(
        withCart.length === 0 ? null : (withCart.length - bought.length) / withCart.length,
      );

      const answers = log.filter(
        (one) => one.type === "question_answered" && one.data.properties?.question !== undefined,
      );
      const seconds = [...new Set(answers.map((one) => one.data.properties?.question))].flatMap((id) => {
        const asked = log.find((one) => one.id === id && one.type === "question");
        const first = Math.min(
          ...answers.filter((one) => one.data.properties?.question === id).map(({ time }) => time),
        );
        return asked ? [Math.max(0, first - asked.time) / 1000] : [];
      });
      expect(metrics.answer_seconds_median?.value).toEqual(medianOf(seconds));
    }),
    { numRuns: 40, endOnFailure: true },
  );
}, 120_000);

test("a figure says its unit, its two sides, where it is from and until when it is good", async () => {
  const workspace = "shape";
  await clickhouse.store([
    event("join", { workspace, seconds: 0 }, { platform: "tiktok", actor: "a" }),
    event("join", { workspace, seconds: 1 }, { platform: "tiktok", actor: "b" }),
    event("share", { workspace, seconds: 2 }, { platform: "tiktok", actor: "a" }),
    event("chat_message", { workspace, seconds: 3 }, { platform: "youtube", actor: "y" }),
    event("like_total", { workspace, seconds: 3 }, { platform: "youtube", value: 900 }),
  ]);
  const answer = await askShowMetrics(clickhouse.client, workspace, { show: "s" });
  const at = (seconds: number) => new Date(START + seconds * 1000).toISOString();
  const asOf = new Date(START + 3020).toISOString();
  expect(answer).toMatchObject({ show: "s", from: at(0), to: at(3) });
  expect(answer.metrics.share_rate).toEqual({
    value: 0.5,
    unit: "ratio",
    numerator: 1,
    denominator: 2,
    source: "measured",
    asOf,
  });
  expect(answer.metrics.comments).toMatchObject({ value: 1, unit: "events" });
  // YouTube tells nobody of who enters; orders come from no platform of the show; TikTok's likes are a measured none.
  expect(answer.byPlatform.youtube).toMatchObject({ views: { value: null }, comments: { value: 1 } });
  expect(answer.metrics).toMatchObject({ orders: { value: null }, gmv_paid: { value: null }, tips: { value: [] } });
  expect(answer.byPlatform.tiktok).toMatchObject({ likes: { value: 0 }, tips: { value: null } });
  expect(answer.metrics.likes).toMatchObject({ value: 900, note: expect.stringContaining("running total") });

  const part = await askShowMetrics(clickhouse.client, workspace, {
    show: "s",
    platform: "tiktok",
    from: at(1),
    to: at(1),
  });
  expect(part).toMatchObject({ from: at(1), to: at(1), metrics: { views: { value: 1 }, shares: { value: 0 } } });
  expect(Object.keys(part.byPlatform)).toEqual(["tiktok"]);
});

test("a show without events knows nothing", async () => {
  const answer = await askShowMetrics(clickhouse.client, "nothing", { show: "s" });
  expect(answer).toMatchObject({
    from: null,
    to: null,
    byPlatform: {},
    metrics: { views: { value: null, asOf: null } },
  });
});
