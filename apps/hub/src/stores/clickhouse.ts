import { randomBytes } from "node:crypto";
import { startEmbeddedClickHouse } from "@showpulse/metrics/server/embedded";
import { keepAlive, type StoreLog } from "./child.ts";

/** What `createClient` of `@clickhouse/client` needs. */
export interface ClickHouseAccess {
  url: string;
  username: string;
  password: string;
  database: string;
}

/** The embedded ClickHouse while it is kept running; its access stays valid over restarts. */
export interface KeptClickHouse {
  access: ClickHouseAccess;
  status(): "up" | "down";
  pid(): number | undefined;
  stop(deadlineMs: number): Promise<void>;
}

const LEFT_ENGINE_MS = 3_000;

/** Starts ClickHouse on `folder`, on loopback, behind a password that lives as long as this process. */
export async function openClickHouse(folder: string, log: StoreLog): Promise<KeptClickHouse> {
  const password = randomBytes(24).toString("base64url");
  let access: ClickHouseAccess | undefined;
  const server = await keepAlive({
    name: "ClickHouse",
    log,
    async start(port) {
      let ended: (how: string) => void = () => undefined;
      const exited = new Promise<string>((resolve) => {
        ended = resolve;
      });
      const engine = await whenFree(() =>
        startEmbeddedClickHouse({
          dataDir: folder,
          port,
          password,
          onExit: ({ code, signal }) => ended(signal ?? `exit code ${code}`),
          onLog: (line) => log.info({ name: "ClickHouse" }, line),
        }),
      );
      const { url, username, database, pid } = engine;
      access = { url, username, password, database };
      return { pid, port: Number(new URL(url).port), exited, stop: engine.stop };
    },
  });
  if (access === undefined) throw new Error("ClickHouse started without an address");
  return { access, status: server.status, pid: server.pid, stop: server.stop };
}

/** The engine of a hub that was killed ends by itself, within moments: until then it holds the folder. */
async function whenFree<T>(start: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + LEFT_ENGINE_MS;
  for (;;) {
    try {
      return await start();
    } catch (error) {
      const held = error instanceof Error && error.message.includes("Another server instance");
      if (!held || performance.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
