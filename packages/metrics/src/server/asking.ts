import type { ClickHouseClient } from "@clickhouse/client";
import type { Static, TObject } from "typebox";
import type { Budget } from "../budget.ts";
import { ask, type Query, type QueryParams } from "./query.ts";

/** A query as it was run: the text, and the values that were bound to it. */
export interface RanQuery {
  name: string;
  sql: string;
  params: Record<string, unknown>;
}

/** Asks several queries about the same selection, and knows afterwards which. */
export interface Asking {
  /** Rows of the query; none when it is not wanted. */
  rows<Row extends TObject>(query: Query<Row>, more?: Record<string, unknown>): Promise<Static<Row>[]>;
  ran: RanQuery[];
}

/** `wanted` names the queries that are run; absent: all of them. */
export function createAsking(
  client: ClickHouseClient,
  params: QueryParams,
  budget: Budget,
  wanted?: ReadonlySet<string>,
): Asking {
  const ran: RanQuery[] = [];
  return {
    ran,
    async rows(query, more = {}) {
      if (wanted && !wanted.has(query.name)) return [];
      const bound = { ...params, ...more };
      const named = [...query.sql.matchAll(/\{(\w+): /g)].map(([, name]) => name ?? "");
      ran.push({
        name: query.name,
        sql: query.sql,
        params: Object.fromEntries(Object.entries(bound).filter(([name]) => named.includes(name))),
      });
      return ask(client, query, bound, budget);
    },
  };
}
