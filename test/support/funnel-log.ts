import type { AcceptedEvent } from "@showpulse/connectors/event";
import { event } from "./events.ts";

let workspaces = 0;

/** One person's events by name and second: `join@0`; `join@0 red` gives a colour, `b:join@0` another person. */
export function funnelLog(text: string): AcceptedEvent[] {
  workspaces += 1;
  return text.split(", ").map((word) => {
    const [, actor = "a", type = "", second, color] = /^(?:(\w+):)?(\w+)@(\d+)(?: (\w+))?$/.exec(word) ?? [];
    const workspace = `rules-${workspaces}`;
    return event(type, { workspace, seconds: Number(second) }, { actor, properties: color ? { color } : {} });
  });
}
