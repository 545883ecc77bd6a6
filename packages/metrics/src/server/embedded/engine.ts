import { createRequire } from "node:module";
import { Session } from "chdb";

/** The part of chDB's native addon that its JavaScript wraps too narrowly: any format and any target, not only eight. */
interface NativeInsert {
  InsertRawAsyncConnection(
    connection: unknown,
    prefix: string,
    rows: Buffer,
    countLines: boolean,
  ): Promise<{ rowsWritten: number; bytesWritten: number }>;
}

/**
 * Opens one session on the data folder. Sessions of one process share one engine; each runs one statement at a time.
 * `implicit_select` is a habit of the command line that a server does not have; `async_insert` would answer early.
 */
export function openSession(dataDir: string): Session {
  return new Session(dataDir, { connectionArgs: ["--implicit_select=0", "--async_insert=0"] });
}

/** Inserts bytes as they are: the engine parses them on its own threads, no JavaScript object is made. */
export function insertRows(session: Session, sql: string, rows: Uint8Array) {
  const bytes = Buffer.from(rows.buffer, rows.byteOffset, rows.byteLength);
  return nativeAddon().InsertRawAsyncConnection(session.connection, sql, bytes, false);
}

let loaded: NativeInsert | undefined;

function nativeAddon(): NativeInsert {
  const platform = `${process.platform}-${process.arch}${process.platform === "linux" ? "-gnu" : ""}`;
  loaded ??= createRequire(import.meta.resolve("chdb"))(`@chdb/lib-${platform}`) as NativeInsert;
  return loaded;
}

/** A string as a ClickHouse literal. */
export function quoted(value: string): string {
  return `'${value.replaceAll("\\", "\\\\").replaceAll("'", "\\'").replaceAll("\0", "\\0")}'`;
}

/** A name as a ClickHouse identifier. */
export function quotedName(name: string): string {
  return `\`${name.replaceAll("\\", "\\\\").replaceAll("`", "\\`")}\``;
}
