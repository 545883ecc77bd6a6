import type { AttributionKey } from "../../attribution.ts";
import { PEOPLE } from "../selection.ts";

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
export const DIRECT = (groupBy: AttributionKey) => `(type = 'page_view' AND campaign = '' AND creator = '' AND link = ''
        AND referrer = '' AND utm_source = '' AND utm_medium = '' AND utm_campaign = ''${
          groupBy === "show" ? " AND show = ''" : ""
        })`;

/** With the person, when it has bought something (see `bought`). */
const ofBuyers = (events: string, columns: string) => `
    SELECT if(joined.person = '', actor, joined.person) AS person, ${columns}
    FROM
    (${events}
    ) AS possible
    LEFT ANY JOIN ${PEOPLE} AS joined USING (actor)
    WHERE person IN (SELECT person FROM bought)`;

export const IN_REACH = "time >= fromUnixTimestamp64Milli({from: Int64} - {lookback: Int64})";

const WITHIN = `workspace = {workspace: String} AND actor != ''
            AND ${IN_REACH} AND time <= fromUnixTimestamp64Milli({to: Int64})`;

const SELECTED = (groupBy: AttributionKey, isDirect: string) => `
        SELECT actor, toUnixTimestamp64Milli(time) AS at, seq, ${CARRIED[groupBy]} AS key, toString(creator) AS creator_key,
            ${isDirect} AS is_direct`;

/** Keys that stand on few events stand in a table of their own; direct visits carry none. */
const fewSql = (groupBy: AttributionKey) => `${SELECTED(groupBy, "false")}
        FROM touches
        WHERE ${WITHIN} AND (key != '' OR ({creators: Bool} AND creator_key != ''))
        UNION ALL${SELECTED(groupBy, "true")}
        FROM events
        WHERE {direct: Bool} AND ${WITHIN} AND ${DIRECT(groupBy)}`;

const manySql = (groupBy: AttributionKey) => `${SELECTED(groupBy, `{direct: Bool} AND ${DIRECT(groupBy)}`)}
        FROM events
        WHERE ${WITHIN} AND (key != '' OR ({creators: Bool} AND creator_key != '') OR is_direct)`;

const carriedSql = (groupBy: AttributionKey) =>
  ofBuyers(
    groupBy === "show" || groupBy === "platform" ? manySql(groupBy) : fewSql(groupBy),
    "at, seq, key, creator_key, if(is_direct, 1, 0) AS kind",
  );

/**
 * Watching, by its start: from a \`join\` to the first \`leave\` before the viewer's next \`join\` there, else to the last
 * \`heartbeat\` before it, else to the next \`join\`; what nothing ends is marked, since an order may show that it went
 * on. At one millisecond an end goes before a new start.
 */
const watchedSql = (groupBy: "platform" | "show") => `
    SELECT person, joined_at AS at, first_seq AS seq, toString(${groupBy}) AS key, '' AS creator_key, if(isNull(ended_at), 2, 0) AS kind
    FROM
    (
        SELECT
            person, platform, show, joined_at, first_seq,
            leadInFrame(toNullable(joined_at)) OVER
                (PARTITION BY actor, platform, show ORDER BY view ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS next_at,
            multiIf(has_left, toNullable(left_at), has_beaten, beat_at, next_at) AS ended_at
        FROM
        (
            SELECT
                any(person) AS person, actor, platform, show, view,
                toUnixTimestamp64Milli(minIf(time, type = 'join')) AS joined_at,
                minIf(seq, type = 'join') AS first_seq,
                max(type = 'leave') AS has_left,
                toUnixTimestamp64Milli(minIf(time, type = 'leave')) AS left_at,
                max(type = 'heartbeat') AS has_beaten,
                toUnixTimestamp64Milli(maxIf(time, type = 'heartbeat')) AS beat_at
            FROM
            (
                SELECT *, sum(type = 'join') OVER
                    (PARTITION BY actor, platform, show ORDER BY time, type = 'join', seq ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS view
                FROM
                (${ofBuyers(
                  `
                    SELECT actor, platform, show, time, seq, type FROM events
                    WHERE workspace = {workspace: String} AND actor != '' AND type IN ('join', 'leave', 'heartbeat')
                        AND ${IN_REACH}`,
                  "actor, platform, show, time, seq, type",
                )}
                )
            )
            WHERE view > 0
            GROUP BY actor, platform, show, view
        )
    )
    WHERE joined_at <= {to: Int64} AND key != '' AND (isNull(ended_at) OR ended_at - joined_at >= 10000)`;

/** Every possible touch of whoever bought something: person, at, seq, key, creator_key, kind (0 touch, 1 direct, 2 watching). */
export const touchesSql = (groupBy: AttributionKey): string =>
  groupBy === "platform" || groupBy === "show"
    ? `${carriedSql(groupBy)}\n    UNION ALL${watchedSql(groupBy)}`
    : carriedSql(groupBy);
