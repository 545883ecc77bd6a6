import type { AcceptedEvent } from "@showpulse/connectors/event";
import { personOf } from "./audience-oracle.ts";

const MINUTE = 60_000;
const ENGAGED = ["chat_message", "like", "share", "follow", "poll_vote", "gift", "question"];

interface Show {
  id: string;
  from: number;
  to: number;
}

/** "Mon 20" of a moment on the clock of a zone. */
export const hourIn = (time: number, timezone: string): string =>
  new Intl.DateTimeFormat("en-GB", { timeZone: timezone, weekday: "short", hour: "2-digit", hourCycle: "h23" })
    .format(time)
    .replace(",", "");

/** What each show adds to an hour of the week, minute by minute; every time is a whole minute. */
export interface HourShares {
  onAir: number;
  /** viewers × minutes, minutes read */
  viewers: { over: number; under: number };
  engagement: { over: number; under: number } | null;
  /** Currency → micros. */
  paid: Map<string, number>;
}

/** Show → hour of the week → what it adds. */
export function oracleHours(
  log: readonly AcceptedEvent[],
  shows: readonly Show[],
  timezone: string,
  platform: string,
): Map<string, Map<string, HourShares>> {
  return new Map(
    shows.map(({ id, from, to }) => {
      const own = log.filter(({ show, data }) => show === id && (platform === "" || data.platform === platform));
      const hours = new Map<string, HourShares>();
      const times = own
        .filter(({ type, data }) => type === "viewer_count" && data.value !== undefined)
        .map(({ time }) => time);
      const platforms = new Set(own.map(({ data }) => data.platform));
      for (let at = from; at < to; at += MINUTE) {
        const name = hourIn(at, timezone);
        const hour = hours.get(name) ?? {
          onAir: 0,
          viewers: { over: 0, under: 0 },
          engagement: null,
          paid: new Map<string, number>(),
        };
        hours.set(name, hour);
        hour.onAir += 1;
        if (at < Math.min(...times) || at >= Math.max(...times)) continue;
        hour.viewers.under += 1;
        for (const one of platforms)
          hour.viewers.over += viewersAt(
            own.filter(({ data }) => data.platform === one),
            at,
          );
      }
      for (const [name, hour] of hours) {
        const here = own.filter(({ time }) => time >= from && time < to && hourIn(time, timezone) === name);
        hour.engagement = engagementOf(log, here);
        for (const { time, data } of newest(own)) {
          if (time < from || time >= to || hourIn(time, timezone) !== name || data.currency === undefined) continue;
          hour.paid.set(data.currency, (hour.paid.get(data.currency) ?? 0) + (data.amountMicros ?? 0));
        }
      }
      return [id, hours];
    }),
  );
}

/** One platform's gauge at a moment: the highest of the newest readings; nobody after the show has ended. */
function viewersAt(own: readonly AcceptedEvent[], at: number): number {
  const told = own.filter(
    ({ type, time, data }) =>
      time <= at && ((type === "viewer_count" && data.value !== undefined) || type === "show_ended"),
  );
  const last = Math.max(...told.map(({ time }) => time));
  return Math.max(
    0,
    ...told.filter(({ time, type }) => time === last && type === "viewer_count").map(({ data }) => data.value ?? 0),
  );
}

function newest(own: readonly AcceptedEvent[]): AcceptedEvent[] {
  const orders = new Map<string, AcceptedEvent>();
  for (const one of own.toSorted((a, b) => a.time - b.time || a.seq - b.seq)) {
    if (one.type !== "purchase") continue;
    orders.set(JSON.stringify([one.data.platform, one.data.order ?? [one.source, one.id]]), one);
  }
  return [...orders.values()];
}

function engagementOf(log: readonly AcceptedEvent[], here: readonly AcceptedEvent[]) {
  const seen = new Map<string, Set<string>>();
  const engaged = new Map<string, Set<string>>();
  for (const { type, data } of here) {
    if (data.actor === undefined) continue;
    const person = personOf(log, data.actor);
    const on = data.platform ?? "native";
    seen.set(person, (seen.get(person) ?? new Set()).add(on));
    if (ENGAGED.includes(type)) engaged.set(person, (engaged.get(person) ?? new Set()).add(on));
  }
  const comparable = (people: Map<string, Set<string>>) =>
    [...people.values()].every((a) => [...people.values()].every((b) => [...a].some((one) => b.has(one))));
  if (seen.size === 0 || !comparable(seen) || !comparable(engaged)) return null;
  return { over: engaged.size, under: seen.size };
}
