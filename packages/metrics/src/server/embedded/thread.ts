import { parentPort, workerData } from "node:worker_threads";
import { insertRows, openSession, quoted, quotedName } from "./engine.ts";
import { headerLength, type Joining } from "./format.ts";
import { BYTES_AHEAD, type FromThread, type Run, type Summary, type ToThread } from "./protocol.ts";

// One session in a thread of its own: starting a streamed statement blocks its thread while the engine analyses it
// (a scalar subquery runs there: seconds), which must not stop the HTTP server nor the other sessions.

const NOTHING: Summary = { readRows: 0, readBytes: 0, writtenRows: 0, writtenBytes: 0 };

const { dataDir } = workerData as { dataDir: string };
const port = parentPort;
if (port === null) throw new Error("this module runs in a worker thread");

let session = openSession(dataDir);
let database = "";
let running: { id: number; cancelled: boolean; unread: number; wake: (() => void) | undefined } | undefined;

function send(message: FromThread, transfer: ArrayBuffer[] = []): void {
  port?.postMessage(message, transfer);
}

port.on("message", (message: ToThread) => {
  if (message.kind === "run") void run(message);
  else if (message.kind === "close") {
    session.close();
    send({ kind: "closed" });
  } else if (running?.id === message.id) {
    if (message.kind === "cancel") running.cancelled = true;
    else running.unread -= message.bytes;
    running.wake?.();
  }
});

async function run(statement: Run): Promise<void> {
  running = { id: statement.id, cancelled: false, unread: 0, wake: undefined };
  let outcome: FromThread;
  try {
    await prepare(statement);
    outcome = { kind: "end", id: statement.id, summary: await execute(statement) };
  } catch (error) {
    outcome = { kind: "failed", id: statement.id, message: error instanceof Error ? error.message : String(error) };
  }
  // A stream that was killed stays in the engine's list of processes until its session is closed.
  const broken = statement.streamed !== undefined && (outcome.kind === "failed" || running.cancelled);
  await forget(statement, statement.changesSession || broken);
  running = undefined;
  send(outcome);
}

async function prepare(statement: Run): Promise<void> {
  if (database !== statement.database) {
    await session.queryAsync(`USE ${quotedName(statement.database)}`);
    database = statement.database;
  }
  const assignments = [
    ...statement.settings.map(([name, value]) => `${name} = ${quoted(value)}`),
    ...statement.parameters.map(([name, value]) => `param_${name} = ${quoted(value)}`),
  ];
  if (assignments.length > 0) await session.queryAsync(`SET ${assignments.join(", ")}`);
}

/** Nothing of a statement may be seen by the next one. Parameters may stay: each run sets all that it names. */
async function forget(statement: Run, renew: boolean): Promise<void> {
  let clean = !renew;
  if (clean && statement.settings.length > 0) {
    const defaults = statement.settings.map(([name]) => `${name} = DEFAULT`).join(", ");
    clean = await session.queryAsync(`SET ${defaults}`).then(
      () => true,
      () => false,
    );
  }
  if (clean) return;
  session.close();
  session = openSession(dataDir);
  database = "";
}

async function execute(statement: Run): Promise<Summary> {
  if (statement.rows?.length === 0) return { ...NOTHING };
  if (statement.rows !== undefined) {
    const written = await insertRows(session, statement.sql, statement.rows);
    return { ...NOTHING, writtenRows: written.rowsWritten, writtenBytes: written.bytesWritten };
  }
  return statement.streamed === undefined ? wholeResult(statement) : streamedResult(statement, statement.streamed);
}

async function wholeResult(statement: Run): Promise<Summary> {
  const result = await session.queryAsync(statement.sql, { format: statement.format });
  const bytes = new Uint8Array(result.bytes());
  if (bytes.length > 0) send({ kind: "chunk", id: statement.id, bytes }, [bytes.buffer]);
  return { ...NOTHING, readRows: result.rowsRead, readBytes: result.bytesRead };
}

async function streamedResult(statement: Run, joining: Joining): Promise<Summary> {
  const summary = { ...NOTHING };
  let header = 0;
  for await (const chunk of session.queryStream(statement.sql, { format: statement.format })) {
    await roomForMore();
    if (running?.cancelled === true) return summary;
    const raw = chunk.raw();
    const bytes = new Uint8Array(raw.subarray(header));
    if (joining.kind === "headed" && header === 0) header = headerLength(raw, joining);
    summary.readRows += chunk.numRows;
    summary.readBytes += bytes.length;
    if (running !== undefined) running.unread += bytes.length;
    send({ kind: "chunk", id: statement.id, bytes }, [bytes.buffer]);
  }
  // Without rows there was no chunk, and no header.
  return joining.kind === "headed" && header === 0 ? wholeResult(statement) : summary;
}

/** Waits until the reader has room for more, or has gone. */
async function roomForMore(): Promise<void> {
  const current = running;
  while (current !== undefined && current.unread > BYTES_AHEAD && !current.cancelled) {
    await new Promise<void>((resolve) => {
      current.wake = resolve;
    });
  }
}

send({ kind: "open" });
