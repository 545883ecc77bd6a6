import type { ViewerTotals } from "../../totals.ts";

/** From when on so many watch, all platforms together. */
export interface ViewerMoment {
  /** Milliseconds. */
  at: number;
  viewers: number;
}

/** What a platform says at a moment: how many watch, or that its show is over. */
export interface ViewerReading {
  at: number;
  platform: string;
  /** `null`: the end. */
  viewers: number | null;
}

/**
 * The moments at which the number of viewers changes: the sum of the platforms' latest readings, in order of time. At
 * one moment a reading goes before an end, and of readings the highest counts. Without any reading there are none.
 */
export function viewerMoments(readings: readonly ViewerReading[]): ViewerMoment[] {
  if (readings.every(({ viewers }) => viewers === null)) return [];
  const latest = new Map<string, { at: number; viewers: number }>();
  const moments: ViewerMoment[] = [];
  let sum = 0;
  for (const { at, platform, viewers } of readings.toSorted((a, b) => a.at - b.at)) {
    const before = latest.get(platform);
    const now = Math.max(viewers ?? 0, before?.at === at ? before.viewers : 0);
    sum += now - (before?.viewers ?? 0);
    latest.set(platform, { at, viewers: now });
    if (moments.at(-1)?.at === at) moments.pop();
    moments.push({ at, viewers: sum });
  }
  return moments;
}

/** A reading is good for that long: after it, without a new one, nobody knows how many are there. */
const STALE_MILLISECONDS = 5 * 60_000;

/**
 * Viewers in one bucket after the other: the last reading holds until the next one, for 5 minutes (or a bucket, if
 * that is longer) at most. Buckets are asked for in order of time.
 */
export function viewersByBucket(moments: readonly ViewerMoment[], milliseconds: number) {
  const good = Math.max(STALE_MILLISECONDS, milliseconds);
  let next = 0;
  return (bucket: number): ViewerTotals | null => {
    const end = bucket + milliseconds;
    while (next < moments.length && (moments[next]?.at ?? 0) < bucket) next += 1;
    const carried = moments[next - 1];
    let [now, peak, area, covered]: [number | null, number, number, number] = [null, 0, 0, 0];
    const hold = (viewers: number, from: number, to: number) => {
      if (to < from) return;
      [now, peak] = [viewers, Math.max(peak, viewers)];
      area += viewers * (to - from);
      covered += to - from;
    };
    if (carried) {
      const until = Math.min(moments[next]?.at ?? end, end, carried.at + good);
      if (until > bucket) hold(carried.viewers, bucket, until);
    }
    for (; next < moments.length && (moments[next]?.at ?? end) < end; next += 1) {
      const { at, viewers } = moments[next] as ViewerMoment;
      hold(viewers, at, Math.min(moments[next + 1]?.at ?? end, end, at + good));
    }
    return now === null ? null : { now, peak, average: covered === 0 ? peak : area / covered };
  };
}
