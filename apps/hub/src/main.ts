import { ConfigError, readConfig } from "./config.ts";
import { startHub } from "./start.ts";

/** SIGTERM and Ctrl-C: stop taking in, drain, exit 0. After this long it ends without having drained. */
const STOP_MILLISECONDS = 9000;

try {
  const hub = await startHub(readConfig(process.env));
  console.log(`listening on ${hub.address}`);
  if (hub.signInLink)
    console.log(`\nOpen the dashboard with this link (works once, within 24 hours):\n  ${hub.signInLink}\n`);

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
