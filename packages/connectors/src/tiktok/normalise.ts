import type { Frame, NormaliseContext } from "../connector.ts";
import type { ShowEvent } from "../event/index.ts";
import { type Draft, person } from "./draft.ts";
import { giftEvents } from "./gift.ts";
import {
  KIND,
  type Kind,
  MEMBER_JOINED,
  MEMBER_SUBSCRIBED,
  type RawChat,
  type RawCommon,
  type RawControl,
  type RawDeletion,
  type RawEmote,
  type RawLike,
  type RawMember,
  type RawQuestion,
  type RawSocial,
  type RawUser,
  type RawViewers,
  SOCIAL_FOLLOWED,
  SOCIAL_SHARED,
  STREAM_ENDED,
  STREAM_PAUSED,
  STREAM_SUSPENDED,
  STREAM_UNPAUSED,
} from "./messages.external.ts";
import { pollEvents } from "./poll.ts";
import { count, identifier, instant, list, objects, text } from "./read.ts";
import { shoppingEvents } from "./shopping.ts";

/** Longest text of a chat message that the vocabulary takes. */
const LONGEST_TEXT = 65_536;

/** A frame as events; none where the message has no id of its own or means nothing here. */
export function normalise(frame: Frame, { show, source }: NormaliseContext): ShowEvent[] {
  const raw = frame.raw as { common?: RawCommon } | null;
  const message = identifier(raw?.common?.msgId);
  const drafts = DRAFTS[frame.kind as Kind];
  if (!raw || !message || !drafts) return [];
  const time = new Date(instant(raw.common?.createTime) ?? frame.receivedAt);
  return drafts(raw, time.getTime()).map(({ type, suffix, id, data }) => ({
    specversion: "1.0",
    id: id ?? (suffix === undefined ? message : `${message}/${suffix}`),
    source,
    type,
    subject: show,
    time: time.toISOString(),
    data: { platform: "tiktok", ...data },
  }));
}

const DRAFTS: Record<Kind, (raw: object, time: number) => Draft[]> = {
  [KIND.chat]({ user, content, contentLanguage }: RawChat) {
    const language = text(contentLanguage, 35);
    const said = text(content, LONGEST_TEXT) ?? "";
    return [{ type: "chat_message", data: { ...person(user), text: said, ...(language && { language }) } }];
  },
  [KIND.emote]({ user, emoteList }: RawEmote) {
    const emote = identifier(objects(emoteList)[0]?.emoteId);
    return [{ type: "chat_message", data: { ...person(user), text: "", ...(emote && { properties: { emote } }) } }];
  },
  [KIND.question]({ data }: RawQuestion) {
    const question = identifier(data?.questionId);
    const asked = text(data?.content, LONGEST_TEXT) ?? "";
    return [
      { type: "question", data: { ...person(data?.user), text: asked, ...(question && { properties: { question } }) } },
    ];
  },
  [KIND.like]({ user, count: burst, total }: RawLike) {
    const drafts: Draft[] = [];
    if (count(burst) > 0) drafts.push({ type: "like", data: { ...person(user), quantity: count(burst) } });
    if (count(total) > 0) drafts.push({ type: "like_total", suffix: "like_total", data: { value: count(total) } });
    return drafts;
  },
  [KIND.viewers]({ total }: RawViewers) {
    return count(total) > 0 ? [{ type: "viewer_count", data: { value: count(total) } }] : [];
  },
  [KIND.member]({ user, userId, action }: RawMember) {
    const data = person(user ?? { id: userId });
    if (count(action) === MEMBER_JOINED) return [{ type: "join", data }];
    return count(action) === MEMBER_SUBSCRIBED ? [{ type: "subscribe", data }] : [];
  },
  [KIND.social]({ common, user, action }: RawSocial) {
    const key = text(common?.displayText?.key, 256) ?? "";
    const data = person(user);
    if (key.includes("follow")) return [{ type: "follow", data }];
    if (key.includes("share")) return [{ type: "share", data }];
    if (identifier(action) === SOCIAL_FOLLOWED) return [{ type: "follow", data }];
    return identifier(action) === SOCIAL_SHARED ? [{ type: "share", data }] : [];
  },
  [KIND.subscription]({ user }: { user?: RawUser }) {
    return [{ type: "subscribe", data: person(user) }];
  },
  [KIND.gift]: giftEvents,
  [KIND.deletion]({ deleteMsgIds, deleteUserIds }: RawDeletion) {
    const messages = list(deleteMsgIds).flatMap((id) => identifier(id) ?? []);
    const people = list(deleteUserIds).flatMap((id) => identifier(id) ?? []);
    return [
      ...messages.map(
        (message): Draft => ({ type: "chat_deleted", id: `${message}/deleted`, data: { properties: { message } } }),
      ),
      ...people.map((actor): Draft => ({ type: "user_banned", suffix: `banned/${actor}`, data: { actor } })),
    ];
  },
  [KIND.poll]: pollEvents,
  [KIND.shopping]: shoppingEvents,
  [KIND.control]({ action }: RawControl) {
    switch (count(action)) {
      case STREAM_PAUSED:
        return [{ type: "show_paused" }];
      case STREAM_UNPAUSED:
        return [{ type: "show_resumed" }];
      case STREAM_ENDED:
      case STREAM_SUSPENDED:
        return [{ type: "show_ended" }];
      default:
        return [];
    }
  },
};
