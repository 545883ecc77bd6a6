import type { TObject } from "typebox";
import { type Query, QueryFailed } from "../query.ts";

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

/**
 * Passes rows on for at most 10 s, work on them included.
 * @throws CostlyQuestion after that, and when the engine ended the query for its time or memory
 */
export async function* withinBounds<Row>(rows: AsyncIterable<Row>): AsyncGenerator<Row, void> {
  const until = performance.now() + SECONDS * 1000;
  try {
    for await (const row of rows) {
      yield row;
      if (performance.now() > until) throw new CostlyQuestion(`it took longer than ${SECONDS} s`);
    }
  } catch (error) {
    if (error instanceof QueryFailed && /TIMEOUT_EXCEEDED|Timeout exceeded/i.test(error.message)) {
      throw new CostlyQuestion(`it took longer than ${SECONDS} s`, { cause: error });
    }
    if (error instanceof QueryFailed && /MEMORY_LIMIT_EXCEEDED|memory limit/i.test(error.message)) {
      throw new CostlyQuestion("it took more than 1 GiB of memory", { cause: error });
    }
    throw error;
  }
}
