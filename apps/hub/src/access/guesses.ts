import { hashToken } from "./tokens.ts";

/** So many wrong keys within a minute, then none of that address is looked at until the minute is over. */
const MOST = 20;
const MILLISECONDS = 60_000;
/** Beyond it, what is remembered is forgotten. */
const MOST_REMEMBERED = 10_000;

/** Who tries keys that are none: for an owner's key is as good as whoever chose it. */
export interface Guesses {
  /**
   * Seconds until a key from that address is looked at; 0: now. Keys that were right before are always looked at: a
   * program is not held up by another one behind the same address.
   */
  waitSeconds(address: string, key: string): number;
  right(key: string): void;
  wrong(address: string): void;
}

export function createGuesses(now: () => number): Guesses {
  const wrong = new Map<string, { count: number; since: number }>();
  const right = new Set<string>();
  const name = (key: string) => Buffer.from(hashToken(key)).toString("base64");
  return {
    waitSeconds(address, key) {
      const known = wrong.get(address);
      if (known === undefined || known.count < MOST) return 0;
      const left = known.since + MILLISECONDS - now();
      return left <= 0 || right.has(name(key)) ? 0 : Math.ceil(left / 1000);
    },
    right(key) {
      if (right.size >= MOST_REMEMBERED) right.clear();
      right.add(name(key));
    },
    wrong(address) {
      const known = wrong.get(address);
      if (known !== undefined && known.since + MILLISECONDS > now()) {
        known.count += 1;
        return;
      }
      if (wrong.size >= MOST_REMEMBERED) wrong.clear();
      wrong.set(address, { count: 1, since: now() });
    },
  };
}
