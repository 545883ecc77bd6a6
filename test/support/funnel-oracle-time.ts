import type { FunnelRequest } from "@showpulse/metrics";

const QUARTER = 15 * 60_000;
const clocks = new Map<string, Intl.DateTimeFormat>();
const known = new Map<string, number>();

/** When the interval of a moment starts: by going back a quarter of an hour at a time until the clock says so. */
export function startOfInterval(time: number, request: FunnelRequest): number {
  const zone = request.timezone ?? "UTC";
  const name = [time, zone, request.interval, request.weekStart].join();
  const found = known.get(name);
  if (found !== undefined) return found;
  let start = Math.floor(time / QUARTER) * QUARTER;
  while (!isStart(start, zone, request)) start -= QUARTER;
  known.set(name, start);
  return start;
}

function isStart(time: number, zone: string, { interval, weekStart }: FunnelRequest): boolean {
  const now = shown(time, zone);
  if (interval === "hour") return now.minute === "00";
  const before = shown(time - QUARTER, zone);
  if (now.day === before.day) return false;
  if (interval === "month") return now.day === "01";
  if (interval === "week") return now.weekday === (weekStart === "sunday" ? "Sun" : "Mon");
  return true;
}

function shown(time: number, zone: string): Record<string, string> {
  const clock =
    clocks.get(zone) ??
    new Intl.DateTimeFormat("en-GB", { timeZone: zone, weekday: "short", day: "2-digit", minute: "2-digit" });
  clocks.set(zone, clock);
  const parts = Object.fromEntries(clock.formatToParts(time).map(({ type, value }) => [type, value]));
  return { ...parts, minute: (parts.minute ?? "").padStart(2, "0") };
}
