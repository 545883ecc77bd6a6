import type { IncomingHttpHeaders } from "node:http";

/** Whether an address is this machine's own. */
export const isLoopback = (ip: string): boolean => ip === "127.0.0.1" || ip === "::1" || ip === "::ffff:127.0.0.1";

/**
 * Where a request came from; null when it is this machine itself. A proxy on this machine adds the address that it saw
 * at the end of `X-Forwarded-For`: what stands before that, or what others send, could be made up.
 */
export function addressOf({ ip, headers }: { ip: string; headers: IncomingHttpHeaders }): string | null {
  if (!isLoopback(ip)) return ip;
  const seen = [headers["x-forwarded-for"] ?? []].flat().join(",").split(",").at(-1)?.trim();
  return seen === undefined || seen === "" ? null : seen;
}
