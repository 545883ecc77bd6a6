import { ConnectorError } from "../connector.ts";

export interface Reply {
  from: "TikTok" | "the sign server";
  status: number;
  headers: Readonly<Record<string, unknown>>;
}

/** Wait after a 429 that names no time. */
const DEFAULT_WAIT_MS = 60_000;

/**
 * The replies of one attempt to connect, seen below the library: it turns a 429 of the sign server into an unrelated
 * TypeError, so that only the reply itself tells why an attempt failed.
 */
export class Replies {
  readonly #seen: Reply[] = [];
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  note(reply: Reply): void {
    this.#seen.push(reply);
  }

  has(status: number): boolean {
    return this.#seen.some((reply) => reply.status === status);
  }

  /** Why the attempt that ended with `error` failed, for people and for the supervisor. */
  explain(error: unknown): ConnectorError {
    if (error instanceof ConnectorError) return error;
    const limit = this.#seen.findLast(({ status }) => status === 429);
    if (limit) return this.#rateLimited(limit, error);
    const signed = this.#seen.findLast(({ from }) => from === "the sign server");
    if (signed && [401, 402, 403].includes(signed.status)) {
      const text = `The sign server refused us (${signed.status}): its key is missing, wrong or does not cover this.`;
      return new ConnectorError("auth_required", text, { cause: error });
    }
    if (signed?.status === 404) {
      return new ConnectorError("offline", "The sign server knows no such room: it is probably over.", {
        cause: error,
      });
    }
    const last = this.#seen.at(-1);
    const reason = last && last.status >= 400 ? `${last.from} answered ${last.status}` : messageOf(error);
    return new ConnectorError("disconnected", `No connection to TikTok: ${reason}.`, { cause: error });
  }

  #rateLimited(reply: Reply, cause: unknown): ConnectorError {
    const until = retryAt(reply.headers, this.#now()) ?? this.#now() + DEFAULT_WAIT_MS;
    const text = `${reply.from} answered 429: too many connections; next attempt ${new Date(until).toISOString()}.`;
    return new ConnectorError("rate_limited", text, { until, cause });
  }
}

/** When a limited client may come back, in milliseconds since 1970, by whatever header says so. */
export function retryAt(headers: Readonly<Record<string, unknown>>, now: number): number | undefined {
  const after = headers["retry-after"];
  if (typeof after === "string" && after.trim() !== "") {
    const at = /^[\d.]+$/.test(after.trim()) ? now + Number(after) * 1000 : Date.parse(after);
    if (Number.isFinite(at)) return usable(at);
  }
  for (const name of ["x-rate-limit-reset", "x-ratelimit-reset", "ratelimit-reset"]) {
    const reset = Number(headers[name]);
    if (!(reset > 0)) continue;
    // Seconds from now, seconds since 1970 or milliseconds since 1970: their sizes do not overlap.
    if (reset < 100_000_000) return usable(now + reset * 1000);
    return usable(reset < 100_000_000_000 ? reset * 1000 : reset);
  }
  return undefined;
}

const usable = (at: number): number | undefined => (Number.isFinite(at) && at <= 8.64e15 ? Math.round(at) : undefined);

export const messageOf = (error: unknown): string =>
  error instanceof Error && error.message ? error.message : String(error);
