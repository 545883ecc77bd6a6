import type { ClickHouseClient } from "@clickhouse/client";
import { Type } from "typebox";
import { defineQuery, readWhole } from "./query.ts";

const knownIdsQuery = defineQuery(
  { name: "known-ids", row: Type.Object({ id: Type.String() }) },
  `SELECT id FROM events WHERE workspace = {workspace: String} AND source = {source: String}`,
);

/** The ids of all stored events of a source, in no order: what de-duplication must know before it lets one in. */
export async function* knownIds(
  client: ClickHouseClient,
  { workspace, source }: { workspace: string; source: string },
): AsyncGenerator<string, void> {
  for await (const { id } of readWhole(client, knownIdsQuery, { workspace, source })) yield id;
}
