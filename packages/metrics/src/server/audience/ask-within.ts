import type { ClickHouseClient } from "@clickhouse/client";
import type { Static, TObject } from "typebox";
import { bounded, withinBounds } from "../attribution/bounded.ts";
import { askStream, type Query, type QueryParams } from "../query.ts";

/**
 * Asks for at most 10 s and 1 GiB, for questions that read a workspace's whole history.
 * @throws CostlyQuestion when that is not enough
 */
export async function askWithin<Row extends TObject>(
  client: ClickHouseClient,
  query: Query<Row>,
  params: QueryParams,
): Promise<Static<Row>[]> {
  const rows: Static<Row>[] = [];
  for await (const row of withinBounds(askStream(client, bounded(query), params))) rows.push(row);
  return rows;
}
