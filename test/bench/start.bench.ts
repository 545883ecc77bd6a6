// F9: start to ready on an empty folder and on existing data, and the memory of the whole process tree when idle.
// Limits: ≤ 8 s, ≤ 3 s, ≤ 600 MB. Times are also given as a multiple of starting Node alone, in the same run.
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { startTestHub } from "../support/hub.ts";

const ROUNDS = 5;
const IDLE_MILLISECONDS = 10_000;

const median = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Proportional memory of one process; 0 for one that has just ended. */
function proportionalKilobytes(pid: number): number {
  try {
    const found = /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"));
    return Number(found?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/** Proportional memory of a process and all below it, in MB: pages shared by several count once. */
function treeMegabytes(root: number): number {
  const parents = new Map<number, number>();
  for (const entry of readdirSync("/proc")) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, "utf8");
      parents.set(Number(entry), Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]));
    } catch {
      // It ended meanwhile.
    }
  }
  const belongs = (pid: number): boolean => pid === root || (pid > 1 && belongs(parents.get(pid) ?? 0));
  let kilobytes = 0;
  for (const pid of parents.keys()) {
    if (belongs(pid)) kilobytes += proportionalKilobytes(pid);
  }
  return kilobytes / 1024;
}

const empty: number[] = [];
const existing: number[] = [];
const node: number[] = [];
const memory: number[] = [];
for (let round = 0; round < ROUNDS; round++) {
  const before = performance.now();
  spawnSync(process.execPath, ["-e", ""]);
  node.push(performance.now() - before);

  const startedAt = performance.now();
  const hub = await startTestHub({}, { empty: true });
  empty.push(performance.now() - startedAt);
  await hub.post("/v1/sample");
  await hub.stop();
  existing.push(await hub.start());
  await pause(IDLE_MILLISECONDS);
  memory.push(treeMegabytes(hub.pid));
  await hub.discard();
  console.log(
    `round ${round + 1}: empty ${empty.at(-1)?.toFixed(0)} ms, existing ${existing.at(-1)?.toFixed(0)} ms, idle ${memory.at(-1)?.toFixed(0)} MB`,
  );
}

const alone = median(node);
const text = (values: number[]) => {
  const middle = median(values);
  return `${(middle / 1000).toFixed(2)} s (${(middle / alone).toFixed(0)} × an empty Node)`;
};
console.log(
  `F9 start on an empty folder ${text(empty)}, on existing data ${text(existing)}; idle ${median(memory).toFixed(0)} MB [≤ 8 s, ≤ 3 s, ≤ 600 MB]`,
);
