import { parseArgs } from "node:util";
import { startYouTubeEmulator } from "./emulator.ts";
import { playShow } from "./play.ts";
import { generateShow } from "./show.ts";

/** Runs the emulator with one show until it is stopped, and prints what the hub has to be started with. */
const { values } = parseArgs({
  options: {
    video: { type: "string", default: "emulated001" },
    seed: { type: "string", default: "1" },
    seconds: { type: "string", default: "600" },
    comments: { type: "string", default: "2000" },
    speed: { type: "string", default: "1" },
    "polling-milliseconds": { type: "string", default: "2000" },
    polling: { type: "boolean", default: false },
  },
});

const emulator = await startYouTubeEmulator({
  pollingIntervalMillis: Number(values["polling-milliseconds"]),
  grpc: !values.polling,
});
for (const [name, value] of Object.entries(emulator.hubVariables)) console.log(`${name}=${value}`);
const show = generateShow({
  seed: Number(values.seed),
  seconds: Number(values.seconds),
  comments: Number(values.comments),
});
console.log(`video ${values.video}`);
console.log(`truth ${JSON.stringify(show.truth)}`);

const stop = new AbortController();
for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => stop.abort());
const stopped = new Promise((resolve) => stop.signal.addEventListener("abort", resolve, { once: true }));
await playShow(emulator.addVideo(values.video), show, { speed: Number(values.speed), signal: stop.signal })
  .then(() => console.log("the show is over"))
  .catch((error: unknown) => {
    if (!stop.signal.aborted) throw error;
  });
await stopped;
await emulator.close();
