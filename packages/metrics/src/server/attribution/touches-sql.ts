import type { AttributionKey } from "../../attribution.ts";
import { fewTexts, float64, uint8, uint64Words } from "../native.ts";
import { OF_PEOPLE, PERSON } from "../selection.ts";
import { buyersIdsSql, type Conversions } from "./conversions-sql.ts";

const CLICKS = "type IN ('select_item', 'select_promotion', 'link_click')";

/** The key that an event carries as a touch. */
const CARRIED: Readonly<Record<AttributionKey, string>> = {
  campaign: "toString(campaign)",
  creator: "toString(creator)",
  link: "link",
  show: `if(${CLICKS}, toString(show), '')`,
  platform: `if(${CLICKS}, toString(platform), '')`,
};

/** From nowhere that is known: a visit without key, tag of a campaign, or page before. */
const DIRECT = (groupBy: AttributionKey) => `(type = 'page_view' AND campaign = '' AND creator = '' AND link = ''
        AND referrer = '' AND utm_source = '' AND utm_medium = '' AND utm_campaign = ''${
          groupBy === "show" ? " AND show = ''" : ""
        })`;

const IN_REACH = "time >= fromUnixTimestamp64Milli({from: Int64} - {lookback: Int64})";

const WITHIN = `workspace = {workspace: String} AND actor_hash != 0
            AND ${IN_REACH} AND time <= fromUnixTimestamp64Milli({to: Int64})`;

const SELECTED = (groupBy: AttributionKey, kind: 0 | 1) => `
        SELECT actor_hash, toUnixTimestamp64Milli(time) AS moment, seq AS nth, ${CARRIED[groupBy]} AS met,
            if({creators: Bool}, toString(creator), '') AS creator_met, ${kind} AS sort`;

const HAS_KEY = "(met != '' OR creator_met != '')";

/** Keys that stand on few events stand in a table of their own; direct visits carry none. */
const carriedSql = (of: Conversions) => `${SELECTED(of.groupBy, 0)}
        FROM touches
        PREWHERE actor_hash IN (${buyersIdsSql(of)}
        )
        WHERE ${WITHIN} AND ${HAS_KEY}`;

const clickedSql = (of: Conversions) => `${SELECTED(of.groupBy, 0)}
        FROM events
        PREWHERE actor_hash IN (${buyersIdsSql(of)}
        )
        WHERE ${WITHIN} AND ${HAS_KEY}`;

const directSql = (of: Conversions) => `${SELECTED(of.groupBy, 1)}
        FROM events
        PREWHERE type = 'page_view' AND actor_hash IN (${buyersIdsSql(of)}
        )
        WHERE ${WITHIN} AND ${DIRECT(of.groupBy)}`;

/**
 * Watching, by its start: from a `join` to the first `leave` before the viewer's next `join` there, else to the last
 * `heartbeat` before it, else to the next `join`; what nothing ends is marked, since an order may show that it went
 * on. At one millisecond an end goes before a new start.
 */
const watchedSql = (of: Conversions) => `
        SELECT actor_hash, joined_at AS moment, first_seq AS nth, toString(${of.groupBy}) AS met, '' AS creator_met,
            if(isNull(ended_at), 2, 0) AS sort
        FROM
        (
            SELECT
                actor_hash, platform, show, joined_at, first_seq,
                leadInFrame(toNullable(joined_at)) OVER
                    (PARTITION BY actor_hash, platform, show ORDER BY view ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS next_at,
                multiIf(has_left, toNullable(left_at), has_beaten, beat_at, next_at) AS ended_at
            FROM
            (
                SELECT
                    actor_hash, platform, show, view,
                    toUnixTimestamp64Milli(minIf(time, type = 'join')) AS joined_at,
                    minIf(seq, type = 'join') AS first_seq,
                    max(type = 'leave') AS has_left,
                    toUnixTimestamp64Milli(minIf(time, type = 'leave')) AS left_at,
                    max(type = 'heartbeat') AS has_beaten,
                    toUnixTimestamp64Milli(maxIf(time, type = 'heartbeat')) AS beat_at
                FROM
                (
                    SELECT actor_hash, platform, show, time, seq, type, sum(type = 'join') OVER
                        (PARTITION BY actor_hash, platform, show ORDER BY time, type = 'join', seq ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS view
                    FROM events
                    PREWHERE type IN ('join', 'leave', 'heartbeat') AND actor_hash IN (${buyersIdsSql(of)}
                    )
                    WHERE workspace = {workspace: String} AND actor_hash != 0 AND ${IN_REACH}
                )
                WHERE view > 0
                GROUP BY actor_hash, platform, show, view
            )
        )
        WHERE joined_at <= {to: Int64} AND met != '' AND (isNull(ended_at) OR ended_at - joined_at >= 10000)`;

/**
 * Every possible touch of whoever bought something, in the order of person and time; `kind` is 0 for a touch, 1 for a
 * direct visit (where those count), 2 for watching that nothing ended.
 */
export function touchesQuery(of: Conversions & { withDirect: boolean }) {
  const isWatched = of.groupBy === "platform" || of.groupBy === "show";
  const possible = [
    isWatched ? clickedSql(of) : carriedSql(of),
    ...(of.withDirect ? [directSql(of)] : []),
    ...(isWatched ? [watchedSql(of)] : []),
  ];
  const sql = `
SELECT
    ${PERSON} AS person,
    toFloat64(moment) AS at,
    toFloat64(nth) AS seq,
    toLowCardinality(met) AS key,
    toLowCardinality(creator_met) AS creator,
    toUInt8(sort) AS kind
FROM
(${possible.join("\n        UNION ALL")}
) AS possible
${OF_PEOPLE}
ORDER BY person, at, seq`;
  return {
    name: `attribution/touches/${of.groupBy}`,
    sql,
    schema: { person: uint64Words, at: float64, seq: float64, key: fewTexts, creator: fewTexts, kind: uint8 },
  };
}
