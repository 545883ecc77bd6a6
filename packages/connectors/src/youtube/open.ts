import { setTimeout as sleep } from "node:timers/promises";
import { ConnectorError, type OpenContext, type Signal } from "../connector.ts";
import { openApi } from "./api.ts";
import { followChat } from "./chat.ts";
import { giveGifts } from "./chat-page.ts";
import type { YouTubeEnvironment } from "./environment.ts";
import { followFigures, readFigures, takeReading } from "./figures.ts";
import { GiftCombos } from "./gift-combos.ts";
import { Inbox } from "./inbox.ts";
import type { Pace } from "./pace.ts";
import type { Session } from "./session.ts";
import type { YouTubeSettings } from "./settings.ts";
import { videoIdOf } from "./video-id.ts";
import { videoState } from "./video-state.ts";

/** Streams a video's chat, viewers and likes until aborted or the video ends; the cursor is the chat's page token. */
export async function* openYouTube(
  context: OpenContext<YouTubeSettings, YouTubeEnvironment>,
  pace: Pace,
): AsyncGenerator<Signal, void> {
  const stop = new AbortController();
  const signal = AbortSignal.any([context.signal, stop.signal]);
  const inbox = new Inbox<Signal>();
  const closeInbox = () => inbox.close();
  context.signal.addEventListener("abort", closeInbox, { once: true });
  const work = follow(context, pace, signal, (item) => inbox.put(item)).then(closeInbox, (error) => inbox.close(error));
  try {
    for await (const item of inbox) {
      if (context.signal.aborted) return;
      yield item;
    }
  } catch (error) {
    if (!context.signal.aborted) throw error;
  } finally {
    context.signal.removeEventListener("abort", closeInbox);
    inbox.close();
    stop.abort();
    await work;
  }
}

async function follow(
  { settings, environment, now, resumeFrom }: OpenContext<YouTubeSettings, YouTubeEnvironment>,
  pace: Pace,
  outer: AbortSignal,
  emit: Session["emit"],
): Promise<void> {
  outer.throwIfAborted();
  const videoId = videoIdOf(settings.video ?? "");
  const inner = new AbortController();
  const signal = AbortSignal.any([outer, inner.signal]);
  const api = openApi(environment, { signal, now, deadline: pace.call });
  const video = await api.video(videoId);
  const state = videoState(video, videoId);
  const session: Session = {
    videoId,
    environment,
    api,
    pace,
    signal,
    now,
    emit,
    pageToken: resumeFrom,
    video: video ?? {},
    chatSignal: { type: "live" },
    gifts: new GiftCombos(),
    poll: undefined,
    streaming: false,
    blocked: undefined,
  };
  await takeReading(session, session.video);
  if (state === "ended") return;

  const chat = followChat(session);
  const figures = followFigures(session);
  try {
    const first = await Promise.race([chat.then(() => "chat"), figures.then(() => "figures")]);
    if (first === "figures") await Promise.race([chat, sleep(pace.lastMessages, undefined, { signal })]);
    else await lastReading(session);
    await giveGifts(session, 0);
  } finally {
    inner.abort();
    await Promise.allSettled([chat, figures]);
  }
}

/** The chat ended first: the likes at the end still count. The show is over whatever the answer is. */
async function lastReading(session: Session): Promise<void> {
  try {
    await readFigures(session);
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
  }
}
