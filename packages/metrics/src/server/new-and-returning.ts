import type { ClickHouseClient } from "@clickhouse/client";
import { Type } from "typebox";
import { Budget } from "../budget.ts";
import { measuresAny } from "../capabilities.ts";
import type { NewAndReturningRow } from "../new-and-returning.ts";
import { resolvePeople } from "./people.ts";
import { ask, defineQuery } from "./query.ts";
import { OF_PEOPLE, PERSON } from "./selection.ts";

const Row = Type.Object({
  show: Type.String(),
  platform: Type.String(),
  people: Type.Integer(),
  fresh: Type.Integer(),
});

/** People of each show and platform, and those of them whose first event of all that count was in that show. */
const countedSql = (events: string) => `
WITH
per_actor AS
(
    SELECT actor_hash, toString(show) AS show, toString(platform) AS platform, min((time, seq)) AS first
    FROM ${events} AND actor_hash != 0
    GROUP BY actor_hash, show, platform
),
per_person AS
(
    SELECT argMin(show, first) AS first_show, groupUniqArray((show, platform)) AS seen
    FROM per_actor ${OF_PEOPLE}
    GROUP BY ${PERSON}
)
SELECT one.1 AS show, one.2 AS platform, count() AS people, countIf(first_show = one.1) AS fresh
FROM per_person ARRAY JOIN seen AS one
WHERE one.1 IN {shows: Array(String)}
GROUP BY show, platform`;

const viewersQuery = defineQuery(
  { name: "new-and-returning/viewers", row: Row },
  countedSql("events WHERE workspace = {workspace: String} AND show != ''"),
);

/** As a show's own `buyers` and `buyers_new`: whoever has a `purchase` in it, and whose first was there. */
const buyersQuery = defineQuery(
  { name: "new-and-returning/buyers", row: Row },
  countedSql("commerce FINAL WHERE workspace = {workspace: String} AND type = 'purchase'"),
);

/** Who was there, and who bought, for the first time: for each of the shows, in their order. @throws CostlyQuestion */
export async function askNewAndReturning(
  client: ClickHouseClient,
  workspace: string,
  shows: readonly string[],
): Promise<NewAndReturningRow[]> {
  if (shows.length === 0) return [];
  const budget = new Budget();
  await resolvePeople(client, workspace, budget);
  const params = { workspace, shows };
  const [viewers, buyers] = await Promise.all([
    ask(client, viewersQuery, params, budget),
    ask(client, buyersQuery, params, budget),
  ]);
  return shows.flatMap((show) => {
    const bought = buyers.filter((row) => row.show === show);
    const seen = viewers.filter((row) => row.show === show);
    const platforms = [...new Set([...seen, ...bought].map(({ platform }) => platform))].sort();
    return platforms.map((platform): NewAndReturningRow => {
      const own = seen.find((row) => row.platform === platform);
      const orders = bought.find((row) => row.platform === platform);
      const measured = orders !== undefined || measuresAny(platform, ["purchase"]);
      return {
        show,
        platform,
        viewers: own?.people ?? 0,
        viewersNew: own?.fresh ?? 0,
        buyers: measured ? (orders?.people ?? 0) : null,
        buyersNew: measured ? (orders?.fresh ?? 0) : null,
      };
    });
  });
}
