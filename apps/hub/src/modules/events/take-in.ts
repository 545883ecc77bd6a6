import type { AcceptedEvent } from "@showpulse/connectors/event";
import { type Static, Type } from "typebox";
import type { Ingest, Verdict } from "../../ingest/ingest.ts";
import type { Incoming } from "./body.ts";

/** The answer to events that were sent in. */
export const TakenIn = Type.Object({
  /** On disk. */
  accepted: Type.Integer(),
  /** Known already; nothing changed. */
  duplicates: Type.Integer(),
  /** In the dead letters, with these reasons. */
  rejected: Type.Array(
    Type.Object({
      /** Position in the body, from 0. */
      index: Type.Integer(),
      id: Type.Union([Type.String(), Type.Null()]),
      code: Type.String(),
      detail: Type.String(),
    }),
  ),
});

/** What else is done with events once they are on disk. */
export type OnAccepted = (workspace: string, events: readonly AcceptedEvent[]) => Promise<void>;

/** Takes the events of a body into a workspace. Resolves when the accepted ones are on disk. @throws Overloaded */
export async function takeIn(
  { ingest, onAccepted }: { ingest: Ingest; onAccepted: OnAccepted },
  workspace: string,
  { events, rawOf }: Incoming,
): Promise<Static<typeof TakenIn>> {
  const verdicts = await ingest.accept(workspace, events, rawOf);
  await onAccepted(
    workspace,
    verdicts.flatMap((verdict) => (verdict.outcome === "accepted" ? [verdict.event] : [])),
  );
  return summary(verdicts);
}

function summary(verdicts: readonly Verdict[]): Static<typeof TakenIn> {
  const answer: Static<typeof TakenIn> = { accepted: 0, duplicates: 0, rejected: [] };
  for (const [index, verdict] of verdicts.entries()) {
    if (verdict.outcome === "accepted") answer.accepted += 1;
    else if (verdict.outcome === "duplicate") answer.duplicates += 1;
    else answer.rejected.push({ index, id: verdict.id, code: verdict.code, detail: verdict.detail });
  }
  return answer;
}
