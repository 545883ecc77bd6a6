import type { ClickHouseClient } from "@clickhouse/client";
import { type CreditOptions, creditOf } from "../attribution/credit.ts";
import { pathTo } from "../attribution/path.ts";
import { Budget } from "../budget.ts";
import type { ExchangeRate } from "../exchange.ts";
import { ExchangeOffice } from "../roi/exchange-office.ts";
import { FeeBook, type FeeRule } from "../roi/fees.ts";
import type { ProductCosts } from "../roi/goods.ts";
import { type LedgerOrder, RoiLedger, type SpentCost } from "../roi/ledger.ts";
import { mostOf, NO_CURRENCY } from "../roi/main-currency.ts";
import type { RoiAnswer, RoiRequest } from "../roi.ts";
import { type CreditPlan, planCredit } from "./attribution/plan.ts";
import { markovEffects } from "./attribution.ts";
import { withSamePeople } from "./people.ts";
import { ask } from "./query.ts";
import { streamBuyers } from "./roi/buyers.ts";
import { mainCurrencyQuery } from "./roi/buyers-sql.ts";

export type { FeeRule } from "../roi/fees.ts";
export type { ProductCosts } from "../roi/goods.ts";
export type { SpentCost } from "../roi/ledger.ts";

/** What was typed in, beside the events. */
export interface RoiFacts {
  /** Of the period only, each with its key of `groupBy`. */
  costs: readonly SpentCost[];
  products: ProductCosts;
  rates: readonly ExchangeRate[];
  /** Creator → share of the credited net revenue, 0–1. */
  commissionRates: ReadonlyMap<string, number>;
  fees: readonly FeeRule[];
}

/**
 * What each key brought and cost. Money of an order counts by the rate of the order's day, what was spent by that of
 * its own day.
 * @throws ImpossibleAttribution for a question that contradicts itself, CostlyQuestion for one that takes too much
 */
export async function askRoi(
  client: ClickHouseClient,
  workspace: string,
  request: RoiRequest,
  facts: RoiFacts,
): Promise<RoiAnswer> {
  const plan = planCredit(request);
  const budget = new Budget();
  // Asked while people are looked at, which may fail first.
  const currency = reportingCurrency(client, workspace, request, plan, facts, budget);
  currency.catch(() => undefined);
  return withSamePeople(client, workspace, budget, async () =>
    reckoned(client, workspace, request, plan, facts, await currency, budget),
  );
}

async function reckoned(
  client: ClickHouseClient,
  workspace: string,
  request: RoiRequest,
  plan: CreditPlan,
  facts: RoiFacts,
  currency: string,
  budget: Budget,
): Promise<RoiAnswer> {
  const paid = new Map([...facts.commissionRates].filter(([, rate]) => rate > 0));
  const byCreator = request.groupBy === "creator";
  const withCreators = paid.size > 0 && !byCreator;
  const office = new ExchangeOffice(facts.rates, currency);
  const ledger = new RoiLedger({
    office,
    products: facts.products,
    commissionRates: paid,
    fees: new FeeBook(facts.fees),
    byCreator,
    overlapping: request.model === "any",
  });
  for (const cost of facts.costs) ledger.addCost(cost);
  const options = await creditOptions(client, workspace, request, plan, budget);
  const creatorOptions = withCreators
    ? await creditOptions(client, workspace, request, { ...plan, groupBy: "creator" }, budget)
    : options;
  for await (const buyer of streamBuyers(client, workspace, plan, { creators: withCreators, names: false }, budget)) {
    const orders = buyer.orders.map((order, index): LedgerOrder => {
      const credit = creditOf(pathTo(order, buyer.touches, plan), options);
      const creatorPath = () =>
        pathTo({ at: order.at, seq: order.seq, key: order.creator }, buyer.creatorTouches, plan);
      const { at, platform, paid, lines, takenBack } = order;
      return {
        at,
        platform,
        paid,
        lines,
        takenBack,
        credit,
        creatorCredit: withCreators ? creditOf(creatorPath(), creatorOptions) : credit,
        isFirst: index === 0 && !buyer.boughtBefore,
      };
    });
    ledger.addBuyer(orders, buyer.isKnown);
  }
  return ledger.answer();
}

/** How credit is given; for `markov`, what each key is worth over all paths of the period. */
export async function creditOptions(
  client: ClickHouseClient,
  workspace: string,
  { model, halfLifeSeconds }: Pick<RoiRequest, "model" | "halfLifeSeconds">,
  plan: CreditPlan,
  budget: Budget,
): Promise<CreditOptions> {
  return {
    model,
    halfLifeSeconds,
    effects: model === "markov" ? await markovEffects(client, workspace, plan, budget) : undefined,
  };
}

/** What all is converted to: what was asked for, else the currency of most orders, else of most costs. */
export async function reportingCurrency(
  client: ClickHouseClient,
  workspace: string,
  { currency }: Pick<RoiRequest, "currency">,
  { from, to }: CreditPlan,
  { costs }: RoiFacts,
  budget: Budget,
): Promise<string> {
  if (currency !== undefined) return currency;
  const [main] = await ask(client, mainCurrencyQuery, { workspace, from, to }, budget);
  if (main) return main.currency;
  return mostOf(costs.map(({ amount }) => amount.currency)) ?? NO_CURRENCY;
}
