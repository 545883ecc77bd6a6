// `npm run bench [name …]`: runs the benches of test/bench one after the other; each prints its figure as its last line.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";

const folder = join(import.meta.dirname, "../test/bench");
const wanted = process.argv.slice(2);
const benches = readdirSync(folder).filter((file) => file.endsWith(".bench.ts"));
const chosen = benches.filter((file) => wanted.length === 0 || wanted.some((name) => file.startsWith(name)));
if (chosen.length === 0) {
  console.error(`No bench of that name. There are: ${benches.map((file) => file.replace(".bench.ts", "")).join(", ")}`);
  process.exit(1);
}
let failed = 0;
for (const file of chosen) {
  console.log(`\n== ${file.replace(".bench.ts", "")}`);
  failed += spawnSync(process.execPath, [join(folder, file)], { stdio: "inherit" }).status === 0 ? 0 : 1;
}
process.exit(failed === 0 ? 0 : 1);
