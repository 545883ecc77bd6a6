import { Readable } from "node:stream";
import { type ClickHouseClient, ClickHouseError } from "@clickhouse/client";

export type Table = "events" | "actor_names" | "dead_letters" | "tallies";

/**
 * Inserts JSONEachRow lines as they are, as one block under one token: sent again, it changes nothing, in the table
 * and in what materialised views made of it. Of a distributed table the answer comes when every node has its part. Settings stand in the SQL because the embedded engine would keep them for
 * later queries otherwise.
 */
export async function insertLines(
  clickhouse: ClickHouseClient,
  table: Table,
  lines: Buffer,
  token: string,
  signal: AbortSignal,
): Promise<void> {
  const query = `INSERT INTO ${table} SETTINGS async_insert = 0, insert_deduplicate = 1,
    insert_deduplication_token = '${token}', deduplicate_blocks_in_dependent_materialized_views = 1,
    distributed_foreground_insert = 1, input_format_parallel_parsing = 0, max_insert_block_size = 10000000
    FORMAT JSONEachRow`;
  const { stream } = await clickhouse.exec({
    query,
    values: Readable.from([lines], { objectMode: false }),
    abort_signal: signal,
  });
  // A reply that is not read to its end holds its connection back.
  for await (const _ of stream) continue;
}

/** Errors of ClickHouse that are about what a row holds, by number; sending the same again cannot help. */
const CONTENT_ERRORS = new Set([
  "6", // CANNOT_PARSE_TEXT
  "25", // CANNOT_PARSE_ESCAPE_SEQUENCE
  "26", // CANNOT_PARSE_QUOTED_STRING
  "27", // CANNOT_PARSE_INPUT_ASSERTION_FAILED
  "38", // CANNOT_PARSE_DATE
  "41", // CANNOT_PARSE_DATETIME
  "53", // TYPE_MISMATCH
  "69", // ARGUMENT_OUT_OF_BOUND
  "70", // CANNOT_CONVERT_TYPE
  "72", // CANNOT_PARSE_NUMBER
  "117", // INCORRECT_DATA
  "130", // CANNOT_READ_ARRAY_FROM_TEXT
  "190", // SIZES_OF_ARRAYS_DONT_MATCH
  "321", // VALUE_IS_OUT_OF_RANGE_OF_DATA_TYPE
  "349", // CANNOT_INSERT_NULL_IN_ORDINARY_COLUMN
  "467", // CANNOT_PARSE_BOOL
  "469", // VIOLATED_CONSTRAINT
]);

/** Whether ClickHouse refused the content of an insert, rather than being unable to take it at the moment. */
export const isAboutContent = (error: unknown): error is ClickHouseError =>
  error instanceof ClickHouseError && CONTENT_ERRORS.has(error.code);
