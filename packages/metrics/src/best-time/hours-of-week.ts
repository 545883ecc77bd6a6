/** A stretch of time in one hour of the week. */
export interface Stretch {
  /** Milliseconds since 1970; `to` is not part of it. */
  from: number;
  to: number;
  /** Hours since Monday, 0:00, on the clock of the time zone. */
  slot: number;
}

const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
/** No clock changes its offset at other times than at quarters of an hour. */
const QUARTER = 15 * 60_000;

/** Parts a time by the hours of the week that a clock there shows; an hour that the clock shows twice is two. */
export function hoursOfWeek(timezone: string) {
  const clock = new Intl.DateTimeFormat("en-GB", {
    timeZone: timezone,
    hourCycle: "h23",
    weekday: "short",
    hour: "2-digit",
  });
  const slotOf = (time: number): number => {
    const shown = Object.fromEntries(clock.formatToParts(time).map(({ type, value }) => [type, value]));
    return WEEKDAYS.indexOf(shown.weekday ?? "") * 24 + Number(shown.hour);
  };
  return (from: number, to: number): Stretch[] => {
    const stretches: Stretch[] = [];
    for (let at = from; at < to; ) {
      const until = Math.min(to, Math.floor(at / QUARTER) * QUARTER + QUARTER);
      const slot = slotOf(at);
      const last = stretches.at(-1);
      if (last?.slot === slot) last.to = until;
      else stretches.push({ from: at, to: until, slot });
      at = until;
    }
    return stretches;
  };
}
