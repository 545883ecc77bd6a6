import { createLiveStore, type LiveSocket } from "./live-store.ts";

function open(shows: readonly string[]): LiveSocket {
  const url = new URL("/v1/live", location.href);
  url.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  for (const show of shows) url.searchParams.append("show", show);
  const wire = new WebSocket(url);
  const socket: LiveSocket = { onopen: null, onmessage: null, onclose: null, close: () => wire.close() };
  wire.onopen = () => socket.onopen?.();
  wire.onmessage = (message) => socket.onmessage?.(message);
  wire.onclose = () => socket.onclose?.();
  return socket;
}

/** The page's one live connection. */
export const liveStore = createLiveStore({
  open,
  now: () => Date.now(),
  after: (milliseconds, callback) => {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
});

window.addEventListener("online", () => liveStore.retryNow());
