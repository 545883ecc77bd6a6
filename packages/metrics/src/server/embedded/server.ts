import type { AddressInfo } from "node:net";
import { createEngineServer } from "./http.ts";
import { EnginePool } from "./pool.ts";

/** What the parent sends first. */
export interface ServerStart {
  dataDir: string;
  /** 0: any free one. */
  port: number;
  username: string;
  password: string;
  database: string;
}

/** What the parent is told: the port, or why there is none. */
export type ServerReport = { port: number } | { error: string };

// The embedded ClickHouse as a process of its own: a crash of the engine is not the hub's, and a hub that dies takes
// it along at once. Nothing is lost by that: what was answered is in the engine's files, and the journal has the rest.
process.on("disconnect", () => process.kill(process.pid, "SIGKILL"));
// Ctrl-C reaches the whole process group; the parent says when to stop.
process.on("SIGINT", () => undefined);

process.once("message", (start: ServerStart) => {
  void serve(start).catch((error: unknown) => {
    const message = error instanceof Error ? error.message : String(error);
    process.send?.({ error: message } satisfies ServerReport, () => process.exit(1));
  });
});

async function serve(start: ServerStart): Promise<void> {
  const pool = new EnginePool(start.dataDir);
  await pool.open(start.database);
  const server = createEngineServer(pool, start);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(start.port, "127.0.0.1", resolve);
  });
  process.once("SIGTERM", () => {
    server.close(() => void pool.close().then(() => process.exit(0)));
    // A connection that becomes idle later would be kept open for the next request.
    setInterval(() => server.closeIdleConnections(), 20);
  });
  process.send?.({ port: (server.address() as AddressInfo).port } satisfies ServerReport);
}
