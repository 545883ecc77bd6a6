import type { ClickHouseClient } from "@clickhouse/client";
import type { Static } from "typebox";
import { UNATTRIBUTED } from "../../attribution/path.ts";
import type { Budget } from "../../budget.ts";
import type { ExchangeOffice } from "../../roi/exchange-office.ts";
import type { LedgerSum } from "../../roi/ledger.ts";
import type { RoiRequest } from "../../roi.ts";
import { creditParams } from "../attribution/journeys.ts";
import type { CreditPlan } from "../attribution/plan.ts";
import { ask } from "../query.ts";
import type { RoiFacts } from "../roi.ts";
import { type SummedCredit, type SumsRow, sumsQuery } from "./sums-sql.ts";

const DAY_MILLISECONDS = 86_400_000;
/** What was typed in travels in the URL, which may have a megabyte when all of it is escaped. */
const MOST_CHARACTERS = 250_000;
/** Amounts times these stay exact in 128 bits. */
const LARGEST_PART = 10n ** 21n;

/** How the engine adds up for a request; `undefined` where orders have to be looked at one by one. */
export function summedCredit(
  { model }: Pick<RoiRequest, "model">,
  plan: CreditPlan,
  { fees }: Pick<RoiFacts, "fees">,
): SummedCredit | undefined {
  const isSingle = model === "first" || model === "last" || model === "last_non_direct";
  // Watching is a touch of shows and platforms: whether it went on, an order itself may show.
  if (!isSingle || (plan.groupBy !== "campaign" && plan.groupBy !== "creator")) return undefined;
  return {
    groupBy: plan.groupBy,
    isFirst: model === "first",
    withDirect: plan.withDirect,
    withFees: fees.length > 0,
  };
}

export interface Sums {
  /** Per key and currency. */
  rows: LedgerSum[];
  /** Currency → people who bought in it. */
  buyers: ReadonlyMap<string, number>;
}

/**
 * What each key brought, added up in the engine. `undefined` where that is not exact to the micro, or more was typed in
 * than a statement takes along: then the ledger has to look at each order itself.
 * @throws CostlyQuestion
 */
export async function askSums(
  client: ClickHouseClient,
  workspace: string,
  plan: CreditPlan,
  credit: SummedCredit,
  facts: Pick<RoiFacts, "products" | "fees">,
  office: ExchangeOffice,
  paidCreators: readonly string[],
  budget: Budget,
): Promise<Sums | undefined> {
  const typed = typedParams(plan, facts, office, paidCreators);
  if (typed === undefined || JSON.stringify(typed).length > MOST_CHARACTERS) return undefined;
  const params = { ...creditParams(workspace, plan, paidCreators.length > 0), ...typed };
  const rows = await ask(client, sumsQuery(credit), params, budget);
  if (rows.some(({ largest }) => largest > Number.MAX_SAFE_INTEGER)) return undefined;
  return {
    rows: rows.filter(({ is_total }) => is_total === 0).map(sumOf),
    buyers: new Map(rows.filter(({ is_total }) => is_total === 1).map(({ currency, buyers }) => [currency, buyers])),
  };
}

const sumOf = (row: Static<typeof SumsRow>): LedgerSum => ({
  key: row.key === "" ? UNATTRIBUTED : row.key,
  currency: row.currency,
  revenue: row.revenue,
  refunds: row.refunds,
  goodsCost: row.goods,
  fees: row.fees,
  orders: row.orders,
  unitsWithoutCost: row.units_without_cost,
  buyers: row.buyers,
  newCustomers: row.begun,
  creatorNets: row.creators.map((creator, index) => [creator, row.nets[index] ?? 0] as const),
  daysWithoutRate: row.days_without_rate.toSorted((a, b) => a - b).map(textOf),
});

function typedParams(
  { from, to }: CreditPlan,
  { products, fees }: Pick<RoiFacts, "products" | "fees">,
  office: ExchangeOffice,
  paidCreators: readonly string[],
) {
  const costs = [...products].flatMap(([item, one]) => (one === null ? [] : [{ item, ...one }]));
  const costCurrencies = [...new Set(costs.map(({ currency }) => currency))];
  const [first, last] = [dayNumber(from), dayNumber(to)];
  if (costCurrencies.length > 255 || last - first > MOST_CHARACTERS / 10) return undefined;
  const days = Array.from({ length: last - first + 1 }, (_, day) => textOf(first + day));
  const rates = office.factors(days);
  if (rates.some(({ above, below }) => above > LARGEST_PART || below > LARGEST_PART)) return undefined;
  const rules = fees.flatMap((rule) => ({ ...rule, until: nextRule(fees, rule) }));
  return {
    currency: office.currency,
    paidCreators,
    items: costs.map(({ item }) => item),
    itemCurrencies: costs.map(({ currency }) => costCurrencies.indexOf(currency) + 1),
    itemMicros: costs.map(({ amountMicros }) => amountMicros),
    costCurrencies,
    rateCurrencies: rates.map(({ currency }) => currency),
    rateDays: rates.map(({ day }) => dayNumber(Date.parse(day))),
    rateAbove: rates.map(({ above }) => String(above)),
    rateBelow: rates.map(({ below }) => String(below)),
    feePlatforms: rules.map(({ platform }) => platform),
    feeRates: rules.map(({ rate }) => rate),
    feeSince: rules.map((rule) => dayNumber(Date.parse(rule.from))),
    feeUntil: rules.map(({ until }) => until),
    feeMicros: rules.map(({ perOrder }) => perOrder?.amountMicros ?? 0),
    feeCurrencies: rules.map(({ perOrder }) => perOrder?.currency ?? ""),
  };
}

const FOR_EVER = 2_000_000;

/** The day from which another rule of its platform and name holds. */
function nextRule(rules: RoiFacts["fees"], { platform, name, from }: RoiFacts["fees"][number]): number {
  const later = rules.filter((one) => one.platform === platform && one.name === name && one.from > from);
  return later.reduce((first, one) => Math.min(first, dayNumber(Date.parse(one.from))), FOR_EVER);
}

/** Days since 1970. */
const dayNumber = (time: number): number => Math.floor(time / DAY_MILLISECONDS);
const textOf = (day: number): string => new Date(day * DAY_MILLISECONDS).toISOString().slice(0, 10);
