import type { ClickHouseClient } from "@clickhouse/client";
import { Type } from "typebox";
import type { Budget } from "../../budget.ts";
import { ask, defineQuery } from "../query.ts";

const joinedQuery = defineQuery(
  { name: "funnel/joined", row: Type.Object({ joined: Type.Integer() }) },
  "SELECT 1 AS joined FROM people WHERE workspace = {workspace: String} AND actor != '' LIMIT 1",
);

/** Whether any two ids of a workspace are one person: if none are, nothing has to be looked up. */
export async function isAnybodyJoined(client: ClickHouseClient, workspace: string, budget: Budget): Promise<boolean> {
  return (await ask(client, joinedQuery, { workspace }, budget)).length > 0;
}
