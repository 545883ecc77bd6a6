import type { ClickHouseClient } from "@clickhouse/client";
import type { Budget, CostKind } from "@showpulse/metrics";
import { askShowMoney, type ShowFacts } from "@showpulse/metrics/server";
import type { Show } from "../../../../../prisma/generated/client.ts";
import type { Database } from "../../database.ts";
import { dayOfDate } from "../../formats.ts";
import { readTerms } from "../../terms.ts";

interface Stores {
  database: Database;
  clickhouse: ClickHouseClient;
}

/** All that the result of a show is worked out from, as of now. A cost is the show's when it names the show. */
export async function readShowFacts({ database, clickhouse }: Stores, show: Show, budget?: Budget): Promise<ShowFacts> {
  const { id, workspaceId, currency, startedAt } = show;
  const [terms, costs, money] = await Promise.all([
    readTerms(database, workspaceId),
    database.cost.findMany({ where: { workspaceId, showId: id }, orderBy: [{ day: "asc" }, { id: "asc" }] }),
    askShowMoney(clickhouse, workspaceId, id, budget),
  ]);
  return {
    show: id,
    currency,
    startedAt: startedAt?.getTime() ?? null,
    terms,
    costs: costs.map((cost) => ({
      day: dayOfDate(cost.day),
      kind: cost.kind as CostKind,
      amount: { amountMicros: Number(cost.amountMicros), currency: cost.currency },
      enteredAt: cost.createdAt.getTime(),
      undoneAt: cost.deletedAt?.getTime() ?? null,
    })),
    ...money,
  };
}
