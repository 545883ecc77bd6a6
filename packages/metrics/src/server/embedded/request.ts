import type { IncomingMessage } from "node:http";
import type { Readable } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from "node:zlib";
import { exceptionOf } from "./exception.ts";
import { joiningOf } from "./format.ts";
import type { Lane } from "./pool.ts";
import type { Run } from "./protocol.ts";
import { readStatement } from "./statement.ts";

/** What a ClickHouse HTTP request asks for. */
export interface EngineRequest extends Omit<Run, "kind" | "id"> {
  lane: Lane;
  queryId: string | undefined;
}

// Answered with an error: to ignore them would change what a statement does.
const NOT_SUPPORTED = new Set(["session_id", "role", "compress", "decompress"]);

/** The largest body: an INSERT is one block of rows in memory, and is stored whole or not at all. */
const MAX_BODY_BYTES = 1024 * 1024 * 1024;

// Parameters of the HTTP interface that are not settings of a statement.
const NOT_SETTINGS = new Set(
  (
    "query query_id database default_format user password quota_key stacktrace " +
    "wait_end_of_query buffer_size enable_http_compression http_zlib_compression_level client_protocol_version " +
    "send_progress_in_http_headers http_headers_progress_interval_ms add_http_cors_header " +
    "http_response_buffer_size http_wait_end_of_query http_write_exception_in_output_format"
  ).split(" "),
);

/**
 * Reads a request to ClickHouse's HTTP interface: the statement from the URL, the body, or both (URL first, body as
 * its rows); settings, bound parameters and database from the URL, the headers or a multipart form.
 */
export async function readRequest(request: IncomingMessage, url: URL, database: string): Promise<EngineRequest> {
  const values = new URLSearchParams(url.searchParams);
  let body = request.method === "GET" ? new Uint8Array(new ArrayBuffer(0)) : await readBody(request);
  const type = header(request, "content-type") ?? "";
  if (/^multipart\/form-data/i.test(type)) {
    for (const [name, value] of await formFields(body, type)) values.append(name, value);
    body = new Uint8Array(new ArrayBuffer(0));
  }
  for (const [name, value] of values) {
    if (NOT_SUPPORTED.has(name) && value !== "0") {
      throw exceptionOf(48, "NOT_IMPLEMENTED", `The embedded engine does not support the HTTP parameter '${name}'`);
    }
  }
  const inUrl = values.getAll("query").join("");
  let statement = readStatement(inUrl === "" ? utf8(body) : inUrl);
  if (inUrl === "") body = new Uint8Array(new ArrayBuffer(0));
  else if (statement.rows === undefined && body.length > 0) {
    // As ClickHouse does it: the body continues the statement.
    statement = readStatement(`${inUrl}\n${utf8(body)}`);
    body = new Uint8Array(new ArrayBuffer(0));
  }
  if (statement.verb === "") throw exceptionOf(62, "SYNTAX_ERROR", "Syntax error: the query is empty");
  const format =
    statement.format ?? values.get("default_format") ?? header(request, "x-clickhouse-format") ?? "TabSeparated";
  return {
    sql: statement.sql,
    database: values.get("database") ?? header(request, "x-clickhouse-database") ?? database,
    settings: settingsIn(values),
    parameters: [...statement.parameters].map((name) => [name, parameterIn(values, name)]),
    format,
    rows: statement.rows === undefined ? undefined : joined(statement.rows, body),
    streamed: statement.verb === "SELECT" || statement.verb === "WITH" ? joiningOf(format) : undefined,
    changesSession: statement.changesSession,
    lane: statement.rows === undefined ? "other" : "insert",
    queryId: values.get("query_id") ?? undefined,
  };
}

function settingsIn(values: URLSearchParams): [string, string][] {
  const settings = new Map<string, string>();
  for (const [name, value] of values) {
    if (NOT_SETTINGS.has(name) || NOT_SUPPORTED.has(name) || name.startsWith("param_")) continue;
    if (!/^\w+$/.test(name)) throw exceptionOf(115, "UNKNOWN_SETTING", `Unknown setting '${name}'`);
    settings.set(name, value);
  }
  return [...settings];
}

function parameterIn(values: URLSearchParams, name: string): string {
  const value = values.get(`param_${name}`);
  if (value === null) throw exceptionOf(456, "UNKNOWN_QUERY_PARAMETER", `Substitution \`${name}\` is not set`);
  return value;
}

async function formFields(body: Uint8Array<ArrayBuffer>, type: string): Promise<[string, string][]> {
  const form = await new Response(body, { headers: { "content-type": type } }).formData().catch(() => undefined);
  if (form === undefined) throw exceptionOf(36, "BAD_ARGUMENTS", "Cannot read the multipart form");
  return [...form].map(([name, value]) => {
    if (typeof value !== "string") throw exceptionOf(48, "NOT_IMPLEMENTED", "External tables are not supported");
    return [name, value];
  });
}

function utf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw exceptionOf(36, "BAD_ARGUMENTS", "The statement is not UTF-8; bytes go as rows of an INSERT in the URL");
  }
}

/** An INSERT's rows: those in the statement, then those in the body. */
function joined(inStatement: string, body: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  if (inStatement.trim() === "") return body;
  const first = new TextEncoder().encode(inStatement);
  const rows = new Uint8Array(new ArrayBuffer(first.length + body.length));
  rows.set(first);
  rows.set(body, first.length);
  return rows;
}

export function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

async function readBody(request: IncomingMessage): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of decompressed(request) as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > MAX_BODY_BYTES) {
      throw exceptionOf(307, "TOO_MANY_BYTES", `The request is larger than ${MAX_BODY_BYTES} bytes`);
    }
    parts.push(part);
  }
  // A buffer of its own, so that it can be handed to a thread without a copy.
  const body = new Uint8Array(new ArrayBuffer(length));
  let at = 0;
  for (const part of parts) {
    body.set(part, at);
    at += part.length;
  }
  return body;
}

function decompressed(request: IncomingMessage): Readable {
  const encoding = header(request, "content-encoding") ?? "identity";
  const decoder = {
    identity: undefined,
    gzip: createGunzip,
    deflate: createInflate,
    br: createBrotliDecompress,
    zstd: createZstdDecompress,
  }[encoding.trim().toLowerCase()];
  if (encoding === "identity") return request;
  if (decoder === undefined) {
    throw exceptionOf(89, "UNKNOWN_COMPRESSION_METHOD", `Unknown HTTP content encoding: ${encoding}`);
  }
  const stream = decoder();
  request.on("error", (error) => stream.destroy(error));
  return request.pipe(stream);
}
