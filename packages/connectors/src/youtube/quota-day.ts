const PACIFIC = new Intl.DateTimeFormat("en-US", {
  timeZone: "America/Los_Angeles",
  year: "numeric",
  month: "numeric",
  day: "numeric",
  hour: "numeric",
  hourCycle: "h23",
});

/** When the API's daily quota is full again: the next midnight Pacific time, in milliseconds since 1970. */
export function nextQuotaReset(now: number): number {
  const { year, month, day } = pacific(now);
  const summer = Date.UTC(year, month - 1, day + 1, 7);
  return pacific(summer).hour === 0 ? summer : summer + 3_600_000;
}

function pacific(at: number) {
  const parts = Object.fromEntries(PACIFIC.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  return { year: parts.year ?? 0, month: parts.month ?? 0, day: parts.day ?? 0, hour: parts.hour ?? 0 };
}
