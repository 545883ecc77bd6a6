import type { LiveEvent, MetricValue, Source } from "../api/types.ts";

/** What the hub pushes over `WS /v1/live`. */
export type LiveMessage =
  | { type: "tick"; show: string; at: string; metrics: Record<string, MetricValue> }
  | { type: "event"; event: LiveEvent }
  | { type: "cue" }
  | { type: "source"; show: string; source: Partial<Source> & { id: string } };

const TYPES = new Set(["tick", "event", "cue", "source"]);

/** One frame; null for anything that this version does not know. */
export function parseMessage(frame: unknown): LiveMessage | null {
  if (typeof frame !== "string") return null;
  try {
    const message: unknown = JSON.parse(frame);
    const known = typeof message === "object" && message !== null && "type" in message;
    return known && TYPES.has(String(message.type)) ? (message as LiveMessage) : null;
  } catch {
    return null;
  }
}
