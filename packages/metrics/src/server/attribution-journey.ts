import type { ClickHouseClient } from "@clickhouse/client";
import { Type } from "typebox";
import type { BuyerJourney } from "../attribution-journey.ts";
import { Budget } from "../budget.ts";
import { resolvePeople } from "./people.ts";
import { ask, defineQuery } from "./query.ts";
import { PEOPLE } from "./selection.ts";

const LONGEST = 1000;

const idsQuery = defineQuery(
  { name: "attribution-journey/ids", row: Type.Object({ actor: Type.String() }) },
  `SELECT actor FROM (
    SELECT actor, person FROM ${PEOPLE}
    WHERE person = (SELECT any(person) FROM ${PEOPLE} WHERE actor = {actor: String})
  ) ORDER BY actor`,
);

const stepsQuery = defineQuery(
  {
    name: "attribution-journey/steps",
    row: Type.Object({
      at: Type.Integer(),
      type: Type.String(),
      platform: Type.String(),
      show: Type.String(),
      actor: Type.String(),
      campaign: Type.String(),
      creator: Type.String(),
      link: Type.String(),
      referrer: Type.String(),
      item: Type.String(),
      order: Type.String(),
      amountMicros: Type.Integer(),
      currency: Type.String(),
    }),
  },
  `
SELECT at, type, platform, show, actor, campaign, creator, link, referrer, item, \`order\`, amountMicros, currency
FROM
(
    SELECT
        time, seq, toUnixTimestamp64Milli(time) AS at, type, platform, show, actor, campaign, creator, link, referrer,
        item, \`order\`, amount_micros AS amountMicros, currency
    FROM events
    WHERE workspace = {workspace: String} AND has({ids: Array(String)}, actor)
        AND type NOT IN ('heartbeat', 'like', 'reaction', 'identify', 'chat_message')
    ORDER BY time DESC, seq DESC
    LIMIT ${LONGEST}
)
ORDER BY time, seq`,
);

/** What a person did on the way to buying, in order: the newest thousand steps, of every id of the person. */
export async function askBuyerJourney(
  client: ClickHouseClient,
  workspace: string,
  actor: string,
): Promise<BuyerJourney> {
  const budget = new Budget();
  await resolvePeople(client, workspace, budget);
  const joined = (await ask(client, idsQuery, { workspace, actor }, budget)).map((row) => row.actor);
  const ids = joined.length > 0 ? joined : [actor];
  const steps = await ask(client, stepsQuery, { workspace, ids }, budget);
  return {
    actor,
    ids,
    complete: steps.length < LONGEST,
    steps: steps.map(({ at, amountMicros, currency, ...step }) => ({
      at: new Date(at).toISOString(),
      ...(Object.fromEntries(Object.entries(step).filter(([, value]) => value !== "")) as typeof step),
      ...(currency === "" ? {} : { amount: { amountMicros, currency } }),
    })),
  };
}
