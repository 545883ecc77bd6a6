import { mkdirSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import pino, { type Logger } from "pino";

/** The log goes on in a new file beyond this size … */
const MOST_BYTES = 10 * 1024 * 1024;
/** … and so many old ones stay: `hub.1.log` is the newest of them. */
const OLD_FILES = 4;

/**
 * Everything goes to `<data>/logs/hub.log`; what needs a person goes to the terminal too. Secrets in headers never do.
 */
export function openLog(dataDir: string, mostBytes = MOST_BYTES): Logger {
  const folder = join(dataDir, "logs");
  mkdirSync(folder, { recursive: true });
  const streams = [
    { level: "info" as const, stream: logFile(folder, mostBytes) },
    { level: "warn" as const, stream: pino.destination({ dest: 2, sync: false }) },
  ];
  const redact = ["req.headers.authorization", "req.headers.cookie", 'req.headers["sec-websocket-protocol"]'];
  return pino({ level: "info", redact }, pino.multistream(streams));
}

function logFile(folder: string, mostBytes: number) {
  const path = join(folder, "hub.log");
  const file = pino.destination({ dest: path, sync: false });
  let bytes = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  file.on("write", (written) => {
    bytes += written;
    if (bytes < mostBytes) return;
    bytes = 0;
    setOldAside(folder);
    file.reopen();
  });
  return file;
}

/** Renames each file to the next number; the oldest one is written over. */
function setOldAside(folder: string): void {
  for (let number = OLD_FILES; number > 0; number -= 1) {
    try {
      renameSync(join(folder, number === 1 ? "hub.log" : `hub.${number - 1}.log`), join(folder, `hub.${number}.log`));
    } catch {
      // There are not so many yet; or it cannot be renamed, and then the log grows on.
    }
  }
}
