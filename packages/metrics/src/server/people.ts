import type { ClickHouseClient } from "@clickhouse/client";
import { Type } from "typebox";
import { Budget } from "../budget.ts";
import { People } from "../people.ts";
import { ask, askOne, defineQuery } from "./query.ts";

/** Says of `identify` events which they are: how many, and a sum over them that does not depend on their order. */
const FINGERPRINT = "concat(toString(count()), ':', toString(sum(seq)))";

const joinsQuery = defineQuery(
  {
    name: "people/joins",
    row: Type.Object({
      fingerprint: Type.String(),
      newest: Type.String(),
      known: Type.String(),
      version: Type.Integer(),
    }),
  },
  `SELECT max(fingerprint) AS fingerprint, toString(max(newest)) AS newest, max(known) AS known, max(version) AS version
FROM
(
    SELECT ${FINGERPRINT} AS fingerprint, max(seq) AS newest, '' AS known, 0 AS version FROM identities
    WHERE workspace = {workspace: String}
    UNION ALL
    SELECT '', 0, argMax(person, version), max(version) FROM people
    WHERE workspace = {workspace: String} AND actor_hash = 0
)`,
);

/** Joins that came after one, and what is said of those up to it. */
const pairsQuery = defineQuery(
  { name: "people/pairs", row: Type.Object({ actor: Type.String(), alias: Type.String() }) },
  `SELECT DISTINCT actor, alias FROM identities
WHERE workspace = {workspace: String} AND alias != '' AND seq > {after: Int64}`,
);
const earlierQuery = defineQuery(
  { name: "people/earlier", row: Type.Object({ fingerprint: Type.String() }) },
  `SELECT ${FINGERPRINT} AS fingerprint FROM identities
WHERE workspace = {workspace: String} AND seq <= {after: UInt64}`,
);

const Mapped = Type.Object({ actor: Type.String(), person: Type.String() });
const mappedQuery = defineQuery(
  { name: "people/mapped", row: Mapped },
  `SELECT actor, person FROM people FINAL WHERE workspace = {workspace: String} AND actor_hash != 0`,
);

/** The ids of everybody who has one of these ids. */
const concernedQuery = defineQuery(
  { name: "people/concerned", row: Mapped },
  `SELECT actor, person FROM people FINAL
WHERE workspace = {workspace: String} AND actor_hash != 0 AND person_hash IN
    (SELECT person_hash FROM people FINAL
     WHERE workspace = {workspace: String} AND actor_hash IN arrayMap(id -> sipHash64(id), {ids: Array(String)}))`,
);

/** What `identify` has said of a workspace, and what the table was worked out from. */
interface Joins {
  /** Of all joins that there are. */
  now: string;
  /** Of those that the table agrees with; '' for none. */
  known: string;
  version: number;
}

async function lookAtJoins(client: ClickHouseClient, workspace: string, budget: Budget): Promise<Joins> {
  const { fingerprint, newest, known, version } = await askOne(client, joinsQuery, { workspace }, budget);
  return { now: `${fingerprint}@${newest}`, known, version };
}

const mayBeJoined = (joins: string): boolean => !joins.startsWith("0:");
const agree = ({ now, known }: Joins): boolean => now === known || (known === "" && !mayBeJoined(now));

/**
 * Makes the table `people` agree with every `identify` there is, for all of history: joins are transitive, and a
 * person is the smallest of its ids, so that several hubs find the same. Cheap when nothing was joined since, and
 * when something was, only those are looked at whom it concerns.
 * @returns whether any two ids of the workspace may be one person: if none are, nothing has to be looked up
 */
export async function resolvePeople(
  client: ClickHouseClient,
  workspace: string,
  budget = new Budget(),
): Promise<boolean> {
  return resolved(client, workspace, await lookAtJoins(client, workspace, budget), budget);
}

/** Joins that the table was last seen to agree with, by workspace; none where it was not when it was last looked at. */
const agreed = new WeakMap<ClickHouseClient, Map<string, string>>();

/**
 * Asks a question about people when the table `people` agrees with every `identify`. Where it did the last time, the
 * question need not wait until that is looked at again: it is asked at once, and once more if somebody was joined.
 * @param ask is told whether any two ids may be one person; what an earlier call of it found out does not count
 */
export async function withPeople<Answer>(
  client: ClickHouseClient,
  workspace: string,
  budget: Budget,
  ask: (joined: boolean) => Promise<Answer>,
): Promise<Answer> {
  const seen = agreed.get(client) ?? new Map<string, string>();
  agreed.set(client, seen);
  const before = seen.get(workspace);
  const look = lookAtJoins(client, workspace, budget);
  if (before !== undefined) {
    const [joins, answer] = await Promise.all([look, ask(mayBeJoined(before))]);
    if (joins.now === before && agree(joins)) return answer;
  }
  const joins = await look;
  // Where people are joined all the time, a second asking would be the rule.
  if (agree(joins)) seen.set(workspace, joins.now);
  else seen.delete(workspace);
  return ask(await resolved(client, workspace, joins, budget));
}

/** So often a question is asked again because people were joined meanwhile. */
const MOST_AGAIN = 2;

/**
 * The same for questions of several statements, which must not see people half before and half after they were joined:
 * asked again where the table has changed meanwhile.
 */
export async function withSamePeople<Answer>(
  client: ClickHouseClient,
  workspace: string,
  budget: Budget,
  ask: () => Promise<Answer>,
): Promise<Answer> {
  const joins = await lookAtJoins(client, workspace, budget);
  await resolved(client, workspace, joins, budget);
  let seen = agree(joins) ? joins.known : joins.now;
  for (let again = 0; ; again += 1) {
    const answer = await ask();
    const { known } = await lookAtJoins(client, workspace, budget);
    if (known === seen || again === MOST_AGAIN) return answer;
    seen = known;
  }
}

async function resolved(client: ClickHouseClient, workspace: string, joins: Joins, budget: Budget): Promise<boolean> {
  const { now, known, version } = joins;
  if (agree(joins)) return mayBeJoined(now);
  const [before = "", after = ""] = known.split("@");
  // Joins that were erased, or came late, change who the others are: then all are looked at.
  const isMore =
    after !== "" && (await askOne(client, earlierQuery, { workspace, after }, budget)).fingerprint === before;
  const changed = await changedPeople(client, workspace, isMore ? after : null, budget);
  const values = [...changed, ["", now] as const].map(([actor, person]) => ({
    workspace,
    actor,
    person,
    version: Math.max(Date.now(), version + 1),
  }));
  await client.insert({ table: "people", values, format: "JSONEachRow" });
  return mayBeJoined(now);
}

/** Ids that are somebody else's than the table says, by all joins, or by those after `after` and what the table says. */
async function changedPeople(
  client: ClickHouseClient,
  workspace: string,
  after: string | null,
  budget: Budget,
): Promise<[actor: string, person: string][]> {
  const pairs = await ask(client, pairsQuery, { workspace, after: after ?? "-1" }, budget);
  const ids = [...new Set(pairs.flatMap(({ actor, alias }) => [actor, alias]))];
  const mapped = await (after === null
    ? ask(client, mappedQuery, { workspace }, budget)
    : ask(client, concernedQuery, { workspace, ids }, budget));
  const people = new People();
  for (const { actor, alias } of pairs) people.join(actor, alias);
  if (after !== null) for (const { actor, person } of mapped) people.join(actor, person);
  const before = new Map(mapped.map(({ actor, person }) => [actor, person]));
  // Ids whose joins were erased stand for themselves again.
  const now = new Map([...before.keys()].map((actor) => [actor, actor]));
  for (const [actor, person] of people.joined()) now.set(actor, person);
  return [...now].filter(([actor, person]) => before.get(actor) !== person);
}
