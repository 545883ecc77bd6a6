import type { Cell } from "./course.ts";
import { type Interval, rateRatioTo } from "./rate-ratio.ts";

/** A stretch of time in milliseconds, its end not included. */
export interface Span {
  from: number;
  to: number;
}

/** What the estimate needs to know of a show; all times in milliseconds. */
export interface ShowCourse {
  /** From when to when the show ran, as far as that is known. */
  span: Span;
  /** When its orders were made, ascending. */
  orders: readonly number[];
  /** Viewers of all platforms together from each moment on, ascending; empty where nobody counts them. */
  viewers: readonly { at: number; viewers: number }[];
  /** Every time any offer ran, the one in question too. */
  offers: readonly Span[];
  /** Times in which orders could not be seen. */
  blind: readonly Span[];
}

export interface Uplift {
  /** While it ran against the matched minutes around it. */
  uplift: Interval;
  /** The minutes right after it against the same matched minutes: below 1, sales were only moved forward. */
  after: Interval;
  /** Orders that the minutes after it lack against the matched rate; negative: they have more. */
  ordersMissing: number | null;
  matched: Span[];
}

const MINUTE = 60_000;

/** How far around the offer minutes are taken, at most: a show changes over time. */
const REACH = 30 * MINUTE;

/** How many times more or fewer viewers a matched minute may have; the second where the first finds too few minutes. */
const LEVELS = [4 / 3, 2] as const;
const WANTED = 12;

/** Minutes to either side that show how much minutes differ, and pieces of a long offer, at most. */
const MOST = 60;

/** The time after an offer in which its buyers are missing: as long as it ran, 2 to 10 minutes. It matches no offer. */
const aftermath = ({ from, to }: Span): Span => ({
  from: to,
  to: to + Math.min(10 * MINUTE, Math.max(2 * MINUTE, to - from)),
});

/**
 * What an offer did to the orders of its show: orders per minute (and viewer, where viewers are counted) while it ran
 * ÷ the same in whole minutes of the same show at most 30 minutes away, with a like number of viewers, in which no
 * offer ran nor had just ended. An observation, not a proof: what else the host did at that time is in it.
 */
export function offerUplift(running: Span, show: ShowCourse): Uplift {
  const level = meanViewers(show, running);
  const { matched, broad } = minutesAround(running, show, level);
  const cellOf = (span: Span) => cell(show, span, level);
  const around = matched.map(cellOf);
  const next = aftermath(running);
  const others = show.offers.filter(({ from }) => from >= running.to);
  const until = Math.min(next.to, show.span.to, ...others.map(({ from }) => from));
  const after = until > next.from ? piecesOf({ from: next.from, to: until }).map(cellOf) : [];
  const against = rateRatioTo(around, broad.map(cellOf));
  const afterwards = against(after);
  const [seen, time] = [sum(after.map(({ orders }) => orders)), sum(after.map(({ exposure }) => exposure))];
  const rate = sum(around.map(({ orders }) => orders)) / sum(around.map(({ exposure }) => exposure));
  return {
    uplift: against(piecesOf(running).map(cellOf)),
    after: afterwards,
    ordersMissing: afterwards.ratio === null ? null : rate * time - seen,
    matched,
  };
}

interface Around {
  /** Nearby, with a like number of viewers: what the offer is held against. */
  matched: Span[];
  /** Of the whole show, however many watched: what shows how much minutes differ. */
  broad: Span[];
}

function minutesAround(running: Span, show: ShowCourse, level: number | null): Around {
  const taken = [...show.offers, ...show.offers.map(aftermath), running, aftermath(running), ...show.blind];
  const isFree = (minute: Span) => !taken.some((other) => other.from < minute.to && other.to > minute.from);
  const free: Span[] = [];
  for (let to = running.from; to - MINUTE >= show.span.from && free.length < MOST; to -= MINUTE)
    free.push({ from: to - MINUTE, to });
  const before = free.length;
  const first = aftermath(running).to;
  for (let from = first; from + MINUTE <= show.span.to && free.length < before + MOST; from += MINUTE)
    free.push({ from, to: from + MINUTE });
  const minutes = free.filter(isFree).sort((a, b) => a.from - b.from);
  const near = minutes.filter(({ from, to }) => from >= running.from - REACH && to <= running.to + REACH);
  if (level === null) return { matched: near, broad: minutes };
  const like = (most: number) =>
    near.filter((minute) => {
      const viewers = meanViewers(show, minute);
      return viewers !== null && viewers > 0 && viewers <= level * most && viewers >= level / most;
    });
  const [narrow, wide] = LEVELS;
  const closest = like(narrow);
  return { matched: closest.length >= WANTED ? closest : like(wide), broad: minutes };
}

/** Minutes; of what runs for hours as many longer pieces. */
function piecesOf({ from, to }: Span): Span[] {
  const step = Math.max(MINUTE, (to - from) / MOST);
  const pieces: Span[] = [];
  for (let at = from; at < to && pieces.length < MOST; at += step)
    pieces.push({ from: at, to: Math.min(at + step, to) });
  return pieces;
}

function cell(show: ShowCourse, span: Span, level: number | null): Cell {
  const minutes = (span.to - span.from) / MINUTE;
  const viewers = level === null ? 1 : (meanViewers(show, span) ?? 0);
  return {
    orders: ordersIn(show.orders, span),
    exposure: minutes * viewers,
    // From the show's first minute on, so that large times lose no digits.
    minute: ((span.from + span.to) / 2 - (show.orders[0] ?? span.from)) / MINUTE,
  };
}

/** Of ascending times, how many lie in a span. */
export const ordersIn = (orders: readonly number[], { from, to }: Span): number =>
  firstFrom(orders, to) - firstFrom(orders, from);

function firstFrom(times: readonly number[], time: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Viewers on average over a span, a reading holding until the next; `null` before the first reading. */
export function meanViewers({ viewers }: Pick<ShowCourse, "viewers">, { from, to }: Span): number | null {
  let [area, known] = [0, 0];
  for (let index = lastBefore(viewers, from); index < viewers.length; index += 1) {
    const reading = viewers[index];
    if (!reading || reading.at >= to) break;
    const lasts = Math.min(to, viewers[index + 1]?.at ?? to) - Math.max(from, reading.at);
    area += reading.viewers * lasts;
    known += lasts;
  }
  return known > 0 ? area / known : null;
}

function lastBefore(viewers: ShowCourse["viewers"], time: number): number {
  let [low, high] = [0, viewers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((viewers[middle]?.at ?? 0) <= time) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
