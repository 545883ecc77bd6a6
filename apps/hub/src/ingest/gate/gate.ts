import type { AcceptedEvent, EventData, ShowEvent } from "@showpulse/connectors/event";
import { Unreadable } from "../ingest.ts";
import { clean, type Fault, hasShape, quote, shapeFault } from "./faults.ts";
import { DEEPEST, inspect, locate } from "./inspect.ts";
import { repairTexts } from "./texts.ts";
import { EARLIEST_TIME, LATEST_TIME, parseTime } from "./time.ts";

/** How far a platform's clock may be ahead of ours before its events are limited to that. */
export const AHEAD_MILLISECONDS = 5 * 60_000;

/** An event that was refused. */
export class Rejected {
  readonly id: string | null;
  readonly source: string;
  readonly code: string;
  readonly detail: string;
  constructor(given: unknown, { code, detail }: Fault) {
    const { id, source } = identityOf(given);
    this.id = id;
    this.source = source;
    this.code = code;
    this.detail = detail;
  }
}

/**
 * Decides about one incoming event. Pure: what comes back depends on the arguments alone. An accepted event has
 * `seq` 0: its position is given by the journal. NUL and lone surrogates are replaced, everything else stays as it came.
 */
export function gate(workspace: string, given: unknown, receivedAt: number): AcceptedEvent | Rejected {
  if (given instanceof Unreadable) return new Rejected(given, { code: "unreadable_json", detail: clean(given.detail) });
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    return new Rejected(given, {
      code: "not_an_object",
      detail: clean(`The event is ${quote(given)}; it must be an object.`),
    });
  }
  let event: unknown = given;
  const finding = inspect(given);
  if (finding !== "fine") {
    if (finding !== "broken_text") return new Rejected(given, findingFault(given, finding));
    event = repairTexts(given);
  }
  if (!hasShape(event)) return new Rejected(event, shapeFault(event));

  const gauge = gaugeFault(event);
  if (gauge) return new Rejected(event, gauge);

  let time = receivedAt;
  let skewed = false;
  if (event.time !== undefined) {
    time = parseTime(event.time);
    if (time > receivedAt + AHEAD_MILLISECONDS) {
      time = receivedAt + AHEAD_MILLISECONDS;
      skewed = true;
    }
    if (!(time >= EARLIEST_TIME && time <= LATEST_TIME)) return new Rejected(event, timeFault(event.time, time));
  }
  return {
    workspace,
    show: event.subject ?? "",
    seq: 0,
    time,
    receivedAt,
    skewed,
    id: event.id,
    source: event.source,
    type: event.type,
    data: withPlatform(event.data),
  };
}

/** Gauges that count people or clicks. */
const COUNTING_GAUGES: ReadonlySet<string> = new Set(["viewer_count", "like_total"]);

function gaugeFault({ type, data }: ShowEvent): Fault | null {
  const value = data?.value;
  if (value === undefined || !COUNTING_GAUGES.has(type) || (Number.isInteger(value) && value >= 0)) return null;
  const detail = `data.value is ${quote(value)}; a ${type} must be a whole number, at least 0.`;
  return { code: value < 0 ? "out_of_range" : "not_an_integer", detail: clean(detail) };
}

const withPlatform = (data: EventData | undefined): AcceptedEvent["data"] =>
  data?.platform === undefined ? { ...data, platform: "native" } : (data as AcceptedEvent["data"]);

function findingFault(given: object, finding: "too_deep" | "not_finite"): Fault {
  const path = locate(given, finding) ?? "";
  const field = path.length > 80 ? `${path.slice(0, 80)}…` : path;
  const detail =
    finding === "too_deep"
      ? `${field} is nested deeper than ${DEEPEST} levels, which is the most an event may be.`
      : `${field} is not a finite number; it must be one that a 64-bit float can hold.`;
  return { code: finding, detail: clean(detail) };
}

function timeFault(text: string, time: number): Fault {
  if (Number.isNaN(time)) {
    const detail = `time is ${quote(text)}; it must be an RFC 3339 time such as 2026-11-21T20:15:03.250Z.`;
    return { code: "unreadable_time", detail: clean(detail) };
  }
  return { code: "time_out_of_range", detail: clean(`time is ${quote(text)}; it must be in the years 1900 to 2299.`) };
}

/** Who a refused event says it is, as far as that can be read. */
function identityOf(given: unknown): { id: string | null; source: string } {
  if (typeof given !== "object" || given === null) return { id: null, source: "" };
  const { id, source } = given as { id?: unknown; source?: unknown };
  return { id: readableId(id), source: (typeof source === "string" ? readableId(source) : null) ?? "" };
}

function readableId(value: unknown): string | null {
  if (typeof value === "number" && Number.isFinite(value)) return String(value);
  if (typeof value !== "string" || value === "" || value.length > 256) return null;
  return clean(value);
}
