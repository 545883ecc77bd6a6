import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { copyPrepared, endWithRun, preparedFolder } from "./prepared.ts";

const MAIN = join(import.meta.dirname, "../../apps/hub/src/main.ts");
const KEY = "owner-key-of-the-tests";

/** Longest time for a start, also where many tests share few processors. */
const PATIENCE_MILLISECONDS = 60_000;

/** A hub as a process of its own, on a data folder that outlives its processes. */
export interface TestHub {
  readonly key: string;
  /** Changes with every start. */
  readonly address: string;
  /** Of the newest process. */
  readonly pid: number;
  readonly dataDir: string;
  /** Starts a process; resolves when it is ready, with the milliseconds that took. */
  start(): Promise<number>;
  /** SIGTERM. Resolves with the exit code and the milliseconds until then. */
  stop(): Promise<{ code: number | null; milliseconds: number }>;
  /** kill -9. Resolves when the process is gone. */
  kill(): Promise<void>;
  /** The process of a store that the hub runs. */
  child(name: "clickhouse" | "postgres"): Promise<number>;
  /** Whether `/readyz` says so. */
  isReady(): Promise<boolean>;
  /** Resolves when it is ready, with the milliseconds that took. */
  ready(): Promise<number>;
  /** A request with the owner's key. @throws when the answer is no 2xx. */
  get<Answer>(path: string): Promise<Answer>;
  post<Answer>(path: string, body?: unknown): Promise<Answer>;
  delete(path: string): Promise<void>;
  /** Stops it and removes its folder. */
  discard(): Promise<void>;
}

/** One workspace of a hub that others use too. */
export interface BorrowedHub extends Pick<TestHub, "key" | "address" | "get" | "post" | "delete"> {
  /** Another workspace, with its owner's key. */
  createWorkspace(name: string): Promise<{ id: string; ownerKey: string }>;
}

/** A hub takes longer to start than most of what is asked of it: one serves all files of a worker that may share it. */
let shared: Promise<TestHub> | undefined;

/** A workspace of its own, without anything, on the hub of this worker: for what needs no process to itself. */
export async function borrowHub(): Promise<BorrowedHub> {
  shared ??= startTestHub({}, { within: preparedFolder() }).then(async (hub) => {
    await endWithRun(hub.pid);
    return hub;
  });
  const hub = await shared;
  const createWorkspace = (name: string) => hub.post<{ id: string; ownerKey: string }>("/v1/workspaces", { name });
  const { ownerKey } = await createWorkspace("Borrowed");
  return {
    key: ownerKey,
    address: hub.address,
    createWorkspace,
    get: (path) => callHub(hub.address, ownerKey, "GET", path),
    post: (path, body) => callHub(hub.address, ownerKey, "POST", path, body),
    delete: (path) => callHub<undefined>(hub.address, ownerKey, "DELETE", path),
  };
}

/** @throws when the answer is no 2xx */
async function callHub<Answer>(
  address: string,
  key: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<Answer> {
  const answer = await fetch(`${address}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
  return (text === "" ? undefined : JSON.parse(text)) as Answer;
}

/** Starts a hub and waits until it is ready. It has nothing yet; `empty`: its stores are not set up either. */
export async function startTestHub(
  variables: Record<string, string> = {},
  { empty = false, within = tmpdir() } = {},
): Promise<TestHub> {
  const dataDir = await mkdtemp(join(within, "showpulse-hub-"));
  if (!empty) await copyPrepared(["clickhouse", "postgres", "postgres-password"], dataDir);
  let process: ChildProcess | undefined;
  let exited: Promise<number | null> = Promise.resolve(null);
  let address = "";
  let output: string[] = [];

  async function start(): Promise<number> {
    const startedAt = performance.now();
    const child = spawn(globalThis.process.execPath, [MAIN], {
      env: {
        PATH: globalThis.process.env.PATH,
        HUB_PORT: "0",
        HUB_DATA_DIR: dataDir,
        HUB_OWNER_KEY: KEY,
        ...variables,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    process = child;
    output = [];
    exited = new Promise((resolve) => child.once("exit", resolve));
    // A run of the tests that is broken off leaves nothing running.
    const endWithTests = () => child.kill("SIGTERM");
    globalThis.process.once("exit", endWithTests);
    void exited.then(() => globalThis.process.removeListener("exit", endWithTests));
    createInterface({ input: child.stderr }).on("line", (line) => output.push(line));
    const listening = new Promise<string>((resolve) => {
      createInterface({ input: child.stdout }).on("line", (line) => {
        const found = /^listening on (http:\S+)/.exec(line)?.[1];
        if (found) resolve(found);
      });
    });
    const failed = exited.then((code) => {
      throw new Error(`the hub ended at its start with ${code}: ${output.join("\n")}`);
    });
    failed.catch(() => {});
    address = await Promise.race([listening, failed]);
    await ready();
    return performance.now() - startedAt;
  }

  async function isReady(): Promise<boolean> {
    const answer = await fetch(`${address}/readyz`, { signal: AbortSignal.timeout(2000) }).catch(() => undefined);
    await answer?.body?.cancel();
    return answer?.status === 200;
  }

  async function ready(): Promise<number> {
    const startedAt = performance.now();
    while (!(await isReady())) {
      const over = process === undefined || process.exitCode !== null || process.signalCode !== null;
      if (over || performance.now() - startedAt > PATIENCE_MILLISECONDS) {
        throw new Error(`${over ? "ended" : "not ready"}: ${output.join("\n")}`);
      }
      await pause(20);
    }
    return performance.now() - startedAt;
  }

  async function stop() {
    const startedAt = performance.now();
    process?.kill("SIGTERM");
    return { code: await exited, milliseconds: performance.now() - startedAt };
  }

  const call = <Answer>(method: string, path: string, body?: unknown) =>
    callHub<Answer>(address, KEY, method, path, body);

  const hub: TestHub = {
    key: KEY,
    get address() {
      return address;
    },
    get pid() {
      return process?.pid ?? 0;
    },
    dataDir,
    start,
    stop,
    async kill() {
      process?.kill("SIGKILL");
      await exited;
    },
    async child(name) {
      const pid = (await childrenOf(hub.pid)).find(({ command }) => COMMANDS[name].test(command))?.pid;
      if (pid === undefined) throw new Error(`the hub runs no ${name} at this moment`);
      return pid;
    },
    isReady,
    ready,
    get: (path) => call("GET", path),
    post: (path, body) => call("POST", path, body),
    delete: (path) => call<undefined>("DELETE", path),
    async discard() {
      await stop();
      await endLeftPostgres(dataDir);
      await rm(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
  await start().catch(async (error: unknown) => {
    await hub.discard();
    throw error;
  });
  return hub;
}

const COMMANDS = { clickhouse: /embedded\/server\.ts/, postgres: /\/postgres -D / } as const;

async function childrenOf(parent: number): Promise<{ pid: number; command: string }[]> {
  const { stdout } = await promisify(execFile)("ps", ["-A", "-o", "pid=,ppid=,args="], { maxBuffer: 16 * 1024 * 1024 });
  return stdout.split("\n").flatMap((line) => {
    const [, pid, ppid, command = ""] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return Number(ppid) === parent ? [{ pid: Number(pid), command }] : [];
  });
}

/** What a hub leaves running that was killed and not started again. */
async function endLeftPostgres(dataDir: string): Promise<void> {
  const pid = Number.parseInt(await readFile(join(dataDir, "postgres/postmaster.pid"), "utf8").catch(() => ""), 10);
  if (!(pid > 1)) return;
  try {
    globalThis.process.kill(pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}
