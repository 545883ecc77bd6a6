import * as schema from "tiktok-live-proto/v3";
import { of, type RoomMessage, roomMessage } from "./wire.ts";

/** What every message says about itself. */
export interface Head {
  msgId: string;
  /** Milliseconds since 1970. */
  at: number;
}

export interface Person {
  id: string;
  name: string;
}

const common = ({ msgId, at }: Head) => ({ msgId, createTime: String(at) });
const user = ({ id, name }: Person) => of(schema.User, { id, nickname: name, displayId: name.toLowerCase() });

export const chat = (head: Head, person: Person, content: string, contentLanguage = "en"): RoomMessage =>
  roomMessage("WebcastChatMessage", schema.WebcastChatMessage, common(head), {
    user: user(person),
    content,
    contentLanguage,
  });

export const emote = (head: Head, person: Person, emoteId: string): RoomMessage =>
  roomMessage("WebcastEmoteChatMessage", schema.WebcastEmoteChatMessage, common(head), {
    user: user(person),
    emoteList: [of(schema.EmoteModel, { emoteId })],
  });

export const question = (head: Head, person: Person, questionId: string, content: string): RoomMessage =>
  roomMessage("WebcastQuestionNewMessage", schema.WebcastQuestionNewMessage, common(head), {
    data: of(schema.Question, { questionId, content, user: user(person) }),
  });

/** `person` is absent for some bursts. */
export const like = (head: Head, person: Person | undefined, count: number, total: number): RoomMessage =>
  roomMessage("WebcastLikeMessage", schema.WebcastLikeMessage, common(head), {
    ...(person && { user: user(person) }),
    count,
    total: String(total),
  });

export const viewers = (head: Head, total: number): RoomMessage =>
  roomMessage("WebcastRoomUserSeqMessage", schema.WebcastRoomUserSeqMessage, common(head), { total: String(total) });

/** 1: came in, 3: subscribed. */
export const member = (head: Head, person: Person, action: 1 | 3): RoomMessage =>
  roomMessage("WebcastMemberMessage", schema.WebcastMemberMessage, common(head), { user: user(person), action });

const social = (head: Head, person: Person, key: string, action: string): RoomMessage =>
  roomMessage(
    "WebcastSocialMessage",
    schema.WebcastSocialMessage,
    { ...common(head), displayText: of(schema.MessageCommonText, { key }) },
    { user: user(person), action },
  );

export const follow = (head: Head, person: Person) => social(head, person, "pm_main_follow_message_viewer_2", "1");
export const share = (head: Head, person: Person) => social(head, person, "pm_mt_guidance_share", "3");

export const subscription = (head: Head, person: Person): RoomMessage =>
  roomMessage("WebcastSubNotifyMessage", schema.WebcastSubNotifyMessage, common(head), { user: user(person) });

export interface GiftKind {
  id: string;
  name: string;
  diamonds: number;
  /** 1: can be sent in a row. */
  type: number;
}

export interface GiftFields {
  kind: GiftKind;
  groupId: string;
  repeatCount: number;
  repeatEnd: 0 | 1;
}

export const gift = (head: Head, person: Person, { kind, groupId, repeatCount, repeatEnd }: GiftFields): RoomMessage =>
  roomMessage("WebcastGiftMessage", schema.WebcastGiftMessage, common(head), {
    user: user(person),
    giftId: kind.id,
    groupId,
    repeatCount,
    repeatEnd,
    gift: of(schema.Gift, { id: kind.id, name: kind.name, type: kind.type, diamondCount: kind.diamonds }),
  });

export const deletion = (head: Head, deleted: { messages?: string[]; people?: string[] }): RoomMessage =>
  roomMessage("WebcastImDeleteMessage", schema.WebcastImDeleteMessage, common(head), {
    deleteMsgIds: deleted.messages ?? [],
    deleteUserIds: deleted.people ?? [],
  });

export interface PollState {
  pollId: string;
  title: string;
  options: { label: string; votes: number }[];
  state: "start" | "update" | "end";
}

export function poll(head: Head, { pollId, title, options, state }: PollState): RoomMessage {
  const optionList = options.map(({ label, votes }, optionIdx) =>
    of(schema.PollOptionInfo, { displayContent: label, votes: String(votes), optionIdx }),
  );
  return roomMessage("WebcastPollMessage", schema.WebcastPollMessage, common(head), {
    pollId,
    pollBasicInfo: of(schema.PollBasicInfo, { title }),
    ...(state === "start" && { startContent: of(schema.PollStartContent, { title, optionList }) }),
    ...(state === "update" && { updateVotesContent: of(schema.PollUpdateVotesContent, { optionList }) }),
    ...(state === "end" && { endContent: of(schema.PollEndContent, { optionList }) }),
  });
}

export const pin = (head: Head, product: { id: string; title: string; price: string }): RoomMessage =>
  roomMessage("WebcastOecLiveShoppingMessage", schema.WebcastOecLiveShoppingMessage, common(head), {
    popProduct: of(schema.PopProduct, { productId: product.id, title: product.title, price: product.price }),
  });

export interface FlashSale {
  productId: string;
  activityId: string;
  /** Milliseconds since 1970. */
  startsAt: number;
  endsAt: number;
  stock: number;
}

export const flashSale = (head: Head, sale: FlashSale): RoomMessage =>
  roomMessage("WebcastOecLiveShoppingMessage", schema.WebcastOecLiveShoppingMessage, common(head), {
    flashSaleAtmosphereInfo: [
      of(schema.FlashSaleAtmosphereInfo, {
        productId: sale.productId,
        activityId: sale.activityId,
        flashSaleAtmosphere: of(schema.FlashSaleAtmosphere, {
          startTime: String(sale.startsAt),
          endTime: String(sale.endsAt),
        }),
        flashSaleStock: of(schema.FlashSaleStock, { activityStock: sale.stock }),
      }),
    ],
  });

/** 1 paused, 2 goes on, 3 over, 4 taken down. */
export const control = (head: Head, action: 1 | 2 | 3 | 4): RoomMessage =>
  roomMessage("WebcastControlMessage", schema.WebcastControlMessage, common(head), { action });
