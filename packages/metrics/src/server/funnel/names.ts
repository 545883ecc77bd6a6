import type { ClickHouseClient } from "@clickhouse/client";
import { Type } from "typebox";
import type { Budget } from "../../budget.ts";
import { ask, defineQuery } from "../query.ts";
import { PEOPLE } from "../selection.ts";

const idsQuery = defineQuery(
  { name: "funnel/ids", row: Type.Object({ person: Type.String(), actor: Type.String() }) },
  `SELECT person, actor FROM ${PEOPLE} AS people WHERE has({persons: Array(String)}, person) ORDER BY person, actor`,
);

const namesQuery = defineQuery(
  { name: "funnel/names", row: Type.Object({ actor: Type.String(), name: Type.String(), newest: Type.Integer() }) },
  `SELECT actor, argMax(name, seq) AS name, max(seq) AS newest FROM actor_names
  WHERE workspace = {workspace: String} AND has({actors: Array(String)}, actor) GROUP BY actor`,
);

export interface Person {
  /** All ids of the person. */
  ids: string[];
  /** The newest name that any platform gave; null where none did. */
  name: string | null;
}

/** What to show of people. */
export async function namesOf(
  client: ClickHouseClient,
  workspace: string,
  persons: readonly string[],
  budget: Budget,
): Promise<Map<string, Person>> {
  const joined = Map.groupBy(await ask(client, idsQuery, { workspace, persons }, budget), ({ person }) => person);
  const ids = new Map(persons.map((person) => [person, joined.get(person)?.map(({ actor }) => actor) ?? [person]]));
  const names = await ask(client, namesQuery, { workspace, actors: [...ids.values()].flat() }, budget);
  const nameOf = new Map(names.map((row) => [row.actor, row]));
  return new Map(
    [...ids].map(([person, own]) => {
      const known = own.flatMap((id) => nameOf.get(id) ?? []).sort((a, b) => b.newest - a.newest);
      return [person, { ids: own, name: known[0]?.name ?? null }];
    }),
  );
}
