import type { ClickHouseClient } from "@clickhouse/client";
import { Type } from "typebox";
import { Compile } from "typebox/compile";

/** A source that ClickHouse holds events of. */
const KnownSource = Type.Object({ workspace: Type.String(), source: Type.String(), lastSeq: Type.String() });
const isKnownSource = Compile(KnownSource);

const KNOWN_SOURCES = `
SELECT workspace, source, toString(max(seq)) AS lastSeq
FROM events
GROUP BY workspace, source`;

// The two hashes that hash.ts computes, as 8 bytes a row.
const KNOWN_IDS = `
SELECT murmurHash3_32(id), xxHash32(id)
FROM events
WHERE workspace = {workspace: String} AND source = {source: String}
FORMAT RowBinary`;

/** Every source in ClickHouse, with the highest position of its events. */
export async function knownSources(
  clickhouse: ClickHouseClient,
): Promise<{ workspace: string; source: string; lastSeq: number }[]> {
  const reply = await clickhouse.query({ query: KNOWN_SOURCES, format: "JSONEachRow" });
  return (await reply.json<unknown>()).map((row) => {
    if (!isKnownSource.Check(row)) throw new Error("known-sources: a row has not the form asked for");
    return { workspace: row.workspace, source: row.source, lastSeq: Number(row.lastSeq) };
  });
}

/** Visits the hashes of every id that ClickHouse holds of a source. */
export async function visitKnownIds(
  clickhouse: ClickHouseClient,
  workspace: string,
  source: string,
  visit: (murmur: number, xx: number) => void,
): Promise<void> {
  const { stream } = await clickhouse.exec({ query: KNOWN_IDS, query_params: { workspace, source } });
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of stream) {
    const bytes: Buffer = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const whole = bytes.length - (bytes.length % 8);
    for (let at = 0; at < whole; at += 8) visit(bytes.readUInt32LE(at), bytes.readUInt32LE(at + 4));
    rest = bytes.subarray(whole);
  }
  if (rest.length > 0) throw new Error("known-ids: the answer was cut short");
}
