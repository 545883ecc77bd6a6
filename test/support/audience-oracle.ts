import type { AcceptedEvent } from "@showpulse/connectors/event";
import { samePeople } from "./attribution-oracle.ts";

const DAY = 86_400_000;

/** The day that a clock in a zone shows, as "2026-03-29". */
const dayIn = (time: number, timezone: string): string =>
  new Intl.DateTimeFormat("en-CA", { timeZone: timezone }).format(time);

const dayNumber = (day: string): number => Date.parse(`${day}T00:00:00Z`) / DAY;

/** The number of the interval that a moment lies in: days, weeks or months since some beginning. */
export function intervalNumber(time: number, interval: "day" | "week" | "month", timezone: string, weekStart: string) {
  const day = dayIn(time, timezone);
  if (interval === "month") return Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;
  // 1970-01-01 was a Thursday: Mondays are days 4, 11, …
  return interval === "day" ? dayNumber(day) : Math.floor((dayNumber(day) - (weekStart === "monday" ? 4 : 3)) / 7);
}

export const personOf = (log: readonly AcceptedEvent[], actor: string): string =>
  [...samePeople(log, actor)].sort()[0] ?? actor;

/** Every order once, by its newest purchase. */
function newestOrders(log: readonly AcceptedEvent[]): AcceptedEvent[] {
  const newest = new Map<string, AcceptedEvent>();
  for (const one of log.toSorted((a, b) => a.time - b.time || a.seq - b.seq)) {
    const { platform, order } = one.data;
    if (one.type === "purchase") newest.set(JSON.stringify([platform, order ?? [one.source, one.id]]), one);
  }
  return [...newest.values()];
}

/** What somebody known did: who, where, when. */
export interface Act {
  person: string;
  platform: string;
  show: string;
  time: number;
  seq: number;
}

const actOf =
  (log: readonly AcceptedEvent[]) =>
  (one: AcceptedEvent): Act => ({
    person: personOf(log, one.data.actor ?? ""),
    platform: one.data.platform ?? "native",
    show: one.show,
    time: one.time,
    seq: one.seq,
  });

export const watched = (log: readonly AcceptedEvent[]): Act[] =>
  log.filter(({ show, data }) => show !== "" && data.actor !== undefined).map(actOf(log));

export const bought = (log: readonly AcceptedEvent[]): Act[] =>
  newestOrders(log)
    .filter(({ data }) => data.actor !== undefined)
    .map(actOf(log));

/** Every telling of an order, also one that was told again. */
export const purchasing = (log: readonly AcceptedEvent[]): Act[] =>
  log.filter(({ type, data }) => type === "purchase" && data.actor !== undefined).map(actOf(log));

/** Platform ('' for all together) → "cohort n" → people. */
export function oracleRetention(
  acts: readonly Act[],
  numberOf: (time: number) => number,
  from: number,
  to: number,
  scopes: readonly string[],
): Map<string, Map<string, number>> {
  const grid = new Map<string, Map<string, number>>();
  for (const scope of scopes) {
    const own = acts.filter(({ platform, time }) => time <= to && (scope === "" || platform === scope));
    for (const person of new Set(own.map((act) => act.person))) {
      const numbers = new Set(own.filter((act) => act.person === person).map(({ time }) => numberOf(time)));
      const cohort = Math.min(...numbers);
      if (cohort < numberOf(from)) continue;
      const cells = grid.get(scope) ?? new Map<string, number>();
      grid.set(scope, cells);
      for (const number of numbers) {
        const cell = `${cohort} ${number - cohort}`;
        cells.set(cell, (cells.get(cell) ?? 0) + 1);
      }
    }
  }
  return grid;
}

/** Scope → days → [repeated, passed], and how many bought first in the period. */
export function oracleRepeat(acts: readonly Act[], from: number, to: number, now: number, scopes: readonly string[]) {
  return scopes.flatMap((scope) => {
    const own = acts.filter(({ platform, time }) => time <= now && (scope === "" || platform === scope));
    const people = [...Map.groupBy(own, ({ person }) => person).values()]
      .map((orders) => orders.map(({ time }) => time).sort((a, b) => a - b))
      .filter(([first = 0]) => first >= from && first <= to);
    if (people.length === 0) return [];
    const rates = [30, 60, 90].map((days) => {
      const passed = people.filter(([first = 0]) => first + days * DAY <= now);
      const repeated = passed.filter(([first = 0, second]) => second !== undefined && second - first <= days * DAY);
      const rate = passed.length === 0 ? null : repeated.length / passed.length;
      return { days, repeated: repeated.length, passed: passed.length, rate };
    });
    return [{ platform: scope === "" ? null : scope, buyers: people.length, rates }];
  });
}

const firstOf = (acts: readonly Act[]): Act | undefined => acts.toSorted((a, b) => a.time - b.time || a.seq - b.seq)[0];

/** People of a show and platform, and those for whom `isNew` holds of their first act. */
export function oracleNew(
  acts: readonly Act[],
  show: string,
  platform: string,
  isNew: (first: Act) => boolean,
): [people: number, fresh: number] {
  const here = new Set(
    acts.filter((act) => act.show === show && act.platform === platform).map(({ person }) => person),
  );
  const fresh = [...here].filter((person) => {
    const first = firstOf(acts.filter((act) => act.person === person));
    return first !== undefined && isNew(first);
  });
  return [here.size, fresh.length];
}
