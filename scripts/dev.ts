// `npm run dev`: the hub, restarted when its code changes, and the dashboard's own server with hot reload.
import { type ChildProcess, spawn } from "node:child_process";

const children: ChildProcess[] = [
  spawn(process.execPath, ["--watch-path=apps/hub/src", "--watch-path=packages", "apps/hub/src/main.ts"], {
    stdio: "inherit",
  }),
  spawn("vite", ["--clearScreen", "false"], { stdio: "inherit", cwd: "apps/dashboard" }),
];
for (const child of children) child.on("exit", stop);
process.on("SIGINT", stop);
process.on("SIGTERM", stop);

function stop(): void {
  for (const child of children) child.kill("SIGTERM");
}
