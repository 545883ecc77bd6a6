import { mkdirSync } from "node:fs";
import { join } from "node:path";
import pino, { type Logger } from "pino";

/** Everything goes to `<data>/logs/hub.log`; what needs a person goes to the terminal too. Secrets in headers never do. */
export function openLog(dataDir: string): Logger {
  const folder = join(dataDir, "logs");
  mkdirSync(folder, { recursive: true });
  const streams = [
    { level: "info" as const, stream: pino.destination({ dest: join(folder, "hub.log"), sync: false }) },
    { level: "warn" as const, stream: pino.destination({ dest: 2, sync: false }) },
  ];
  const redact = ["req.headers.authorization", "req.headers.cookie", 'req.headers["sec-websocket-protocol"]'];
  return pino({ level: "info", redact }, pino.multistream(streams));
}
