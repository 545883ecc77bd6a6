import type { ClickHouseClient } from "@clickhouse/client";
import type { AcceptedEvent } from "@showpulse/connectors/event";
import { defineQuery, readWhole } from "./query.ts";
import { acceptedEvent, EVENT_COLUMNS, StoredRow } from "./stored-event.ts";

const showEventsQuery = defineQuery(
  { name: "show-events", row: StoredRow },
  `SELECT ${EVENT_COLUMNS}
  FROM events
  WHERE workspace = {workspace: String} AND seq <= {upToSeq: UInt64}
    AND (show = {show: String} OR (show = '' AND type = 'identify'))`,
);

/** A show's stored events up to a position, and the joins of people's ids: what its live state is rebuilt from. */
export async function* streamShowEvents(
  client: ClickHouseClient,
  params: { workspace: string; show: string; upToSeq: number },
): AsyncGenerator<AcceptedEvent, void> {
  for await (const row of readWhole(client, showEventsQuery, params)) yield acceptedEvent(row);
}
