import type { WallRow } from "@showpulse/metrics";
import type { Show } from "../../../../../prisma/generated/client.ts";
import { statusOf } from "../../show-status.ts";

const MINUTE = 60_000;
const SPARK_MINUTES = 30;
const COMMENT_MINUTES = 5;

export interface Column extends Omit<WallRow, "show" | "platforms"> {
  show: ReturnType<typeof columnOf>;
  platforms: (WallRow["platforms"][number] & { state: string | null; detail: string | null })[];
  /** 0: nothing is wrong; the higher, the more this show needs somebody. */
  trouble: number;
}

/** What the wall says of the show itself. */
export const columnOf = ({ id, title, startsAt, endsAt, startedAt, endedAt, host, sample, currency }: Show) => {
  const status = statusOf({ startedAt, endedAt });
  return { id, title, startsAt, endsAt, startedAt, endedAt, status, host, sample, currency };
};

/** The last half hour and the last five minutes of a show that is on; the whole of one that is over. */
export function momentsOf({ startedAt, endedAt, createdAt }: Show, now: number) {
  if (endedAt) {
    const from = (startedAt ?? createdAt).getTime();
    const to = Math.max(endedAt.getTime(), from + 1);
    return { from, to, commentsFrom: from };
  }
  const began = (startedAt ?? createdAt).getTime();
  return {
    from: now - SPARK_MINUTES * MINUTE,
    to: now,
    commentsFrom: Math.max(now - COMMENT_MINUTES * MINUTE, Math.min(began, now - MINUTE)),
  };
}
