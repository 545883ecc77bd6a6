import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/**
 * How a server can be away: `refuse` closes every connection at once, `hang` takes requests and never answers, `reset`
 * breaks every connection, `cut` lets 2,000 bytes of a request through and then breaks it.
 */
export type Fault = "none" | "refuse" | "hang" | "reset" | "cut";

export interface FaultyProxy {
  url: string;
  /** Connections that are open end now, so that the next request meets the new state. */
  become(fault: Fault): void;
  stop(): Promise<void>;
}

/** Stands in front of a real server and is away in every way that a network has. */
export async function startFaultyProxy(target: string): Promise<FaultyProxy> {
  const { hostname, port } = new URL(target);
  const open = new Set<Socket>();
  let fault: Fault = "none";
  const server = createServer((socket) => {
    open.add(socket);
    socket.on("close", () => open.delete(socket)).on("error", () => socket.destroy());
    if (fault === "refuse") return void socket.destroy();
    if (fault === "reset") return void socket.resetAndDestroy();
    if (fault === "hang") return void socket.resume();
    const upstream = connect(Number(port), hostname);
    upstream.on("error", () => socket.destroy()).on("close", () => socket.destroy());
    socket.on("close", () => upstream.destroy());
    upstream.pipe(socket);
    if (fault === "none") return void socket.pipe(upstream);
    let left = 2000;
    socket.on("data", (bytes) => {
      upstream.write(bytes.subarray(0, left));
      left -= bytes.length;
      if (left <= 0) {
        upstream.resetAndDestroy();
        socket.resetAndDestroy();
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    become(next) {
      fault = next;
      for (const socket of open) socket.destroy();
    },
    async stop() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
