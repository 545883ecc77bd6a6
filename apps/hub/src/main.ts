import { enableCompileCache, flushCompileCache } from "node:module";
import { join } from "node:path";

// Reading and compiling its code is half of what a start costs the processor: Node keeps the result.
enableCompileCache(join(import.meta.dirname, "../../../node_modules/.cache/hub"));
const { ConfigError, readConfig } = await import("./config.ts");
const { startHub } = await import("./start.ts");

/** SIGTERM and Ctrl-C: stop taking in, drain, exit 0. After this long it ends without having drained. */
const STOP_MILLISECONDS = 9000;

try {
  const hub = await startHub(readConfig(process.env));
  console.log(`listening on ${hub.address}`);
  if (hub.signInLink)
    console.log(`\nOpen the dashboard with this link (works once, within 24 hours):\n  ${hub.signInLink}\n`);

  // A hub that is killed would not have kept it.
  flushCompileCache();

  let stopping = false;
  const stop = async () => {
    if (stopping) process.exit(1);
    stopping = true;
    const overdue = setTimeout(() => {
      console.error("Not everything could be drained in time; the journal keeps it for the next start.");
      process.exit(0);
    }, STOP_MILLISECONDS);
    await hub.close();
    clearTimeout(overdue);
    process.exit(0);
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
} catch (error) {
  const expected = error instanceof ConfigError || (error instanceof Error && error.name === "StartError");
  console.error(expected ? error.message : error);
  process.exit(1);
}
