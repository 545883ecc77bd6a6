import type { ClickHouseClient } from "@clickhouse/client";
import type { Static, TObject } from "typebox";
import { Compile, type Validator } from "typebox/compile";

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
 * 64-bit integers come as JSON numbers, exact up to 2^53: sums that may pass it (micros) are cast to text in the SQL.
 * Settings stand in the SQL, because settings of a request stay with an embedded engine's session.
 */
const SETTINGS = "SETTINGS output_format_json_quote_64bit_integers = 0, output_format_json_quote_denormals = 0";

export type QueryParams = { workspace: string } & Record<string, unknown>;

export function defineQuery<Row extends TObject>(question: { name: string; row: Row }, sql: string): Query<Row> {
  return { name: question.name, sql: `${sql.trim()}\n${SETTINGS}`, row: Compile(question.row) };
}

/**
 * Asks, and checks every row of the answer.
 * @throws QueryFailed when ClickHouse refuses, QueryDrift when a row is not what the query declares
 */
export async function ask<Row extends TObject>(
  client: ClickHouseClient,
  query: Query<Row>,
  params: QueryParams,
): Promise<Static<Row>[]> {
  const rows = await client
    .query({ query: query.sql, query_params: params, format: "JSONEachRow" })
    .then((result) => result.json<unknown>())
    .catch((cause: unknown) => {
      throw new QueryFailed(`${query.name}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    });
  for (const row of rows) checkRow(query, row);
  return rows as Static<Row>[];
}

/** The same for answers of one row. */
export async function askOne<Row extends TObject>(
  client: ClickHouseClient,
  query: Query<Row>,
  params: QueryParams,
): Promise<Static<Row>> {
  const [row] = await ask(client, query, params);
  if (row === undefined) throw new QueryDrift(`${query.name}: no row came back`);
  return row;
}

/** The same, row by row as they come, for answers that need not fit into memory. */
export async function* askStream<Row extends TObject>(
  client: ClickHouseClient,
  query: Query<Row>,
  params: QueryParams,
): AsyncGenerator<Static<Row>, void> {
  const result = await client
    .query({ query: query.sql, query_params: params, format: "JSONEachRow" })
    .catch((cause: unknown) => {
      throw new QueryFailed(`${query.name}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    });
  try {
    for await (const rows of result.stream<unknown>()) {
      for (const each of rows) {
        const row = each.json<unknown>();
        checkRow(query, row);
        yield row;
      }
    }
  } finally {
    result.close();
  }
}

function checkRow<Row extends TObject>(query: Query<Row>, row: unknown): asserts row is Static<Row> {
  if (query.row.Check(row)) return;
  const [error] = query.row.Errors(row);
  throw new QueryDrift(`${query.name}: ${error?.instancePath || "/"} ${error?.message ?? "is not as declared"}`);
}

/** A sum of micros that came as text; past 2^53 to the nearest that a number can hold (1 in 10^15). */
export const microsFromText = (text: string): number => Number(text);
