/** Every wait of the supervisor, in milliseconds; tests shorten them. */
export interface Timing {
  /** Upper bound of the first wait after a loss; doubles with each loss. */
  backoffFirst: number;
  backoffLongest: number;
  /** Connected for that long: the next loss counts as the first again. */
  stable: number;
  /** How often to look whether somebody is live. */
  offlineRecheck: number;
  /** Wait when a platform limits us without saying until when. */
  rateLimited: number;
  quotaExhausted: number;
  /** After a reconnect, how long events of the platform's replay may show that a gap is filled. */
  replay: number;
  /** At most one write of all sources' rows in that time. */
  persist: number;
  /** How long a stop waits for frames that are already here. */
  drain: number;
  /** How long an aborted stream may take to free its sockets before the next one opens. */
  release: number;
  /** How often a connection that may be silent for ever is noted as alive. */
  heartbeat: number;
  /** Wait after the hub's own store refused or failed, unless it says how long. */
  storeRetry: number;
}

export const TIMING: Timing = {
  backoffFirst: 1000,
  backoffLongest: 60_000,
  stable: 60_000,
  offlineRecheck: 60_000,
  rateLimited: 60_000,
  quotaExhausted: 900_000,
  replay: 3000,
  persist: 1000,
  drain: 4000,
  release: 1000,
  heartbeat: 5000,
  storeRetry: 1000,
};

/** Wait before attempt `losses` + 1: full jitter below a bound that doubles from 1 s to 60 s, so that a crowd spreads out. */
export function backoff(losses: number, timing: Timing, random: () => number): number {
  const bound = Math.min(timing.backoffLongest, timing.backoffFirst * 2 ** Math.min(losses - 1, 30));
  return Math.round(random() * bound);
}

/** Longest delay that `setTimeout` takes; above it fires at once. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** Waits; resolves early when aborted. */
export async function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  const until = performance.now() + milliseconds;
  const aborted = () => signal?.aborted === true;
  for (let left = milliseconds; left > 0 && !aborted(); left = until - performance.now()) {
    await once(Math.min(left, LONGEST_TIMER), signal);
  }
}

function once(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", finish);
      resolve();
    };
    const timer = setTimeout(finish, milliseconds);
    signal?.addEventListener("abort", finish, { once: true });
  });
}
