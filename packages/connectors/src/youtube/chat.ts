import { setTimeout as sleep } from "node:timers/promises";
import { ConnectorError } from "../connector.ts";
import { readFigures } from "./figures.ts";
import { pollChat } from "./poll.ts";
import { ChatUnavailable, StalePageToken } from "./refusal.ts";
import { FRAME_CHAT_ENDED } from "./resources.external.ts";
import { announce, type Session } from "./session.ts";
import { streamChat } from "./stream.ts";

/** Follows the chat, by stream where there is one, else by polling from the same place. Resolves when it is over. */
export async function followChat(session: Session): Promise<void> {
  const follow = readChat(session);
  for (;;) {
    const liveChatId = await chatIdOf(session);
    try {
      await follow(liveChatId);
      return;
    } catch (error) {
      if (error instanceof StalePageToken) {
        if (session.pageToken === undefined) {
          throw new ConnectorError("failed", `YouTube refuses the question for this chat: ${error.message}`);
        }
        session.pageToken = undefined;
        await announce(session, {
          type: "degraded",
          detail: "the place in the chat was too old: reading its recent history",
        });
      } else if (error instanceof ChatUnavailable) {
        if ((await explain(session, error, liveChatId)) === "over") return;
      } else {
        throw error;
      }
    }
  }
}

/** Remembers over interruptions when the stream may be tried again. */
function readChat(session: Session): (liveChatId: string) => Promise<void> {
  const { now, pace } = session;
  const address = session.environment.grpcAddress;
  let streamFrom = address === null ? Number.POSITIVE_INFINITY : 0;
  return async (liveChatId) => {
    for (;;) {
      let why: string | undefined;
      if (address !== null && now() >= streamFrom) {
        why = await streamChat(session, liveChatId, address);
        if (why === undefined) return;
        streamFrom = now() + pace.streamAgain;
      }
      const over = await pollChat(session, liveChatId, streamFrom, async (interval) => {
        const polling = `polling every ${interval / 1000} s`;
        if (address === null) await announce(session, { type: "live", detail: polling });
        else
          await announce(session, {
            type: "degraded",
            detail: `${polling}, for there is no stream${why ? ` (${why})` : ""}`,
          });
      });
      if (over) return;
    }
  };
}

/** The chat of the latest reading; waits for a video whose chat is switched off until it is there. */
async function chatIdOf(session: Session): Promise<string> {
  for (let told = false; ; told = true) {
    const id = session.video.liveStreamingDetails?.activeLiveChatId;
    if (id) return id;
    if (!told)
      await announce(session, { type: "degraded", detail: "the video has no live chat: only viewers and likes" });
    await sleep(session.pace.figures, undefined, { signal: session.signal });
  }
}

/** Looks at the video to see what became of its chat; throws `failed` when waiting cannot bring it back. */
async function explain(
  session: Session,
  { reason, message }: ChatUnavailable,
  asked: string,
): Promise<"over" | "again"> {
  if ((await readFigures(session)) === "ended") return "over";
  if (session.video.liveStreamingDetails?.activeLiveChatId !== asked) {
    session.pageToken = undefined;
    return "again";
  }
  if (reason !== "liveChatEnded") {
    throw new ConnectorError("failed", `YouTube does not give out the chat of this video (${reason}): ${message}`);
  }
  const frame = { kind: FRAME_CHAT_ENDED, raw: { liveChatId: asked }, receivedAt: session.now() };
  await session.emit({ type: "frame", frame });
  return "over";
}
