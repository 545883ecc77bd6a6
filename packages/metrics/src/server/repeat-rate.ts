import type { ClickHouseClient } from "@clickhouse/client";
import { Type } from "typebox";
import { Budget } from "../budget.ts";
import { REPEAT_DAYS, type RepeatRate, type RepeatRateRequest } from "../repeat-rate.ts";
import { ORDERS_EVER } from "./audience/orders-ever.ts";
import { resolvePeople } from "./people.ts";
import { periodWithin } from "./period.ts";
import { ask, defineQuery } from "./query.ts";

const repeatRateQuery = defineQuery(
  {
    name: "repeat-rate",
    row: Type.Object({
      scope: Type.String(),
      days: Type.Integer(),
      buyers: Type.Integer(),
      passed: Type.Integer(),
      repeated: Type.Integer(),
    }),
  },
  `
WITH ${ORDERS_EVER},
buyers AS
(
    SELECT scope, arraySort(groupArray(at)) AS ats
    FROM bought ARRAY JOIN ['', platform] AS scope
    WHERE at <= {now: Int64}
    GROUP BY scope, person
    HAVING ats[1] >= {from: Int64} AND ats[1] <= {to: Int64}
)
SELECT
    scope,
    days,
    count() AS buyers,
    countIf(ats[1] + within <= {now: Int64}) AS passed,
    countIf(ats[1] + within <= {now: Int64} AND length(ats) > 1 AND ats[2] - ats[1] <= within) AS repeated
FROM buyers
ARRAY JOIN [${REPEAT_DAYS.join()}] AS days, [${REPEAT_DAYS.map((days) => days * 86_400_000).join()}] AS within
GROUP BY scope, days
ORDER BY scope, days`,
);

/** Who bought again, as of `now`. @throws ImpossibleQuestion, CostlyQuestion */
export async function askRepeatRate(
  client: ClickHouseClient,
  workspace: string,
  request: RepeatRateRequest,
  now: number,
): Promise<RepeatRate> {
  const period = periodWithin(request);
  const budget = new Budget();
  await resolvePeople(client, workspace, budget);
  const rows = await ask(client, repeatRateQuery, { workspace, ...period, now }, budget);
  return {
    groups: [...Map.groupBy(rows, ({ scope }) => scope)].map(([scope, own]) => ({
      platform: scope === "" ? null : scope,
      buyers: own[0]?.buyers ?? 0,
      rates: own.map(({ days, repeated, passed }) => ({
        days,
        repeated,
        passed,
        rate: passed === 0 ? null : repeated / passed,
      })),
    })),
  };
}
