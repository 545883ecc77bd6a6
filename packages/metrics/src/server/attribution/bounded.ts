import { setImmediate } from "node:timers/promises";
import type { ClickHouseClient } from "@clickhouse/client";
import type { Static, TObject } from "typebox";
import { askStream, type Query, type QueryParams } from "../query.ts";

/** A question that would take longer, or more memory, than one may; narrower, it can be answered. */
export class CostlyQuestion extends Error {
  override readonly name = "CostlyQuestion";
}

const SECONDS = 10;
const BYTES = 1024 ** 3;

/** The same query, ended by the engine after 10 s or at 1 GiB. */
export const bounded = <Row extends TObject>(query: Query<Row>): Query<Row> => ({
  ...query,
  sql: `${query.sql}, max_execution_time = ${SECONDS}, max_memory_usage = ${BYTES}`,
});

/** Longest stretch of work on rows before others get their turn. */
const TURN_MILLISECONDS = 8;

/**
 * Passes rows on for at most 10 s, work on them included, and lets others have a turn meanwhile.
 * @throws CostlyQuestion after that, and when the engine ended the query for its time or memory
 */
export async function* withinBounds<Row>(rows: AsyncIterable<Row>): AsyncGenerator<Row, void> {
  const until = performance.now() + SECONDS * 1000;
  let turn = performance.now();
  try {
    for await (const row of rows) {
      yield row;
      if (performance.now() - turn < TURN_MILLISECONDS) continue;
      await setImmediate();
      turn = performance.now();
      if (turn > until) throw new CostlyQuestion(`it took longer than ${SECONDS} s`);
    }
  } catch (error) {
    // An exception that comes after the first rows is not the query's own error: only its text tells.
    const message = error instanceof Error ? error.message : "";
    if (/TIMEOUT_EXCEEDED|Timeout exceeded/i.test(message)) {
      throw new CostlyQuestion(`it took longer than ${SECONDS} s`, { cause: error });
    }
    if (/MEMORY_LIMIT_EXCEEDED|memory limit/i.test(message)) {
      throw new CostlyQuestion("it took more than 1 GiB of memory", { cause: error });
    }
    throw error;
  }
}

/** All rows of a bounded query. @throws CostlyQuestion */
export async function askWithinBounds<Row extends TObject>(
  client: ClickHouseClient,
  query: Query<Row>,
  params: QueryParams,
): Promise<Static<Row>[]> {
  const rows: Static<Row>[] = [];
  for await (const row of withinBounds(askStream(client, query, params))) rows.push(row);
  return rows;
}

const MOST_PAIRS = 20_000_000;

/** @throws CostlyQuestion for one person with so many orders and touches that their paths would hold everybody up */
export function assertWalkable(orders: number, touches: number): void {
  if (orders * touches > MOST_PAIRS) {
    throw new CostlyQuestion(`one id has ${orders} orders and ${touches} touches, too many to be a person`);
  }
}
