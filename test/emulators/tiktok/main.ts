import { parseArgs } from "node:util";
import { generateShow, startTikTokEmulator } from "./index.ts";

/**
 * An emulated TikTok for trying the hub by hand: prints the hub's variables, then plays shows of one account, one
 * after the other, and the truth of each at its end.
 *
 *     node test/emulators/tiktok/main.ts --handle brandhost --size 20000 --rate 50 --drops 3
 */
const { values } = parseArgs({
  options: {
    port: { type: "string", default: "0" },
    handle: { type: "string", default: "brandhost" },
    size: { type: "string", default: "20000" },
    rate: { type: "string", default: "50" },
    drops: { type: "string", default: "3" },
    duplicates: { type: "string", default: "0.2" },
    seed: { type: "string", default: "1" },
    /** Plays one show and stays. */
    once: { type: "boolean", default: false },
  },
});

const emulator = await startTikTokEmulator({ port: Number(values.port) });
for (const [name, value] of Object.entries(emulator.hubVariables)) console.log(`${name}=${value}`);
console.log(`# @${values.handle} is live; nothing is played before somebody listens`);

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void emulator.close().then(() => process.exit(0)));
}

const room = emulator.room(values.handle);
for (let seed = Number(values.seed); ; seed++) {
  room.goLive(String(7_400_000_000_000_000_000n + BigInt(seed)));
  await room.listened();
  const messagesPerSecond = Number(values.rate);
  const show = generateShow({ seed, size: Number(values.size), startAt: Date.now(), every: 1000 / messagesPerSecond });
  await room.play(show, {
    seed,
    drops: Number(values.drops),
    duplicateRate: Number(values.duplicates),
    disorder: true,
    messagesPerSecond,
  });
  console.log(`# truth of show ${seed}: ${JSON.stringify(show.truth)}`);
  if (values.once) break;
}
