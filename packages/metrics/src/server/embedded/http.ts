import { randomBytes, randomUUID, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Writable } from "node:stream";
import { createBrotliCompress, createGzip, createZstdCompress } from "node:zlib";
import { clickHouseException, exceptionInStream, exceptionOf } from "./exception.ts";
import { contentTypeOf } from "./format.ts";
import type { EnginePool } from "./pool.ts";
import type { Summary } from "./protocol.ts";
import { header, readRequest } from "./request.ts";

export interface Access {
  username: string;
  password: string;
  /** Used when a request names none. */
  database: string;
}

/** As ClickHouse's `http_max_uri_size`: bound parameters travel in the URL. */
const MAX_URL_BYTES = 1024 * 1024;

/** ClickHouse's HTTP interface over the embedded engine. */
export function createEngineServer(pool: EnginePool, access: Access): Server {
  const server = createServer({ keepAliveTimeout: 30_000, maxHeaderSize: MAX_URL_BYTES }, (request, response) => {
    void answer(pool, access, request, response);
  });
  // A large INSERT may take as long as it takes to arrive.
  server.requestTimeout = 0;
  return server;
}

async function answer(pool: EnginePool, access: Access, request: IncomingMessage, response: ServerResponse) {
  const gone = new AbortController();
  response.on("close", () => gone.abort());
  request.on("error", () => gone.abort());
  response.on("error", () => gone.abort());
  try {
    const url = new URL(request.url ?? "/", "http://localhost");
    if (url.pathname === "/ping" || url.pathname === "/replicas_status") return void response.end("Ok.\n");
    checkAccess(request, url, access);
    if (url.pathname !== "/") return void response.writeHead(404).end(`There is no handle ${url.pathname}\n`);
    if (request.method !== "GET" && request.method !== "POST") return void response.writeHead(405).end();
    await runRequest(pool, access, request, response, url, gone.signal);
  } catch (error) {
    if (!gone.signal.aborted) refuse(request, response, error);
  }
}

async function runRequest(
  pool: EnginePool,
  access: Access,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  signal: AbortSignal,
): Promise<void> {
  const { lane, queryId, ...job } = await readRequest(request, url, access.database);
  const tag = randomBytes(8).toString("hex");
  response.setHeader("X-ClickHouse-Query-Id", queryId ?? randomUUID());
  response.setHeader("X-ClickHouse-Format", job.format);
  response.setHeader("X-ClickHouse-Exception-Tag", tag);
  response.setHeader("X-ClickHouse-Timezone", "UTC");
  const started = process.hrtime.bigint();
  const result = pool.run(lane, job, signal);
  // Headers wait for the first rows, so that an error before them has its own status.
  let step = await result.next();
  response.setHeader("Content-Type", contentTypeOf(job.format));
  response.setHeader(
    "X-ClickHouse-Summary",
    summaryHeader(step.done === true ? step.value : undefined, process.hrtime.bigint() - started),
  );
  const body = encodedBody(request, response, url);
  try {
    while (step.done !== true) {
      if (!body.write(step.value)) await drained(body, signal);
      if (signal.aborted) break;
      step = await result.next();
    }
  } catch (error) {
    body.write(exceptionInStream(clickHouseException(error).text, tag));
  } finally {
    if (signal.aborted) await result.return({ readRows: 0, readBytes: 0, writtenRows: 0, writtenBytes: 0 });
    body.end();
  }
}

function refuse(request: IncomingMessage, response: ServerResponse, error: unknown): void {
  const exception = clickHouseException(error);
  response.writeHead(exception.status, {
    "Content-Type": "text/plain; charset=UTF-8",
    "X-ClickHouse-Exception-Code": String(exception.code),
    ...(request.complete ? {} : { Connection: "close" }),
  });
  response.end(`${exception.text}\n`);
  // A client that is still sending reads its answer only when it is done.
  request.resume();
}

function checkAccess(request: IncomingMessage, url: URL, access: Access): void {
  const basic = /^Basic (.+)$/i.exec(header(request, "authorization") ?? "")?.[1];
  const [basicUser, ...basicPassword] = Buffer.from(basic ?? "", "base64")
    .toString("utf8")
    .split(":");
  const username = header(request, "x-clickhouse-user") ?? url.searchParams.get("user") ?? basicUser ?? "";
  const password = header(request, "x-clickhouse-key") ?? url.searchParams.get("password") ?? basicPassword.join(":");
  const given = Buffer.from(`${username}\0${password}`);
  const wanted = Buffer.from(`${access.username}\0${access.password}`);
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) {
    throw exceptionOf(
      516,
      "AUTHENTICATION_FAILED",
      `${username || "default"}: Authentication failed: password is incorrect, or there is no user with such name`,
    );
  }
}

function summaryHeader(summary: Summary | undefined, elapsedNs: bigint): string {
  return JSON.stringify({
    read_rows: String(summary?.readRows ?? 0),
    read_bytes: String(summary?.readBytes ?? 0),
    written_rows: String(summary?.writtenRows ?? 0),
    written_bytes: String(summary?.writtenBytes ?? 0),
    total_rows_to_read: "0",
    result_rows: String(summary?.readRows ?? 0),
    result_bytes: String(summary?.readBytes ?? 0),
    elapsed_ns: String(elapsedNs),
  });
}

function encodedBody(request: IncomingMessage, response: ServerResponse, url: URL): Writable {
  const accepted = header(request, "accept-encoding") ?? "";
  if (url.searchParams.get("enable_http_compression") !== "1") return response;
  const encoders = { gzip: createGzip, br: createBrotliCompress, zstd: createZstdCompress };
  for (const [name, create] of Object.entries(encoders)) {
    if (!accepted.includes(name)) continue;
    response.setHeader("Content-Encoding", name);
    const encoder = create();
    encoder.on("error", () => response.destroy());
    encoder.pipe(response);
    response.on("close", () => encoder.destroy());
    return encoder;
  }
  return response;
}

function drained(body: Writable, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    body.once("drain", resolve);
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
