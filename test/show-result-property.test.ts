import { COST_KINDS } from "@showpulse/metrics";
import { askShowMoney, resultDifferences, type ShowFacts, showBreakEven, showFigures } from "@showpulse/metrics/server";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestClickHouse, type TestClickHouse } from "./support/clickhouse.ts";
import { currency, factsOf, ledgerFacts } from "./support/random-ledger.ts";
import { logGroup } from "./support/random-purchases.ts";
import { oracleCurve } from "./support/roi-oracle.ts";
import { checkSamples } from "./support/sampled.ts";

/** Random logs; more by hand: `SHOW_RESULT_RUNS=5000`. */
const RUNS = Number(process.env.SHOW_RESULT_RUNS ?? 150);
const LOGS = 25;

let clickhouse: TestClickHouse;
beforeAll(async () => {
  clickhouse = await startTestClickHouse();
});
afterAll(() => clickhouse.stop());

const sample = fc.record({
  group: logGroup(LOGS),
  facts: ledgerFacts(LOGS),
  currency,
  /** What was known when the result was taken: events by their place in the log, a cost or none. */
  known: fc.record({ place: fc.nat(36), costs: fc.boolean() }),
});

test(
  "a show's curve ends in its result, passes 0 when it is worked out to, and every difference has its reasons",
  async () => {
    const counts = { shows: 0, passed: 0, differences: 0 };
    await checkSamples(
      sample,
      { count: Math.ceil(RUNS / LOGS), variable: "SHOW_RESULT" },
      async ({ group, known, ...drawn }, index) => {
        const workspace = `show-result-${index}`;
        const stored = group.logs.flatMap((log) => log.stored);
        await clickhouse.store(stored.map((event) => ({ ...event, workspace })));
        const typed = factsOf(group, drawn.facts);
        for (const [number, { prefix, events }] of group.logs.entries()) {
          const show = `${prefix}s`;
          const money = await askShowMoney(clickhouse.client, workspace, show);
          const first = money.events.find(({ type }) => type === "purchase")?.at;
          if (first === undefined) continue;
          const costs = typed.costs.filter(({ key }) => key === show);
          const facts: ShowFacts = {
            show,
            currency: drawn.currency,
            startedAt: first - 1000,
            terms: typed,
            costs: costs.map(({ kind, day, amount }) => ({ kind, day, amount, enteredAt: 2, undoneAt: null })),
            ...money,
          };
          const figures = showFigures(facts);
          const curve = showBreakEven(facts, 0);
          const counted = costs.map(({ day, amount }) => ({
            at: Math.max(first - 1000, Date.parse(day)),
            day,
            amount,
          }));
          const truth = oracleCurve(events, { show, currency: drawn.currency }, typed, counted);
          const about = { show, curve };
          expect({ about, at: curve.at && Date.parse(curve.at) }).toEqual({ about, at: truth.breakEvenAt });
          expect(Date.parse(curve.points[0]?.at ?? "")).toBeGreaterThanOrEqual(first - 1000);
          expect(curve.points.at(-1)?.contributionMicros).toBe(truth.contribution);
          expect(figures.contribution.amountMicros).toBe(truth.contribution);
          counts.shows += 1;
          counts.passed += Number(curve.at !== null);

          // As if taken when less was known, and nothing had been typed in of what goods cost.
          const taken = { seq: number * 1000 + known.place, takenAt: known.costs ? 3 : 1 };
          const horizon = { orders: taken.seq, refunds: taken.seq, costs: taken.takenAt };
          const before = showFigures({ ...facts, terms: { ...typed, products: new Map() } }, horizon);
          for (const { part, atEnd, now, because } of resultDifferences(facts, { ...taken, figures: before })) {
            const sum = because.reduce((all, { amount }) => all + amount.amountMicros, 0);
            expect({ part, sum }).toEqual({ part, sum: now.amountMicros - atEnd.amountMicros });
            const isCost = COST_KINDS.some((kind) => kind === part);
            if (isCost && known.costs) expect(because.map(({ reason }) => reason)).not.toContain("costs");
            if (!isCost && part !== "contribution") expect(because.map(({ reason }) => reason)).not.toContain("costs");
            counts.differences += 1;
          }
        }
      },
    );
    console.info(`${counts.shows} shows, ${counts.passed} broke even, ${counts.differences} differences explained`);
    expect(Math.min(counts.passed, counts.differences)).toBeGreaterThan(0);
  },
  RUNS * 400 + 60_000,
);
