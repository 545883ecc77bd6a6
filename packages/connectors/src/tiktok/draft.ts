import type { EventData, KnownEventType } from "../event/index.ts";
import type { RawUser } from "./messages.external.ts";
import { identifier, text } from "./read.ts";

/** An event but for what all events of a message share. */
export interface Draft {
  type: KnownEventType | "poll_tally";
  /** Where one message gives several events: what sets this one apart. */
  suffix?: string;
  /** Where several messages tell of one thing: the whole id instead of the message's. */
  id?: string;
  data?: EventData;
}

/** Longest name that the vocabulary takes. */
const LONGEST_NAME = 512;

/** Who did it, as far as the message says. */
export function person(user: RawUser | undefined): Pick<EventData, "actor" | "actorName"> {
  const actor = identifier(user?.id);
  if (actor === undefined) return {};
  const actorName = text(user?.nickname, LONGEST_NAME) ?? text(user?.displayId, LONGEST_NAME);
  return actorName === undefined ? { actor } : { actor, actorName };
}
