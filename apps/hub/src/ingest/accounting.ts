import type { ClickHouseClient } from "@clickhouse/client";
import { ask, defineQuery } from "@showpulse/metrics/server";
import { Type } from "typebox";
import type { Accounting } from "./ingest.ts";
import type { Waiting } from "./waiting.ts";

// All three tables by the minute of receipt, which every event of a call shares.
const countsQuery = defineQuery(
  {
    name: "accounting",
    row: Type.Object({
      source: Type.String(),
      received: Type.String(),
      duplicates: Type.String(),
      stored: Type.String(),
      letters: Type.String(),
    }),
  },
  `
SELECT
    source,
    toString(sum(receivedHere)) AS received,
    toString(sum(duplicatesHere)) AS duplicates,
    toString(sum(storedHere)) AS stored,
    toString(sum(lettersHere)) AS letters
FROM
(
    SELECT source, received AS receivedHere, duplicates AS duplicatesHere, 0 AS storedHere, 0 AS lettersHere
    FROM tallies
    WHERE workspace = {workspace: String} AND minute >= fromUnixTimestamp({from: Int64}) AND minute < fromUnixTimestamp({to: Int64})
    UNION ALL
    SELECT toString(source), 0, 0, count(), 0
    FROM events
    WHERE workspace = {workspace: String}
      AND received_at >= fromUnixTimestamp({from: Int64}) AND received_at < fromUnixTimestamp({to: Int64})
    GROUP BY source
    UNION ALL
    SELECT source, 0, 0, 0, count()
    FROM dead_letters
    WHERE workspace = {workspace: String}
      AND received_at >= fromUnixTimestamp({from: Int64}) AND received_at < fromUnixTimestamp({to: Int64})
    GROUP BY source
)
GROUP BY source`,
);

/** Whole minutes, in seconds since 1970: `from` included, `to` not. */
export interface Minutes {
  from: number;
  to: number;
}

/** A period widened to whole minutes, which is how finely receipt is counted. */
export function minutesOf({ from, to }: { from?: Date; to?: Date }): Minutes {
  return {
    from: from === undefined ? 0 : Math.floor(from.getTime() / 60_000) * 60,
    to: to === undefined ? LAST_MINUTE : Math.ceil(to.getTime() / 60_000) * 60,
  };
}

/** The last minute that a DateTime column holds. */
const LAST_MINUTE = Math.floor(0xffffffff / 60) * 60;

/**
 * Per source, what was received and what became of it. `waiting` must be what the journal holds beyond the slices that
 * are in ClickHouse at this very moment.
 * @throws CostlyQuestion
 */
export async function account(
  clickhouse: ClickHouseClient,
  workspace: string,
  minutes: Minutes,
  waiting: readonly Waiting[],
): Promise<Accounting[]> {
  const rows = await ask(clickhouse, countsQuery, { workspace, ...minutes });
  const accounts = new Map<string, Accounting>();
  for (const row of rows) {
    accounts.set(row.source, {
      source: row.source,
      received: Number(row.received),
      stored: Number(row.stored),
      duplicates: Number(row.duplicates),
      deadLettered: Number(row.letters),
      waiting: 0,
    });
  }
  for (const { source, received, duplicates, letters } of waiting) {
    const account = accounts.get(source) ?? {
      source,
      received: 0,
      stored: 0,
      duplicates: 0,
      deadLettered: 0,
      waiting: 0,
    };
    account.received += received;
    account.duplicates += duplicates;
    account.deadLettered += letters;
    account.waiting += received - duplicates - letters;
    accounts.set(source, account);
  }
  return [...accounts.values()].sort((left, right) => (left.source < right.source ? -1 : 1));
}
