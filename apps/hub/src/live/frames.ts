import type { AcceptedEvent } from "@showpulse/connectors/event";
import { NOT_LIVE, type ShowFold } from "@showpulse/metrics";

/** A message to a socket, serialised once for all of them. */
export type LiveFrame = Buffer;

const frame = (message: object): LiveFrame => Buffer.from(JSON.stringify(message));

/** Every figure of a show that can be kept up in memory, by metric id, with plain values. */
export function tickFrame(show: string, at: number, fold: ShowFold): LiveFrame {
  const metrics = Object.fromEntries(Object.entries(fold.value()).filter(([id]) => !NOT_LIVE.has(id)));
  return frame({ type: "tick", show, at: new Date(at).toISOString(), metrics });
}

/** One event as CloudEvents 1.0. */
export function eventFrame({ id, source, type, show, time, data }: AcceptedEvent): LiveFrame {
  const event = { specversion: "1.0", id, source, type, subject: show, time: new Date(time).toISOString(), data };
  return frame({ type: "event", show, event });
}

/** The state of a source of the show. */
export const sourceFrame = (show: string, source: object): LiveFrame => frame({ type: "source", show, source });
