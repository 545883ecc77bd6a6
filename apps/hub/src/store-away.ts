/** What PostgreSQL, its driver, Prisma and the system say when a store cannot be reached or goes down. */
const AWAY = new Set(
  "ECONNREFUSED ECONNRESET EPIPE ETIMEDOUT ENOTFOUND P1001 P1002 P1008 P1017 57P01 57P02 57P03".split(" "),
);

const DEEPEST = 6;

/** Whether an error comes of a store that is away at the moment, as while it is started again: trying later helps. */
export function isStoreAway(error: unknown, depth = 0): boolean {
  if (typeof error !== "object" || error === null || depth > DEEPEST) return false;
  const { code, originalCode, message } = error as { code?: unknown; originalCode?: unknown; message?: unknown };
  if (AWAY.has(String(code)) || AWAY.has(String(originalCode))) return true;
  // The driver's words for a connection that broke under a query; they come without a code.
  if (typeof message === "string" && message.startsWith("Connection terminated")) return true;
  const { cause, meta } = error as { cause?: unknown; meta?: { driverAdapterError?: unknown } };
  return isStoreAway(cause, depth + 1) || isStoreAway(meta?.driverAdapterError, depth + 1);
}
