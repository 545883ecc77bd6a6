import type { AcceptedEvent, EventData } from "@showpulse/connectors/event";

/** 2026-11-21T20:00:00Z: when test shows start. */
export const START = Date.UTC(2026, 10, 21, 20);

let made = 0;

/** An accepted event with everything filled in; `seconds` after {@link START}. */
export function event(
  type: string,
  { seconds = 0, ...rest }: Partial<Omit<AcceptedEvent, "data" | "type">> & { seconds?: number } = {},
  data: EventData = {},
): AcceptedEvent {
  made += 1;
  const time = rest.time ?? START + seconds * 1000;
  return {
    workspace: "w",
    show: "s",
    seq: made,
    receivedAt: time + 20,
    skewed: false,
    id: `e${made}`,
    source: "test/source",
    ...rest,
    time,
    type,
    data: { platform: "native", ...data },
  };
}
