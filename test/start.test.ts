import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";

const MAIN = join(import.meta.dirname, "../apps/hub/src/main.ts");

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "showpulse-start-"));
});
afterEach(() => rm(dataDir, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }));

/** A hub of its own; `started` resolves when it prints its address. */
function run(variables: Record<string, string> = {}) {
  const hub = spawn(process.execPath, [MAIN], {
    env: { PATH: process.env.PATH, HUB_PORT: "0", HUB_DATA_DIR: dataDir, ...variables },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const errors: string[] = [];
  hub.stderr.on("data", (part: Buffer) => errors.push(part.toString()));
  const started = new Promise<void>((resolve) => {
    hub.stdout.on("data", (part: Buffer) => part.includes("listening on") && resolve());
  });
  const exited = new Promise<{ code: number | null; errors: string }>((resolve) => {
    hub.once("close", (code) => resolve({ code, errors: errors.join("") }));
  });
  return { hub, started, exited };
}

/** The file that PostgreSQL holds while it runs. */
const postmaster = () => join(dataDir, "postgres/postmaster.pid");

async function until(condition: () => boolean): Promise<void> {
  for (let left = 600; !condition() && left > 0; left -= 1) await pause(20);
  expect(condition()).toBe(true);
}

test("a port that is taken stops the start with one line, and nothing is left running", {
  timeout: 60_000,
}, async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  const { port } = other.address() as { port: number };
  const { code, errors } = await run({ HUB_PORT: String(port) }).exited;
  other.close();
  expect(code).toBe(1);
  expect(errors).toBe(
    `HUB_HOST and HUB_PORT are 127.0.0.1 and ${port}, which cannot be listened on: another program listens there\n`,
  );
  expect(existsSync(postmaster())).toBe(false);
  expect(existsSync(join(dataDir, "hub.lock"))).toBe(false);
});

test("a PostgreSQL that is not there stops the start with one line", { timeout: 60_000 }, async () => {
  const { code, errors } = await run({ DATABASE_URL: "postgresql://a:b@127.0.0.1:1/c" }).exited;
  expect(code).toBe(1);
  expect(errors).toBe(
    'DATABASE_URL is "postgresql://a:…@127.0.0.1:1/c", where PostgreSQL cannot be reached: connect ECONNREFUSED 127.0.0.1:1\n',
  );
  expect(existsSync(join(dataDir, "hub.lock"))).toBe(false);
});

test("told to stop twice, as npm and a process group do, it still ends in order", { timeout: 60_000 }, async () => {
  const { hub, started, exited } = run();
  await started;
  hub.kill("SIGTERM");
  hub.kill("SIGINT");
  hub.kill("SIGTERM");
  expect(await exited).toEqual({ code: 0, errors: "" });
  expect(existsSync(postmaster())).toBe(false);
  expect(existsSync(join(dataDir, "hub.lock"))).toBe(false);
});

test("told to stop while it starts, it takes PostgreSQL along", { timeout: 60_000 }, async () => {
  const { hub, exited } = run();
  await until(() => existsSync(postmaster()));
  hub.kill("SIGTERM");
  expect((await exited).code).toBe(0);
  await until(() => !existsSync(postmaster()));
});
