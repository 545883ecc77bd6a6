import type { ClickHouseClient } from "@clickhouse/client";
import { ask, defineQuery } from "@showpulse/metrics/server";
import { type Static, Type } from "typebox";

/** An event that was refused, as its list shows it. */
export const DeadLetter = Type.Object({
  id: Type.String(),
  receivedAt: Type.String(),
  source: Type.String(),
  /** The event's own id; null when it had none that could be read. */
  eventId: Type.Union([Type.String(), Type.Null()]),
  code: Type.String(),
  detail: Type.String(),
  /** What was sent. */
  raw: Type.String(),
});
export type DeadLetter = Static<typeof DeadLetter>;

const Row = Type.Object({
  receivedAt: Type.Integer(),
  seq: Type.Integer(),
  source: Type.String(),
  id: Type.String(),
  code: Type.String(),
  detail: Type.String(),
  raw: Type.String(),
});

const COLUMNS = "toUnixTimestamp64Milli(received_at) AS receivedAt, seq, source, id, code, detail, raw";

const deadLettersQuery = defineQuery(
  { name: "dead-letters", row: Row },
  `SELECT ${COLUMNS}
FROM dead_letters
WHERE workspace = {workspace: String}
  AND ({code: String} = '' OR code = {code: String})
  AND (source = {source: String} OR {anySource: Bool})
  AND (toUnixTimestamp64Milli(received_at), seq) < ({beforeTime: Int64}, {beforeSeq: UInt64})
ORDER BY received_at DESC, seq DESC
LIMIT {limit: UInt32}`,
);

const deadLetterQuery = defineQuery(
  { name: "dead-letter", row: Row },
  `SELECT ${COLUMNS}
FROM dead_letters
WHERE workspace = {workspace: String}
  AND received_at = fromUnixTimestamp64Milli({receivedAt: Int64}) AND seq = {seq: UInt64}`,
);

export interface DeadLettersPage {
  workspace: string;
  code?: string | undefined;
  source?: string | undefined;
  /** Time and number of the last one of the page before. */
  before?: readonly [number, number] | undefined;
  limit: number;
}

/** Newest first; one more than asked for when there are more. */
export async function listDeadLetters(
  clickhouse: ClickHouseClient,
  { workspace, code = "", source, before = [FAR_FUTURE, 0], limit }: DeadLettersPage,
): Promise<{ letter: DeadLetter; position: readonly [number, number] }[]> {
  const [beforeTime, beforeSeq] = before;
  const anySource = source === undefined;
  const params = { workspace, code, source: source ?? "", anySource, beforeTime, beforeSeq, limit: limit + 1 };
  const rows = await ask(clickhouse, deadLettersQuery, params);
  return rows.map((row) => ({ letter: letterOf(row), position: [row.receivedAt, row.seq] as const }));
}

/** What was sent as a dead letter; null when the workspace has none of that id. */
export async function readDeadLetter(
  clickhouse: ClickHouseClient,
  workspace: string,
  id: string,
): Promise<DeadLetter | null> {
  const match = /^(\d{1,15})-(\d{1,15})$/.exec(id);
  if (!match) return null;
  const [row] = await ask(clickhouse, deadLetterQuery, {
    workspace,
    receivedAt: Number(match[1]),
    seq: Number(match[2]),
  });
  return row === undefined ? null : letterOf(row);
}

const FAR_FUTURE = 253_402_300_799_999;

const letterOf = ({ receivedAt, seq, source, id, code, detail, raw }: Static<typeof Row>): DeadLetter => ({
  id: `${receivedAt}-${seq}`,
  receivedAt: new Date(receivedAt).toISOString(),
  source,
  eventId: id === "" ? null : id,
  code,
  detail,
  raw,
});
