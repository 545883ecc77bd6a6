import { ATTRIBUTION_MODELS, COST_KINDS, ROI_KEYS, type RoiFigures } from "@showpulse/metrics";
import { askCreatorStatement, askRoi, type RoiFacts } from "@showpulse/metrics/server";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestClickHouse, type TestClickHouse } from "./support/clickhouse.ts";
import { currency, factsOf, ledgerFacts } from "./support/random-ledger.ts";
import { type LogGroup, logGroup, lookbackSeconds } from "./support/random-purchases.ts";
import { type OracleFigures, type OracleRoiRequest, oracleRoi } from "./support/roi-oracle.ts";
import { checkSamples } from "./support/sampled.ts";

/** Random logs; more by hand: `ROI_RUNS=5000`. */
const RUNS = Number(process.env.ROI_RUNS ?? 1000);
/** Logs that one question covers, each with people, orders, keys and products of its own. */
const LOGS = 25;

let clickhouse: TestClickHouse;
beforeAll(async () => {
  clickhouse = await startTestClickHouse();
});
afterAll(() => clickhouse.stop());

const asked = fc.record({
  model: fc.constantFrom(...ATTRIBUTION_MODELS),
  groupBy: fc.constantFrom(...ROI_KEYS),
  lookbackSeconds,
  halfLifeSeconds: fc.constantFrom(5, 604_800),
  currency,
});

const sample = fc.record({ group: logGroup(LOGS), asked, facts: ledgerFacts(LOGS) });

test(
  "any log and ledger come out as order by order, and rows sum to the total to the micro",
  async () => {
    const counts = { logs: 0, orders: 0 };
    await checkSamples(
      sample,
      { count: Math.ceil(RUNS / LOGS), variable: "ROI" },
      async ({ group, facts, ...drawn }, index) => {
        const workspace = `roi-property-${index}`;
        const rows = group.logs.flatMap(({ stored }) => stored);
        await clickhouse.store(rows.map((event) => ({ ...event, workspace })));
        counts.logs += group.logs.length;
        counts.orders += await compare(workspace, group, { ...drawn.asked, ...group.period }, factsOf(group, facts));
      },
    );
    console.info(`return on investment: ${counts.logs} logs, ${counts.orders} orders`);
    expect(counts.orders).toBeGreaterThan(0);
  },
  RUNS * 100 + 60_000,
);

const MONEY = ["revenue", "refunds", "goodsCost"] as const;

/** The number of orders. */
async function compare(
  workspace: string,
  { logs }: LogGroup,
  request: OracleRoiRequest,
  facts: RoiFacts,
): Promise<number> {
  const { rows, total, otherTotals } = await askRoi(clickhouse.client, workspace, request, facts);
  const truth = oracleRoi(
    logs.map(({ events }) => events),
    request,
    facts,
  );
  const totals = [total, ...otherTotals];
  const said = new Map<string, RoiFigures>([
    ...rows.map((row) => [`${row.key} ${row.currency}`, row] as const),
    ...totals.map((row) => [`(total) ${row.currency}`, row] as const),
  ]);
  const all = totals.reduce((sum, { orders }) => sum + orders, 0);
  for (const [name, expected] of truth) compareRow({ request, name }, said.get(name), expected, all);
  for (const [name, row] of said)
    if (!truth.has(name)) expect({ name, orders: row.orders }).toEqual({ name, orders: 0 });
  for (const row of [...rows, ...totals]) checkFormulas(row);
  if (request.groupBy === "creator") await compareStatement(workspace, rows, request, facts);
  for (const one of totals) {
    const expected = truth.get(`(total) ${one.currency}`);
    // Each order and cost once, to the micro.
    for (const field of MONEY) expect(one[field].amountMicros).toBe(expected?.[field] ?? 0);
    expect(one.costsByRule.platform_fee.amountMicros).toBe(expected?.fees ?? 0);
    for (const kind of COST_KINDS) expect(typedOf(one, kind)).toBe(expected?.typed.get(kind) ?? 0);
    if (request.model === "any") continue;
    const own = rows.filter((row) => row.currency === one.currency);
    const sum = (read: (row: RoiFigures) => number) => own.reduce((before, row) => before + read(row), 0);
    for (const field of [...MONEY, "netRevenue", "allCosts", "contribution"] as const) {
      expect(sum((row) => row[field].amountMicros)).toBe(one[field].amountMicros);
    }
    for (const kind of COST_KINDS) {
      expect(sum((row) => row.costs[kind].amountMicros)).toBe(one.costs[kind].amountMicros);
    }
    expect(Math.round(sum((row) => row.orders) * 1e6)).toBe(one.orders * 1e6);
  }
  return all;
}

/** A creator's statement says, order by order, what the creator's row of the ledger says at once. */
async function compareStatement(
  workspace: string,
  rows: readonly (RoiFigures & { key: string })[],
  request: OracleRoiRequest,
  facts: RoiFacts,
): Promise<void> {
  const creator = rows.find(({ key, orders }) => key.endsWith("mia") && orders > 0)?.key;
  if (creator === undefined) return;
  const { lines, totals } = await askCreatorStatement(clickhouse.client, workspace, creator, request, facts);
  for (const total of totals) {
    const row = rows.find(({ key, currency: of }) => key === creator && of === total.currency);
    const { revenue, refunds, netRevenue, commission } = total;
    const said = { revenue, refunds, netRevenue, commission };
    const ledger = row && { revenue: row.revenue, refunds: row.refunds, netRevenue: row.netRevenue };
    expect(said).toEqual({ ...ledger, commission: row?.costsByRule.commission });
    expect(total.orders).toBeCloseTo(row?.orders ?? Number.NaN, 6);
    const own = lines.filter((line) => line.currency === total.currency);
    for (const field of ["revenue", "refunds", "netRevenue", "commission"] as const) {
      expect(own.reduce((sum, line) => sum + line[field].amountMicros, 0)).toBe(total[field].amountMicros);
    }
  }
}

/** What was typed in of a kind of cost. */
function typedOf({ costs, costsByRule }: RoiFigures, kind: keyof RoiFigures["costs"]): number {
  const byRule = kind === "commission" || kind === "platform_fee" ? costsByRule[kind].amountMicros : 0;
  return costs[kind].amountMicros - byRule;
}

/** What follows from a row's own money. */
function checkFormulas(row: RoiFigures): void {
  const { costs } = row;
  const micros = (amount: { amountMicros: number } | null) => (amount === null ? null : amount.amountMicros);
  const over = (above: number, below: number) => (below === 0 ? null : above / below);
  const [revenue, net, goods] = [row.revenue, row.netRevenue, row.goodsCost].map(
    ({ amountMicros }) => amountMicros,
  ) as [number, number, number];
  const all = Object.values(costs).reduce((sum, { amountMicros }) => sum + amountMicros, 0);
  const ads = costs.ads.amountMicros;
  const sale = costs.platform_fee.amountMicros + costs.shipping.amountMicros + costs.discount.amountMicros;
  const contribution = net - goods - all;
  expect(row.allCosts.amountMicros).toBe(all);
  expect(net).toBe(revenue - row.refunds.amountMicros);
  expect(row.contribution.amountMicros).toBe(contribution);
  expect([row.roi, row.roas, row.poas]).toEqual([over(contribution, all), over(revenue, ads), over(net - goods, ads)]);
  expect([row.mer, row.merCostShare]).toEqual([over(revenue, all - sale), over(all - sale, revenue)]);
  expect(micros(row.cac)).toBe(row.buyers === 0 ? null : Math.round(all / row.buyers));
  expect(micros(row.cacNew)).toBe(row.newFromPaid === 0 || ads === 0 ? null : Math.round(ads / row.newFromPaid));
  expect(micros(row.aov)).toBe(row.orders === 0 ? null : Math.round(revenue / row.orders));
}

function compareRow(about: object, row: RoiFigures | undefined, expected: OracleFigures, orders: number): void {
  // Each amount that is divided is off by less than a micro: a few an order at most.
  const near = (value: number | undefined, truth: number) => Math.abs((value ?? 0) - truth) <= 10 + 4 * orders;
  const same = (value: number | undefined, people: Set<string>) => (value ?? 0) === people.size;
  const wrong = [
    ...MONEY.filter((field) => !near(row?.[field].amountMicros, expected[field])),
    ...(near(row?.costsByRule.commission.amountMicros, expected.commission) ? [] : ["commission"]),
    ...(near(row?.costsByRule.platform_fee.amountMicros, expected.fees) ? [] : ["fees"]),
    ...COST_KINDS.filter((kind) => (row ? typedOf(row, kind) : 0) !== (expected.typed.get(kind) ?? 0)),
    ...(near((row?.orders ?? 0) * 1e6, expected.orders * 1e6) ? [] : ["orders"]),
    ...(same(row?.buyers, expected.buyers) ? [] : ["buyers"]),
    ...(same(row?.newCustomers, expected.newCustomers) ? [] : ["newCustomers"]),
    ...(same(row?.newFromPaid, expected.newFromPaid) ? [] : ["newFromPaid"]),
  ];
  if (wrong.length > 0) expect({ about, wrong, row }).toEqual({ about, wrong: [], row: expected });
}
