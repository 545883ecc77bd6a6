import type { ClickHouseClient } from "@clickhouse/client";
import { creditOf } from "../attribution/credit.ts";
import { pathTo } from "../attribution/path.ts";
import { Budget } from "../budget.ts";
import type { CreatorStatement, StatementRequest } from "../creator-statement.ts";
import { moneyList } from "../money.ts";
import { ExchangeOffice } from "../roi/exchange-office.ts";
import { StatementBook } from "../roi/statement.ts";
import { planCredit } from "./attribution/plan.ts";
import { withSamePeople } from "./people.ts";
import { streamBuyers } from "./roi/buyers.ts";
import { creditOptions, type RoiFacts, reportingCurrency } from "./roi.ts";

/**
 * What a creator is owed for the orders of a period, by the credit and the money of the ledger by creator.
 * @throws ImpossibleAttribution for a question that contradicts itself, CostlyQuestion for one that takes too much
 */
export async function askCreatorStatement(
  client: ClickHouseClient,
  workspace: string,
  creator: string,
  request: StatementRequest,
  facts: RoiFacts,
): Promise<CreatorStatement> {
  const plan = planCredit({ ...request, groupBy: "creator" });
  const budget = new Budget();
  const rate = facts.commissionRates.get(creator) ?? 0;
  const book = await withSamePeople(client, workspace, budget, async () => {
    const options = await creditOptions(client, workspace, request, plan, budget);
    const currency = await reportingCurrency(client, workspace, request, plan, facts, budget);
    const book = new StatementBook(new ExchangeOffice(facts.rates, currency), creator, rate);
    const wanted = { creators: false, names: true };
    for await (const { orders, touches } of streamBuyers(client, workspace, plan, wanted, budget)) {
      for (const order of orders) book.add({ ...order, credit: creditOf(pathTo(order, touches, plan), options) });
    }
    return book;
  });
  const typed = facts.costs.filter(({ key, kind }) => key === creator && kind === "commission");
  return {
    creator,
    rate,
    ...book.answer(),
    typed: moneyList(typed.map(({ amount }) => [amount.currency, amount.amountMicros] as const)),
  };
}
