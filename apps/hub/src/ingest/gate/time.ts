/** What DateTime64(3) holds: years 1900 to 2299. */
export const EARLIEST_TIME = Date.UTC(1900, 0, 1);
export const LATEST_TIME = Date.UTC(2300, 0, 1) - 1;

const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * An RFC 3339 time with any offset as milliseconds since 1970 UTC; finer digits are cut off. A leap second counts as
 * the first moment after it. NaN when the text is not RFC 3339. Written by hand because `Date.parse` also takes other
 * forms, reads some of them in the machine's time zone, and is slower.
 */
export function parseTime(text: string): number {
  const { length } = text;
  if (length < 20) return Number.NaN;
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 2);
  const day = digits(text, 8, 2);
  const hour = digits(text, 11, 2);
  const minute = digits(text, 14, 2);
  const second = digits(text, 17, 2);
  const valid =
    year >= 0 &&
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= (DAYS[month - 1] ?? 0) &&
    (month !== 2 || day < 29 || isLeap(year)) &&
    hour >= 0 &&
    hour <= 23 &&
    minute >= 0 &&
    minute <= 59 &&
    second >= 0 &&
    second <= 60 &&
    text.charCodeAt(4) === HYPHEN &&
    text.charCodeAt(7) === HYPHEN &&
    text.charCodeAt(13) === COLON &&
    text.charCodeAt(16) === COLON &&
    isSeparator(text.charCodeAt(10));
  if (!valid) return Number.NaN;

  let at = 19;
  let millisecond = 0;
  if (text.charCodeAt(at) === POINT) {
    const start = ++at;
    for (let weight = 100; isDigit(text.charCodeAt(at)); at += 1, weight = weight > 1 ? weight / 10 : 0) {
      millisecond += (text.charCodeAt(at) - ZERO) * weight;
    }
    if (at === start) return Number.NaN;
  }
  const offset = offsetMinutes(text, at);
  const minutes = hour * 60 + minute - offset;
  return startOfDay(year, month, day) + (minutes * 60 + second) * 1000 + millisecond;
}

const ZERO = 48;
const COLON = 58;
const HYPHEN = 45;
const PLUS = 43;
const POINT = 46;

const isDigit = (code: number) => code >= ZERO && code <= 57;
const isLeap = (year: number) => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
/** `T`, `t` or a space. */
const isSeparator = (code: number) => code === 84 || code === 116 || code === 32;

function digits(text: string, from: number, count: number): number {
  let value = 0;
  for (let at = from; at < from + count; at += 1) {
    const code = text.charCodeAt(at);
    if (!isDigit(code)) return -1;
    value = value * 10 + code - ZERO;
  }
  return value;
}

/** Events of one day come together: its start is worked out once. */
let lastDay = Number.NaN;
let lastDayStart = Number.NaN;

function startOfDay(year: number, month: number, day: number): number {
  const name = (year * 100 + month) * 100 + day;
  if (name !== lastDay) {
    lastDay = name;
    // Date.UTC takes the years 0 to 99 for 1900 to 1999.
    lastDayStart =
      year >= 100 ? Date.UTC(year, month - 1, day) : new Date(Date.UTC(2000, 0)).setUTCFullYear(year, month - 1, day);
  }
  return lastDayStart;
}

function offsetMinutes(text: string, at: number): number {
  const sign = text.charCodeAt(at);
  if ((sign === 90 || sign === 122) && text.length === at + 1) return 0;
  if ((sign !== PLUS && sign !== HYPHEN) || text.length !== at + 6 || text.charCodeAt(at + 3) !== COLON)
    return Number.NaN;
  const hours = digits(text, at + 1, 2);
  const minutes = digits(text, at + 4, 2);
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return Number.NaN;
  return (hours * 60 + minutes) * (sign === PLUS ? 1 : -1);
}
