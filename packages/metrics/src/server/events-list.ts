import type { ClickHouseClient } from "@clickhouse/client";
import type { EventData } from "@showpulse/connectors/event";
import { type Static, Type } from "typebox";
import { ask, defineQuery } from "./query.ts";
import { acceptedEvent, EVENT_COLUMNS, StoredRow } from "./stored-event.ts";

export interface EventsListParams {
  show?: string | undefined;
  type?: string | undefined;
  actor?: string | undefined;
  /** Milliseconds since 1970, both inclusive. */
  from?: number | undefined;
  to?: number | undefined;
  limit: number;
  /** Time (milliseconds) and position of the last event of the page before. */
  before?: readonly [number, number] | undefined;
}

/** A stored event in CloudEvents' form. */
export interface ListedEvent {
  specversion: "1.0";
  id: string;
  source: string;
  type: string;
  subject?: string;
  time: string;
  receivedAt: string;
  seq: number;
  /** The event's own time was too far ahead of receipt and was limited; else absent. */
  skewed?: true;
  data: EventData & { platform: string };
}

/** A stored event with the newest known name of its person. */
export const NamedRow = Type.Object({ ...StoredRow.properties, name: Type.String() });

/** One page of the events that satisfy a condition, newest first, with the newest known name of each person. */
export const pageOf = (condition: string, before = ""): string => `WITH ${before === "" ? "" : `${before},`}
  listed AS
  (
      SELECT ${EVENT_COLUMNS}
      FROM events
      WHERE ${condition}
        AND (time, seq) < (fromUnixTimestamp64Milli({beforeTime: Int64}), {beforeSeq: UInt64})
      ORDER BY time DESC, seq DESC
      LIMIT {limit: UInt32}
  )
  SELECT listed.*, names.name AS name
  FROM listed
  LEFT JOIN
  (
      SELECT platform, actor, argMax(name, seq) AS name
      FROM actor_names
      WHERE workspace = {workspace: String} AND (platform, actor) IN (SELECT platform, actor FROM listed)
      GROUP BY platform, actor
  ) AS names ON names.platform = listed.platform AND names.actor = listed.actor
  ORDER BY time_ms DESC, seq DESC`;

const eventsListQuery = defineQuery(
  { name: "events-list", row: NamedRow },
  pageOf(`workspace = {workspace: String}
        AND ({show: String} = '' OR show = {show: String})
        AND ({type: String} = '' OR type = {type: String})
        AND ({actor: String} = '' OR actor = {actor: String})
        AND time >= fromUnixTimestamp64Milli({from: Int64}) AND time <= fromUnixTimestamp64Milli({to: Int64})`),
);

/** The position before which a page begins, as {@link pageOf} binds it; absent: before the newest event. */
export const before = (position: readonly [number, number] | undefined) => {
  const [beforeTime, beforeSeq] = position ?? [LATEST, 0];
  return { beforeTime, beforeSeq };
};

/** The times that DateTime64(3) holds: from its first, to a day before its last. */
const EARLIEST = Date.UTC(1900, 0, 1);
const LATEST = Date.UTC(2299, 11, 30);

/** Events of a workspace, newest first, with the newest known name of each person. */
export async function listEvents(
  client: ClickHouseClient,
  workspace: string,
  params: EventsListParams,
): Promise<ListedEvent[]> {
  const { show = "", type = "", actor = "", from = EARLIEST, to = LATEST, limit } = params;
  const bound = { workspace, show, type, actor, from, to, limit, ...before(params.before) };
  return (await ask(client, eventsListQuery, bound)).map(listedEvent);
}

/** A row of {@link pageOf} in CloudEvents' form. */
export function listedEvent(row: Static<typeof NamedRow>): ListedEvent {
  const { id, source, type, show, time, receivedAt, seq, skewed, data } = acceptedEvent(row);
  return {
    specversion: "1.0",
    id,
    source,
    type,
    ...(show === "" ? {} : { subject: show }),
    time: new Date(time).toISOString(),
    receivedAt: new Date(receivedAt).toISOString(),
    seq,
    ...(skewed ? { skewed } : {}),
    data: row.name === "" ? data : { ...data, actorName: row.name },
  };
}
