import type { ClickHouseClient } from "@clickhouse/client";
import type { Budget, CostKind } from "@showpulse/metrics";
import { askShowMoney, type ShowEntries, type ShowFacts } from "@showpulse/metrics/server";
import type { Show } from "../../../../../prisma/generated/client.ts";
import type { Database } from "../../database.ts";
import { dayOfDate } from "../../formats.ts";
import { readTerms } from "../../terms.ts";

interface Stores {
  database: Database;
  clickhouse: ClickHouseClient;
}

/** All that the result of a show is worked out from, as of now. */
export async function readShowFacts({ database, clickhouse }: Stores, show: Show, budget?: Budget): Promise<ShowFacts> {
  const [entries, money] = await Promise.all([
    readShowEntries(database, show),
    askShowMoney(clickhouse, show.workspaceId, show.id, budget),
  ]);
  return { show: show.id, ...entries, ...money };
}

/** What was typed in of it. A cost is the show's when it names the show. */
export async function readShowEntries(database: Database, show: Show): Promise<ShowEntries> {
  const { id, workspaceId, currency, startedAt } = show;
  const [terms, costs] = await Promise.all([
    readTerms(database, workspaceId),
    database.cost.findMany({ where: { workspaceId, showId: id }, orderBy: [{ day: "asc" }, { id: "asc" }] }),
  ]);
  return {
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
  };
}
