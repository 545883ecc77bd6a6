import type { Frame } from "../connector.ts";
import { FRAME_OFFLINE, type LiveChatMessage, type LiveChatPage } from "./resources.external.ts";
import type { Session } from "./session.ts";

/**
 * Gives out one page of the chat and moves the session's place behind it. True: the chat is over.
 * Only the last message of a page carries the next page's token: a restart in the middle repeats the page.
 */
export async function takePage(session: Session, page: LiveChatPage): Promise<boolean> {
  const { gifts, now } = session;
  const items = page.items ?? [];
  const reached = page.nextPageToken ?? session.pageToken;
  const receivedAt = now();
  let ended = false;

  for (const [index, message] of items.entries()) {
    const kind = message.snippet?.type ?? "unknown";
    ended ||= kind === "chatEndedEvent";
    if (kind === "giftEvent" && message.id) gifts.hold(message.id, message, session.pageToken, receivedAt);
    else await give(session, kind, message, receivedAt, index === items.length - 1 ? reached : session.pageToken);
  }
  if (page.activePollItem) await takePoll(session, page.activePollItem, receivedAt);
  if (page.offlineAt && items.length === 0) {
    await give(session, FRAME_OFFLINE, { offlineAt: page.offlineAt }, receivedAt, reached);
    ended = true;
  }
  if (items.length === 0) await session.emit({ type: "alive" });
  session.pageToken = reached;
  return ended;
}

/** Gives out the gifts whose combo has been quiet for `quiet` milliseconds; 0: all of them. */
export async function giveGifts(session: Session, quiet: number): Promise<void> {
  for (const { message, seenAt } of session.gifts.release(session.now() - quiet)) {
    await give(session, "giftEvent", message, seenAt, session.pageToken);
  }
}

async function takePoll(session: Session, poll: LiveChatMessage, receivedAt: number): Promise<void> {
  const shown = JSON.stringify([poll.id, poll.snippet?.pollDetails]);
  if (shown === session.poll) return;
  session.poll = shown;
  await give(session, poll.snippet?.type ?? "pollEvent", poll, receivedAt, session.pageToken);
}

async function give(session: Session, kind: string, raw: unknown, receivedAt: number, reached: string | undefined) {
  const frame: Frame = { kind, raw, receivedAt };
  const cursor = session.gifts.cursor(reached);
  if (cursor !== undefined) frame.cursor = cursor;
  await session.emit({ type: "frame", frame });
}
