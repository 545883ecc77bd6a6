// `npm start`: the hub in this process, after the dashboard has been built if it never was.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const built = ["apps/dashboard/dist/index.html", "prisma/generated/client.ts"].every((path) =>
  existsSync(join(root, path)),
);
if (!built) spawnSync(process.execPath, [join(root, "scripts/prepare.ts")], { stdio: "inherit", cwd: root });
await import("../apps/hub/src/main.ts");
