import { enableCompileCache, flushCompileCache } from "node:module";
import { join } from "node:path";

// Reading and compiling its code is half of what a start costs the processor: Node keeps the result, of the engine's
// process too.
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, "../../../node_modules/.cache/hub");
enableCompileCache();
const { ConfigError, readConfig } = await import("./config.ts");
const { startHub } = await import("./start.ts");

/** SIGTERM and Ctrl-C: stop taking in, drain, exit 0. After this long it ends without having drained. */
const STOP_MILLISECONDS = 9000;

let hub: Awaited<ReturnType<typeof startHub>> | undefined;
let stopping = false;

async function stop(): Promise<void> {
  // A second one is the same wish: a supervisor may tell the whole process group, and npm hands its own on.
  if (stopping) return;
  stopping = true;
  setTimeout(() => {
    console.error("Not everything could be drained in time; the journal keeps it for the next start.");
    process.exit(0);
  }, STOP_MILLISECONDS);
  // While it starts there is nothing to drain: the children end with this process.
  await hub?.close();
  process.exit(0);
}

// Before the start: Node's own way with these would leave PostgreSQL running.
for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, () => void stop());

try {
  hub = await startHub(readConfig(process.env));
  console.log(`listening on ${hub.address}`);
  if (hub.signInLink)
    console.log(`\nOpen the dashboard with this link (works once, within 24 hours):\n  ${hub.signInLink}\n`);

  // A hub that is killed would not have kept it.
  flushCompileCache();
} catch (error) {
  const expected = error instanceof ConfigError || (error instanceof Error && error.name === "StartError");
  console.error(expected ? error.message : error);
  process.exit(1);
}
