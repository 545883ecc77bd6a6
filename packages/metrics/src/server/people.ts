import type { ClickHouseClient } from "@clickhouse/client";
import { Type } from "typebox";
import { Budget } from "../budget.ts";
import { People } from "../people.ts";
import { ask, askOne, defineQuery } from "./query.ts";

const joinsQuery = defineQuery(
  {
    name: "people/joins",
    row: Type.Object({ fingerprint: Type.String(), known: Type.String(), version: Type.Integer() }),
  },
  `SELECT
  (SELECT concat(toString(count()), ':', toString(groupBitXor(cityHash64(actor, alias)))) FROM identities
   WHERE workspace = {workspace: String} AND alias != '') AS fingerprint,
  (SELECT anyLast(person) FROM people FINAL WHERE workspace = {workspace: String} AND actor = '') AS known,
  (SELECT max(version) FROM people WHERE workspace = {workspace: String}) AS version`,
);

const pairsQuery = defineQuery(
  { name: "people/pairs", row: Type.Object({ actor: Type.String(), alias: Type.String() }) },
  `SELECT DISTINCT actor, alias FROM identities WHERE workspace = {workspace: String} AND alias != ''`,
);

const mappedQuery = defineQuery(
  { name: "people/mapped", row: Type.Object({ actor: Type.String(), person: Type.String() }) },
  `SELECT actor, person FROM people FINAL WHERE workspace = {workspace: String} AND actor != ''`,
);

/**
 * Makes the table `people` agree with every `identify` there is, for all of history: joins are transitive, and a
 * person is the smallest of its ids, so that several hubs find the same. Cheap when nothing was joined since.
 */
export async function resolvePeople(client: ClickHouseClient, workspace: string, budget = new Budget()): Promise<void> {
  const { fingerprint, known, version } = await askOne(client, joinsQuery, { workspace }, budget);
  if (fingerprint === known || (known === "" && fingerprint.startsWith("0:"))) return;
  const [pairs, mapped] = await Promise.all([
    ask(client, pairsQuery, { workspace }, budget),
    ask(client, mappedQuery, { workspace }, budget),
  ]);
  const people = new People();
  for (const { actor, alias } of pairs) people.join(actor, alias);
  const before = new Map(mapped.map(({ actor, person }) => [actor, person]));
  // Ids whose joins were erased stand for themselves again.
  const now = new Map([...before.keys()].map((actor) => [actor, actor]));
  for (const [actor, person] of people.joined()) now.set(actor, person);
  const next = Math.max(Date.now(), version + 1);
  const changed = [...now].filter(([actor, person]) => before.get(actor) !== person);
  const rows = [...changed, ["", fingerprint] as const].map(([actor, person]) => ({
    workspace,
    actor,
    person,
    version: next,
  }));
  await client.insert({ table: "people", values: rows, format: "JSONEachRow" });
}
