import type { ClickHouseClient } from "@clickhouse/client";
import { Type } from "typebox";
import { measuresAny } from "../capabilities.ts";
import type { Money } from "../metric.ts";
import type { WallParams, WallRow } from "../wall.ts";
import { ask, defineQuery, microsFromText } from "./query.ts";

const POINTS = 30;

/** Each show's own times, from parallel arrays. */
const WINDOWS = `windows AS
(
    SELECT show, from_ms, to_ms, comments_from_ms
    FROM (SELECT arrayJoin(arrayZip({shows: Array(String)}, {froms: Array(Int64)}, {tos: Array(Int64)}, {commentsFroms: Array(Int64)})) AS each)
    ARRAY JOIN [each.1] AS show, [each.2] AS from_ms, [each.3] AS to_ms, [each.4] AS comments_from_ms
)`;

const sparkQuery = defineQuery(
  {
    name: "wall/spark",
    row: Type.Object({ show: Type.String(), platform: Type.String(), point: Type.Integer(), viewers: Type.Number() }),
  },
  `WITH ${WINDOWS}
  SELECT
      toString(events.show) AS show,
      toString(platform) AS platform,
      least(${POINTS - 1}, intDiv((toUnixTimestamp64Milli(time) - from_ms) * ${POINTS}, greatest(1, to_ms - from_ms))) AS point,
      assumeNotNull(argMax(value, (time, seq))) AS viewers
  FROM events
  INNER JOIN windows ON windows.show = events.show
  WHERE workspace = {workspace: String} AND events.show IN {shows: Array(String)}
    AND type = 'viewer_count' AND value IS NOT NULL
    AND time >= fromUnixTimestamp64Milli({earliest: Int64}) AND time <= fromUnixTimestamp64Milli({latest: Int64})
    AND toUnixTimestamp64Milli(time) BETWEEN from_ms AND to_ms
  GROUP BY show, platform, point`,
);

const platformsQuery = defineQuery(
  {
    name: "wall/platforms",
    row: Type.Object({ show: Type.String(), platform: Type.String(), types: Type.Array(Type.String()) }),
  },
  `SELECT toString(show) AS show, toString(platform) AS platform, groupUniqArray(toString(type)) AS types
  FROM show_minute
  WHERE workspace = {workspace: String} AND show IN {shows: Array(String)}
  GROUP BY show, platform`,
);

const commentsQuery = defineQuery(
  { name: "wall/comments", row: Type.Object({ show: Type.String(), comments: Type.Integer() }) },
  `WITH ${WINDOWS}
  SELECT toString(events.show) AS show, count() AS comments
  FROM events
  INNER JOIN windows ON windows.show = events.show
  WHERE workspace = {workspace: String} AND events.show IN {shows: Array(String)} AND type = 'chat_message'
    AND toUnixTimestamp64Milli(time) BETWEEN comments_from_ms AND to_ms
  GROUP BY show`,
);

/** An order id counts once, with the amount of its newest `purchase`, as in a show's own figures. */
const ordersQuery = defineQuery(
  {
    name: "wall/orders",
    row: Type.Object({ show: Type.String(), currency: Type.String(), orders: Type.Integer(), paid: Type.String() }),
  },
  `SELECT show, currency, count() AS orders, toString(sum(toInt128(paid))) AS paid
  FROM
  (
      SELECT
          toString(show) AS show,
          toString(argMax(currency, (time, seq))) AS currency,
          argMax(amount_micros, (time, seq)) AS paid
      FROM commerce FINAL
      WHERE workspace = {workspace: String} AND show IN {shows: Array(String)} AND type = 'purchase'
      GROUP BY show, platform, if(\`order\` != '', \`order\`, concat(source, '\\n', id))
  )
  GROUP BY show, currency`,
);

/** How each of several shows goes, in the order given. */
export async function askWall(client: ClickHouseClient, workspace: string, { shows }: WallParams): Promise<WallRow[]> {
  if (shows.length === 0) return [];
  const params = {
    workspace,
    shows: shows.map(({ show }) => show),
    froms: shows.map(({ from }) => from),
    tos: shows.map(({ to }) => to),
    commentsFroms: shows.map(({ commentsFrom }) => commentsFrom),
    earliest: Math.min(...shows.map(({ from }) => from)),
    latest: Math.max(...shows.map(({ to }) => to)),
  };
  const [platforms, sparks, comments, orders] = await Promise.all([
    ask(client, platformsQuery, params),
    ask(client, sparkQuery, params),
    ask(client, commentsQuery, params),
    ask(client, ordersQuery, params),
  ]);
  return shows.map(({ show, from, to, commentsFrom }) => {
    const own = platforms.filter((row) => row.show === show);
    const can = (type: string) =>
      own.some(({ platform, types }) => types.includes(type) || measuresAny(platform, [type]));
    const count = comments.find((row) => row.show === show)?.comments ?? 0;
    const minutes = Math.max(1, (to - commentsFrom) / 60_000);
    const paid = orders.filter((row) => row.show === show);
    return {
      show,
      platforms: own.map(({ platform }) => {
        const readings = sparks.filter((row) => row.show === show && row.platform === platform);
        const at = (point: number) => readings.find((row) => row.point === point)?.viewers ?? null;
        const newest = Math.max(-1, ...readings.map(({ point }) => point));
        return {
          platform,
          viewers: newest < 0 ? null : at(newest),
          spark: Array.from({ length: POINTS }, (_, point) => ({
            at: new Date(from + ((to - from) * (point + 0.5)) / POINTS).toISOString(),
            value: at(point),
          })),
        };
      }),
      commentsPerMinute: can("chat_message") ? count / minutes : null,
      orders: can("purchase") ? paid.reduce((sum, row) => sum + row.orders, 0) : null,
      revenue: can("purchase")
        ? paid
            .filter(({ currency }) => currency !== "")
            .map(({ currency, paid }): Money => ({ amountMicros: microsFromText(paid), currency }))
            .sort((left, right) => left.currency.localeCompare(right.currency))
        : null,
    };
  });
}
