import { Type } from "typebox";
import { defineQuery } from "../query.ts";
import { OF_PEOPLE, OF_SHOW, PERSON } from "../selection.ts";
import { FOREVER, STAYS } from "./stays.ts";

/**
 * Polls of each platform: people who voted while each was open, and people who were there while it was (who stayed
 * then, or did anything), added up over the polls. A poll is told from others by `properties.poll`; without a
 * `poll_closed` it stays open.
 */
export const pollsQuery = defineQuery(
  {
    name: "show-metrics/polls",
    row: Type.Object({
      platform: Type.String(),
      voters: Type.Integer(),
      viewers: Type.Integer(),
      nameless: Type.Integer(),
    }),
  },
  `
WITH ${STAYS},
told AS
(
    SELECT
        toString(platform) AS platform,
        type,
        JSONExtractString(properties['poll']) AS poll,
        actor_hash,
        toUnixTimestamp64Milli(time) AS at
    FROM events
    WHERE ${OF_SHOW} AND type IN ('poll_opened', 'poll_vote', 'poll_closed')
),
polls AS
(
    SELECT
        platform,
        poll,
        minIf(at, type = 'poll_opened') AS opened,
        if(countIf(type = 'poll_closed') = 0, ${FOREVER}, maxIf(at, type = 'poll_closed')) AS closed,
        countIf(type = 'poll_vote' AND actor_hash = 0) AS nameless
    FROM told
    GROUP BY platform, poll
    HAVING countIf(type = 'poll_opened') > 0
),
present AS
(
    SELECT polls.platform AS platform, polls.poll AS poll, stays.person AS person, 0 AS voted
    FROM polls INNER JOIN stays ON stays.platform = polls.platform
    WHERE stay_from <= closed AND stay_to >= opened
    UNION ALL
    SELECT polls.platform, polls.poll, did.person, did.type = 'poll_vote' AND did.poll = polls.poll
    FROM polls
    INNER JOIN
    (
        SELECT
            toString(platform) AS platform,
            type,
            JSONExtractString(properties['poll']) AS poll,
            ${PERSON} AS person,
            toUnixTimestamp64Milli(time) AS at
        FROM (SELECT platform, type, properties, actor_hash, time FROM events WHERE ${OF_SHOW} AND actor_hash != 0 AND type != 'leave') AS did
        ${OF_PEOPLE}
    ) AS did ON did.platform = polls.platform
    WHERE did.at >= opened AND did.at <= closed
),
per_poll AS
(
    SELECT platform, poll, uniqExact(person) AS viewers, uniqExactIf(person, voted) AS voters
    FROM present GROUP BY platform, poll
)
SELECT
    polls.platform AS platform,
    sum(per_poll.voters) AS voters,
    sum(per_poll.viewers) AS viewers,
    sum(polls.nameless) AS nameless
FROM polls LEFT JOIN per_poll ON per_poll.platform = polls.platform AND per_poll.poll = polls.poll
GROUP BY platform`,
);
