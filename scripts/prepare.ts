// After `npm install`: writes the database client and builds the dashboard. Fetches nothing.
import { spawnSync } from "node:child_process";

// The Prisma CLI asks for an engine that generating does not need; any program stands in for it.
const environment = {
  ...process.env,
  PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
  PRISMA_HIDE_UPDATE_MESSAGE: "1",
  CHECKPOINT_DISABLE: "1",
  TURBO_TELEMETRY_DISABLED: "1",
};

for (const [command, ...args] of [
  ["prisma", "generate"],
  ["turbo", "run", "build", "--output-logs=errors-only"],
] as const) {
  const { status } = spawnSync(command, args, { stdio: "inherit", env: environment });
  if (status !== 0) {
    console.error(`"${command} ${args.join(" ")}" failed; run it again by "npm run postinstall" to see why.`);
    process.exit(status ?? 1);
  }
}
