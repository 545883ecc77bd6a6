// The dashboards of the F5 bench, in a process of their own: notes when which count of comments arrived.
import { monitorEventLoopDelay } from "node:perf_hooks";
import { WebSocket } from "ws";

const [address = "", key = "", sockets = "0"] = process.argv.slice(2);
const COMMENTS = /"comments":(\d+)/;
/** Rows of [milliseconds since 1970, comments], over all sockets. */
const seen: number[] = [];
let newest = 0;
const now = () => performance.timeOrigin + performance.now();

const opened = Array.from({ length: Number(sockets) }, () => {
  const socket = new WebSocket(`${address.replace("http", "ws")}/v1/live?show=show`, [`bearer.${key}`]);
  let last = -1;
  socket.on("message", (data: Buffer) => {
    const count = Number(COMMENTS.exec(data.toString())?.[1] ?? -1);
    if (count <= last) return;
    // The span of events that this tick brought to this socket.
    seen.push(now(), last, count);
    last = count;
    newest = Math.max(newest, count);
  });
  return new Promise((resolve, reject) => socket.on("open", resolve).on("error", reject));
});
await Promise.all(opened);
const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();
process.send?.({ ready: true });

process.on("message", () => {
  process.send?.({ seen, newest, delayP99: delay.percentile(99) / 1e6 }, () => process.exit(0));
});
