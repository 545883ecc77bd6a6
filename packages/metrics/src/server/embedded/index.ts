import { fork } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { ServerReport, ServerStart } from "./server.ts";

export interface EmbeddedClickHouseOptions {
  /** The engine's own folder, made when it is not there; one process at a time can have it open. */
  dataDir: string;
  /** 0 or absent: any free one. */
  port?: number;
  /** Absent: a new random one. */
  password?: string;
  /** Called once when the process ends, asked to or not. */
  onExit?: (how: { code: number | null; signal: NodeJS.Signals | null }) => void;
  /** A line that the engine wrote. */
  onLog?: (line: string) => void;
}

/** A running embedded engine, and what `createClient` of `@clickhouse/client` needs. */
export interface EmbeddedClickHouse {
  url: string;
  username: string;
  password: string;
  database: string;
  pid: number;
  /** Lets running statements end, then ends the process; after `deadlineMs` (5,000) it is killed. */
  stop(deadlineMs?: number): Promise<void>;
}

const USERNAME = "showpulse";
const DATABASE = "showpulse";

/**
 * Starts ClickHouse (chDB) on a folder in a child process that answers ClickHouse's HTTP interface on loopback.
 * The child ends with this process, however it ends. Rejects with the engine's own words when the folder is in use
 * or cannot be read.
 */
export async function startEmbeddedClickHouse(options: EmbeddedClickHouseOptions): Promise<EmbeddedClickHouse> {
  await mkdir(options.dataDir, { recursive: true, mode: 0o700 });
  const child = fork(fileURLToPath(new URL("./server.ts", import.meta.url)), [options.dataDir], {
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    execArgv: [],
    env: {
      // None of this process's secrets.
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      TMPDIR: process.env.TMPDIR,
      TZ: "UTC",
      // Each running statement keeps one of libuv's threads; four would let four slow questions stop everything.
      UV_THREADPOOL_SIZE: "16",
      // The process and each of its threads read and compile their code: with it two fifths of the time to the first answer.
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
    },
  });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue;
    createInterface({ input: stream }).on("line", (line) => {
      if (lines.push(line) > 20) lines.shift();
      options.onLog?.(line);
    });
  }
  const exited = new Promise<void>((resolve) => {
    child.once("exit", (code, signal) => {
      resolve();
      options.onExit?.({ code, signal });
    });
  });
  const password = options.password ?? randomBytes(24).toString("base64url");
  const start: ServerStart = {
    dataDir: options.dataDir,
    port: options.port ?? 0,
    username: USERNAME,
    password,
    database: DATABASE,
  };
  const port = await new Promise<number>((resolve, reject) => {
    let reason = "";
    child.once("error", reject);
    child.once("message", (report: ServerReport) => {
      if ("port" in report) resolve(report.port);
      else reason = report.error;
    });
    // After `exit`, when the engine's own words have arrived too.
    child.once("close", (code, signal) => {
      const words = [...(reason === "" ? [`it ended (${signal ?? `exit code ${code}`})`] : [reason]), ...lines];
      reject(new Error(`the embedded ClickHouse cannot open ${options.dataDir}: ${words.join(" ")}`));
    });
    child.send(start);
  });
  return {
    url: `http://127.0.0.1:${port}`,
    username: USERNAME,
    password,
    database: DATABASE,
    pid: child.pid ?? 0,
    async stop(deadlineMs = 5_000) {
      child.kill("SIGTERM");
      const kill = setTimeout(() => child.kill("SIGKILL"), deadlineMs);
      await exited;
      clearTimeout(kill);
    },
  };
}
