/**
 * The messages of a TikTok LIVE room by their own names, as far as they mean something here (schema v3 of
 * tiktok-live-proto). Fields are optional and of unknown type: what is absent, empty or zero on the wire is left out
 * of a frame, and the platform changes its messages without notice.
 */
export const KIND = {
  chat: "WebcastChatMessage",
  emote: "WebcastEmoteChatMessage",
  question: "WebcastQuestionNewMessage",
  like: "WebcastLikeMessage",
  viewers: "WebcastRoomUserSeqMessage",
  member: "WebcastMemberMessage",
  /** Follows and shares. */
  social: "WebcastSocialMessage",
  subscription: "WebcastSubNotifyMessage",
  gift: "WebcastGiftMessage",
  deletion: "WebcastImDeleteMessage",
  poll: "WebcastPollMessage",
  shopping: "WebcastOecLiveShoppingMessage",
  control: "WebcastControlMessage",
} as const;

export type Kind = (typeof KIND)[keyof typeof KIND];

const KINDS: ReadonlySet<string> = new Set(Object.values(KIND));

export const isKind = (method: string): method is Kind => KINDS.has(method);

export const MEMBER_JOINED = 1;
export const MEMBER_SUBSCRIBED = 3;
export const SOCIAL_FOLLOWED = "1";
export const SOCIAL_SHARED = "3";
export const STREAM_PAUSED = 1;
export const STREAM_UNPAUSED = 2;
export const STREAM_ENDED = 3;
/** Taken down by the platform: over as well. */
export const STREAM_SUSPENDED = 4;
/** A gift that can be sent many times in a row: a streak, told by several messages that share a group. */
export const GIFT_STREAK = 1;
/** State of a flash sale. */
export const FLASH_SALE_ENDED = 3;

export interface RawCommon {
  msgId?: unknown;
  /** Milliseconds since 1970. */
  createTime?: unknown;
  displayText?: { key?: unknown };
}

export interface RawUser {
  id?: unknown;
  nickname?: unknown;
  /** The handle. */
  displayId?: unknown;
}

interface Message {
  common?: RawCommon;
  user?: RawUser;
}

export interface RawChat extends Message {
  content?: unknown;
  contentLanguage?: unknown;
}
export interface RawEmote extends Message {
  emoteList?: { emoteId?: unknown }[];
}
export interface RawQuestion extends Message {
  data?: { questionId?: unknown; content?: unknown; user?: RawUser };
}
export interface RawLike extends Message {
  /** Likes of this burst. */
  count?: unknown;
  /** Likes of the room so far. */
  total?: unknown;
}
export interface RawViewers extends Message {
  /** People who watch now. */
  total?: unknown;
}
export interface RawMember extends Message {
  action?: unknown;
  userId?: unknown;
}
export interface RawSocial extends Message {
  action?: unknown;
}
export interface RawGift extends Message {
  giftId?: unknown;
  groupId?: unknown;
  /** Gifts of the streak so far. */
  repeatCount?: unknown;
  /** 1 in the last message of a streak. */
  repeatEnd?: unknown;
  gift?: { id?: unknown; name?: unknown; type?: unknown; diamondCount?: unknown };
}
export interface RawDeletion extends Message {
  deleteMsgIds?: unknown[];
  deleteUserIds?: unknown[];
}
export interface RawPollOption {
  votes?: unknown;
  displayContent?: unknown;
  optionIdx?: unknown;
}
export interface RawPoll extends Message {
  pollId?: unknown;
  startContent?: { title?: unknown; optionList?: RawPollOption[] };
  updateVotesContent?: { optionList?: RawPollOption[] };
  endContent?: { optionList?: RawPollOption[] };
  pollBasicInfo?: { title?: unknown };
}
export interface RawControl extends Message {
  action?: unknown;
}

export interface RawAuction {
  auctionId?: unknown;
  productId?: unknown;
  startTime?: unknown;
  endTime?: unknown;
  auctionWinner?: { userId?: unknown };
}
export interface RawFlashSale {
  productId?: unknown;
  activityId?: unknown;
  flashSaleAtmosphere?: { status?: unknown; startTime?: unknown; endTime?: unknown };
  flashSaleStock?: { activityStock?: unknown };
}
export interface RawVoucher {
  voucherTypeId?: unknown;
  voucherMaxFaceValue?: unknown;
}
export interface RawProduct {
  productId?: unknown;
  title?: { text?: unknown };
  liveFlashSaleInfo?: { activityId?: unknown; status?: unknown; availableStock?: unknown };
  auctionInfo?: RawAuction;
}
export interface RawShopping extends Message {
  popProduct?: { productId?: unknown; title?: unknown; price?: unknown };
  flashSaleAtmosphereInfo?: RawFlashSale[];
  voucher?: RawVoucher;
  oecLiveShoppingMessageV2?: {
    commerceInfo?: {
      productInfo?: Record<string, RawProduct>;
      popCardInfo?: { popProductId?: unknown };
      voucherInfo?: Record<string, RawVoucher>;
      auctionInfo?: RawAuction;
    };
  };
}
