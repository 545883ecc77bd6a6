import type { ClickHouseClient } from "@clickhouse/client";
import type { Static, TObject } from "typebox";
import { Compile, type Validator } from "typebox/compile";
import { Budget, CostlyQuestion, tooLarge, tooLong } from "../budget.ts";
import { type Block, readBlocks, type Schema } from "./native.ts";
import { Turn } from "./turn.ts";

/** One question in literal SQL: values only as `{name: Type}` parameters, `{workspace: String}` always among them. */
export interface Query<Row extends TObject> {
  name: string;
  sql: string;
  row: Validator<Record<never, never>, Row>;
}

/** ClickHouse answered something else than the query's row says: the schema or the SQL has drifted. */
export class QueryDrift extends Error {
  override readonly name = "QueryDrift";
}

/** A query that ClickHouse did not answer; the message names it. */
export class QueryFailed extends Error {
  override readonly name = "QueryFailed";
}

/**
 * What is joined to something stands on the right and is the smaller: the engine's guess at which one is leads it to
 * turn them round, which takes three times as long; and to part a small side for several threads costs more than they
 * gain.
 *
 * Comparisons are meant as they stand: the engine's search for others that follow from them takes up to a third of the
 * time in which it reads a long question, and changes no plan.
 *
 * On a cluster, what is looked for in another table is looked for on all nodes.
 */
const AS_WRITTEN =
  "query_plan_join_swap_table = 0, join_algorithm = 'hash', optimize_and_compare_chain = 0, distributed_product_mode = 'global'";

/**
 * 64-bit integers come as JSON numbers, exact up to 2^53: sums that may pass it (micros) are cast to text in the SQL.
 * Settings stand in the SQL, because settings of a request stay with an embedded engine's session.
 */
const SETTINGS = `SETTINGS output_format_json_quote_64bit_integers = 0, output_format_json_quote_denormals = 0, ${AS_WRITTEN}`;

export type QueryParams = { workspace: string } & Record<string, unknown>;

export function defineQuery<Row extends TObject>({ name, row }: { name: string; row: Row }, sql: string): Query<Row> {
  let compiled: Query<Row>["row"] | undefined;
  return {
    name,
    sql: `${sql.trim()}\n${SETTINGS}`,
    // Compiled when it is first asked: all at once would hold up the start.
    get row() {
      compiled ??= Compile(row);
      return compiled;
    },
  };
}

/**
 * Asks, and checks every row of the answer. A statement has a budget of its own, unless it is given that of a question
 * of several.
 * @throws CostlyQuestion when that is not enough, QueryFailed when ClickHouse refuses, QueryDrift when a row is not what
 * the query declares
 */
export async function ask<Row extends TObject>(
  client: ClickHouseClient,
  query: Query<Row>,
  params: QueryParams,
  budget = new Budget(),
): Promise<Static<Row>[]> {
  const all: Static<Row>[] = [];
  for await (const rows of batchesWithin(client, query, params, budget)) {
    budget.check();
    for (const row of rows) all.push(row);
  }
  return all;
}

/** The same for answers of one row. */
export async function askOne<Row extends TObject>(
  client: ClickHouseClient,
  query: Query<Row>,
  params: QueryParams,
  budget = new Budget(),
): Promise<Static<Row>> {
  const [row] = await ask(client, query, params, budget);
  if (row === undefined) throw new QueryDrift(`${query.name}: no row came back`);
  return row;
}

/**
 * The same, row by row as they come, for answers that need not fit into memory. The budget is for the work on the rows
 * too, and others get a turn between them.
 */
export async function* askStream<Row extends TObject>(
  client: ClickHouseClient,
  query: Query<Row>,
  params: QueryParams,
  budget = new Budget(),
): AsyncGenerator<Static<Row>, void> {
  const turn = new Turn(budget);
  for await (const rows of batchesWithin(client, query, params, budget)) {
    for (const row of rows) {
      yield row;
      if (turn.isOver) await turn.giveOn();
    }
  }
}

/**
 * A statement's rows in columns, block by block as they come, for answers of very many numbers. `signal` ends it.
 * @throws CostlyQuestion, QueryFailed like {@link ask}
 */
export async function* askBlocks<Of extends Schema>(
  client: ClickHouseClient,
  { name, sql, schema }: { name: string; sql: string; schema: Of },
  params: QueryParams,
  budget: Budget,
  signal?: AbortSignal,
): AsyncGenerator<Block<Of>, void> {
  const query = `${sql.trim()}\nSETTINGS ${AS_WRITTEN}, ${boundsOf(budget)}\nFORMAT Native`;
  try {
    const { stream } = await client.exec({ query, query_params: params, ...(signal && { abort_signal: signal }) });
    try {
      yield* readBlocks(stream, schema);
    } finally {
      stream.destroy();
    }
  } catch (error) {
    if (error instanceof CostlyQuestion) throw error;
    throw costlyOr(error, budget, new QueryFailed(`${name}: ${messagesOf(error)}`, { cause: error }));
  }
}

/** Row by row, however much that takes: for what the hub itself must know whole, never for what somebody asks. */
export async function* readWhole<Row extends TObject>(
  client: ClickHouseClient,
  query: Query<Row>,
  params: QueryParams,
): AsyncGenerator<Static<Row>, void> {
  for await (const rows of batchesOf(client, query, query.sql, params)) yield* rows;
}

async function* batchesWithin<Row extends TObject>(
  client: ClickHouseClient,
  query: Query<Row>,
  params: QueryParams,
  budget: Budget,
): AsyncGenerator<Static<Row>[], void> {
  try {
    yield* batchesOf(client, query, `${query.sql}, ${boundsOf(budget)}`, params);
  } catch (error) {
    throw costlyOr(error, budget, error);
  }
}

const boundsOf = (budget: Budget): string =>
  `max_execution_time = ${budget.secondsLeft()}, max_memory_usage = ${budget.limits.memoryBytes}`;

/** An exception that comes after the first rows has no code: only its text tells. */
const TOO_COSTLY = [
  // The last is what the client says when it waits no longer.
  { sign: /TIMEOUT_EXCEEDED|Code: 159\b|Timeout error\./, why: tooLong },
  { sign: /MEMORY_LIMIT_EXCEEDED|Code: 241\b/, why: tooLarge },
];

function costlyOr(error: unknown, { limits }: Budget, other: unknown): unknown {
  const found = TOO_COSTLY.find(({ sign }) => sign.test(messagesOf(error)));
  return found ? new CostlyQuestion(found.why(limits), { cause: error }) : other;
}

/** An error's words, and those of what caused it. */
function messagesOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const type = "type" in error ? String(error.type) : "";
  return `${type} ${error.message} ${error.cause === undefined ? "" : messagesOf(error.cause)}`;
}

async function* batchesOf<Row extends TObject>(
  client: ClickHouseClient,
  query: Query<Row>,
  sql: string,
  params: QueryParams,
): AsyncGenerator<Static<Row>[], void> {
  const failed = (cause: unknown): never => {
    if (cause instanceof QueryDrift) throw cause;
    throw new QueryFailed(`${query.name}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  };
  const result = await client.query({ query: sql, query_params: params, format: "JSONEachRow" }).catch(failed);
  try {
    for await (const rows of result.stream<unknown>()) {
      yield rows.map((each) => checked(query, each.json<unknown>()));
    }
  } catch (error) {
    failed(error);
  } finally {
    result.close();
  }
}

function checked<Row extends TObject>(query: Query<Row>, row: unknown): Static<Row> {
  if (query.row.Check(row)) return row;
  const [error] = query.row.Errors(row);
  throw new QueryDrift(`${query.name}: ${error?.instancePath || "/"} ${error?.message ?? "is not as declared"}`);
}

/** A sum of micros that came as text; past 2^53 to the nearest that a number can hold (1 in 10^15). */
export const microsFromText = (text: string): number => Number(text);
