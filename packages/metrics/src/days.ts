const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** A period that there is not; `field` says what is wrong with it. */
export class NoSuchPeriod extends RangeError {
  override readonly name = "NoSuchPeriod";
  readonly field: "from" | "to" | "timezone";

  constructor(field: NoSuchPeriod["field"], message: string) {
    super(message);
    this.field = field;
  }
}

/**
 * The first and last millisecond of a period whose ends are days (inclusive, in `timezone`) or instants (inclusive;
 * without an offset in `timezone` too).
 * @throws NoSuchPeriod
 */
export function periodOf(
  { from, to }: { from?: string | null | undefined; to?: string | null | undefined },
  timezone: string,
): { from: number | undefined; to: number | undefined } {
  named("timezone", () => new Intl.DateTimeFormat("en", { timeZone: timezone }));
  const start = named("from", () => endOf(from, timezone, "first"));
  const end = named("to", () => endOf(to, timezone, "last"));
  if (start !== undefined && end !== undefined && start > end) throw new NoSuchPeriod("from", "from is after to");
  return { from: start, to: end };
}

/** What goes wrong has the field's name. */
function named<Found>(field: NoSuchPeriod["field"], find: () => Found): Found {
  try {
    return find();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new NoSuchPeriod(field, error.message);
  }
}

/** The first or the last moment of what is written. */
function endOf(end: string | null | undefined, timezone: string, which: "first" | "last"): number | undefined {
  if (end == null) return undefined;
  if (!DAY.test(end)) return instant(end, timezone, which);
  return which === "first" ? startOfDay(end, timezone) : startOfDay(end, timezone, 1) - 1;
}

/** RFC 3339; without an offset it is a time on the clock. */
const INSTANT = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}:\d{2})?$/i;

function instant(text: string, timezone: string, which: "first" | "last"): number {
  const [, day = "", time, offset] = INSTANT.exec(text) ?? [];
  const found = Date.parse(`${day}T${time}${offset?.toUpperCase() ?? "Z"}`);
  if (Number.isNaN(found)) {
    throw new RangeError(`"${text}" is neither a day (2026-11-01) nor an instant (2026-11-01T20:00:00Z)`);
  }
  assertDay(day);
  return offset === undefined ? atClock(found, timezone, which) : found;
}

/** @throws RangeError for a day that there is not: the 30th of February would be taken for the 2nd of March */
function assertDay(day: string): void {
  const start = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(start.getTime()) || start.toISOString().slice(0, 10) !== day) {
    throw new RangeError(`There is no day ${day}`);
  }
}

/**
 * The first moment of a day somewhere, or of the one so many `later`: midnight, or when the clock first shows that day
 * where midnight is skipped.
 */
export function startOfDay(day: string, timezone: string, later = 0): number {
  assertDay(day);
  return atClock(Date.parse(`${day}T00:00:00Z`) + later * 86_400_000, timezone, "first");
}

/**
 * When the clock shows a time somewhere, the first or the last of two; a later time where that is skipped.
 * @param wanted the time as if the clock were that of UTC; milliseconds
 */
function atClock(wanted: number, timezone: string, which: "first" | "last"): number {
  const clock = new Intl.DateTimeFormat("en-CA", {
    timeZone: timezone,
    hourCycle: "h23",
    ...({
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
    } as const),
  });
  const shown = (time: number): number => {
    const parts = Object.fromEntries(clock.formatToParts(time).map(({ type, value }) => [type, Number(value)]));
    return Date.UTC(parts.year ?? 0, (parts.month ?? 1) - 1, parts.day, parts.hour, parts.minute, parts.second);
  };
  // Offsets change at most by hours: the instants that could be that.
  const second = Math.floor(wanted / 1000) * 1000;
  const offsets = [second - 86_400_000, second, second + 86_400_000].map((time) => shown(time) - time);
  const candidates = offsets.map((offset) => second - offset).sort((a, b) => a - b);
  const isLater = (time: number) => shown(time) >= second;
  const last = which === "last" ? candidates.findLast((time) => shown(time) === second) : undefined;
  const first = candidates.find((time) => isLater(time) && !isLater(time - 1000)) ?? candidates.find(isLater);
  return (last ?? first ?? second) + (wanted - second);
}
