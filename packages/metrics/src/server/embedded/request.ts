import type { IncomingMessage } from "node:http";
import type { Readable } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from "node:zlib";
import { exceptionOf } from "./exception.ts";
import type { Lane } from "./pool.ts";
import type { Run } from "./protocol.ts";
import { readStatement } from "./statement.ts";

/** What a ClickHouse HTTP request asks for. */
export interface EngineRequest extends Omit<Run, "kind" | "id"> {
  lane: Lane;
  queryId: string | undefined;
}

/** The largest body: an INSERT is one block of rows in memory, and is stored whole or not at all. */
const MAX_BODY_BYTES = 1024 * 1024 * 1024;

// Parameters of the HTTP interface that are not settings of a statement.
const NOT_SETTINGS = new Set(
  (
    "query query_id database default_format user password quota_key role compress decompress stacktrace " +
    "wait_end_of_query buffer_size enable_http_compression http_zlib_compression_level client_protocol_version " +
    "send_progress_in_http_headers http_headers_progress_interval_ms add_http_cors_header " +
    "http_response_buffer_size http_wait_end_of_query http_write_exception_in_output_format"
  ).split(" "),
);

// Formats whose chunks can be joined: no header, no footer, no brackets around the rows.
const JOINABLE = new Set(
  (
    "JSONEachRow JSONLines NDJSON JSONStringsEachRow JSONCompactEachRow JSONCompactStringsEachRow " +
    "CSV TSV TabSeparated TSVRaw TabSeparatedRaw RowBinary Native LineAsString RawBLOB"
  ).split(" "),
);

/**
 * Reads a request to ClickHouse's HTTP interface: the statement from the URL, the body, or both (URL first, body as
 * its rows); settings, bound parameters and database from the URL, the headers or a multipart form.
 */
export async function readRequest(request: IncomingMessage, url: URL, database: string): Promise<EngineRequest> {
  const body = request.method === "GET" ? new Uint8Array(new ArrayBuffer(0)) : await readBody(request);
  const values = new URLSearchParams(url.searchParams);
  let rest: Uint8Array<ArrayBuffer> = body;
  if (/^multipart\/form-data/i.test(request.headers["content-type"] ?? "")) {
    const form = await new Response(body, { headers: { "content-type": request.headers["content-type"] ?? "" } })
      .formData()
      .catch(() => undefined);
    if (form === undefined) throw exceptionOf(36, "BAD_ARGUMENTS", "Cannot read the multipart form");
    for (const [name, value] of form) {
      if (typeof value !== "string") throw exceptionOf(48, "NOT_IMPLEMENTED", "External tables are not supported");
      values.append(name, value);
    }
    rest = new Uint8Array(new ArrayBuffer(0));
  }
  for (const name of ["session_id", "role"]) {
    if (values.has(name)) {
      throw exceptionOf(48, "NOT_IMPLEMENTED", `The embedded engine has no HTTP sessions or roles ('${name}')`);
    }
  }
  const inUrl = values.getAll("query").join("");
  const statement = readStatement(inUrl === "" ? new TextDecoder().decode(rest) : inUrl);
  if (statement.verb === "") throw exceptionOf(62, "SYNTAX_ERROR", "Syntax error: the query is empty");
  if (inUrl === "") rest = new Uint8Array(new ArrayBuffer(0));
  else if (rest.length > 0 && !statement.takesRows) {
    // As ClickHouse does it: the body continues the statement.
    return readRequestOf(readStatement(`${inUrl}\n${new TextDecoder().decode(rest)}`), undefined);
  }
  return readRequestOf(statement, inUrl !== "" && statement.takesRows ? rest : undefined);

  function readRequestOf(read: typeof statement, rows: Uint8Array<ArrayBuffer> | undefined): EngineRequest {
    const format =
      read.format ?? values.get("default_format") ?? header(request, "x-clickhouse-format") ?? "TabSeparated";
    const given = new Map([...values].filter(([name]) => name.startsWith("param_")).map(([n, v]) => [n.slice(6), v]));
    const parameters = [...read.parameters].map((name): [string, string] => {
      const value = given.get(name);
      if (value === undefined) throw exceptionOf(456, "UNKNOWN_QUERY_PARAMETER", `Substitution \`${name}\` is not set`);
      return [name, value];
    });
    const settings = [...values].filter(([name]) => !NOT_SETTINGS.has(name) && !name.startsWith("param_"));
    for (const [name] of settings) {
      if (!/^\w+$/.test(name)) throw exceptionOf(115, "UNKNOWN_SETTING", `Unknown setting '${name}'`);
    }
    return {
      sql: read.sql,
      database: values.get("database") ?? header(request, "x-clickhouse-database") ?? database,
      settings: [...new Map(settings)],
      parameters,
      format,
      rows: rows !== undefined && rows.length > 0 ? rows : undefined,
      streamed: (read.verb === "SELECT" || read.verb === "WITH") && JOINABLE.has(format),
      changesSession: read.changesSession,
      lane: read.takesRows ? "insert" : "other",
      queryId: values.get("query_id") ?? undefined,
    };
  }
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
