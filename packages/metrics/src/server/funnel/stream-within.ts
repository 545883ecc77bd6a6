import type { ClickHouseClient } from "@clickhouse/client";
import type { Static, TObject } from "typebox";
import { type Budget, FunnelTooCostly } from "../../funnel/budget.ts";
import { askStream, type Query, type QueryParams } from "../query.ts";

/** How long rows are worked on before others may have the thread. Milliseconds. */
const TURN = 20;

const TOO_COSTLY: [RegExp, string][] = [
  [/TIMEOUT_EXCEEDED|Code: 159\b/, "Gathering everybody's events took too long."],
  [/MEMORY_LIMIT_EXCEEDED|Code: 241\b/, "Gathering everybody's events took too much memory."],
];

/**
 * The rows of a query as they come, with turns for others in between.
 * @throws FunnelTooCostly when the engine or the budget gives up
 */
export async function* streamWithin<Row extends TObject>(
  client: ClickHouseClient,
  query: Query<Row>,
  params: QueryParams,
  budget: Budget,
): AsyncGenerator<Static<Row>, void> {
  let turnEnds = performance.now() + TURN;
  try {
    for await (const row of askStream(client, query, params)) {
      yield row;
      if (performance.now() < turnEnds) continue;
      budget.check();
      await new Promise((resolve) => setImmediate(resolve));
      turnEnds = performance.now() + TURN;
    }
  } catch (error) {
    const text = messagesOf(error);
    const found = TOO_COSTLY.find(([sign]) => sign.test(text));
    throw found ? new FunnelTooCostly(found[1], { cause: error }) : error;
  }
}

/** An error's words, and those of what caused it. */
function messagesOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const type = "type" in error ? String(error.type) : "";
  return `${type} ${error.message} ${error.cause === undefined ? "" : messagesOf(error.cause)}`;
}
