import type { FunnelRequest } from "@showpulse/metrics";

const QUARTER = 15 * 60_000;

/** Milliseconds, both inclusive. */
export interface Period {
  from: number;
  to: number;
}

/** When a path may start: days run from when the clock first shows them to when it first shows the next. */
export function periodOf({ from, to, timezone }: FunnelRequest): Period {
  const isDay = (text: string) => text.length === 10;
  const zone = timezone ?? "UTC";
  const nextDay = (day: string) => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
  return {
    from: from == null ? -Infinity : isDay(from) ? firstShown(from, zone) : Date.parse(from),
    to: to == null ? Infinity : isDay(to) ? firstShown(nextDay(to), zone) - 1 : Date.parse(to),
  };
}

/** By going on a quarter of an hour at a time, from where no clock can show the day yet. */
function firstShown(day: string, zone: string): number {
  let time = Date.parse(day) - 16 * 3_600_000;
  while (shown(time, zone).day < day) time += QUARTER;
  return time;
}

const starts = new Map<string, Map<number, number>>();

/** When the interval of a moment starts: by going back a quarter of an hour at a time until the clock says so. */
export function startOfInterval(time: number, request: FunnelRequest): number {
  const zone = request.timezone ?? "UTC";
  const name = [zone, request.interval, request.weekStart].join();
  const known = starts.get(name) ?? new Map<number, number>();
  starts.set(name, known);
  let start = Math.floor(time / QUARTER) * QUARTER;
  const passed: number[] = [];
  for (; !known.has(start) && !isStart(start, zone, request); start -= QUARTER) passed.push(start);
  const found = known.get(start) ?? start;
  for (const one of passed) known.set(one, found);
  return found;
}

/** An hour starts when it is full, and when the clock jumps into it; a day, week or month with its first quarter. */
function isStart(time: number, zone: string, { interval, weekStart }: FunnelRequest): boolean {
  const now = shown(time, zone);
  const before = shown(time - QUARTER, zone);
  if (interval === "hour") return now.minute === 0 || now.hour !== before.hour;
  if (now.day === before.day) return false;
  if (interval === "month") return now.day.endsWith("-01");
  if (interval === "week") return new Date(now.day).getUTCDay() === (weekStart === "sunday" ? 0 : 1);
  return true;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** What a clock there shows. The Swedish way to write a time is `2026-10-25 02:30`. */
function shown(time: number, zone: string): { day: string; hour: string; minute: number } {
  const clock =
    clocks.get(zone) ?? new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "short" });
  clocks.set(zone, clock);
  const [day = "", hour = "", minute] = clock.format(time).split(/[ :]/);
  return { day, hour, minute: Number(minute) };
}
