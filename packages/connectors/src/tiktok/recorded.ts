import type { Frame } from "../connector.ts";

const user = {
  id: "6800000000000000007",
  nickname: "Ana 🌿",
  displayId: "ana.verde",
  followInfo: { followerCount: "12" },
};
const common = (method: string, msgId: string) => ({
  method,
  msgId,
  roomId: "7400000000000000001",
  createTime: "1795291200250",
  isShowMsg: true,
});
const frame = (kind: string, msgId: string, fields: object): Frame => ({
  kind,
  raw: { common: common(kind, msgId), ...fields },
  receivedAt: 1_795_291_201_000,
});
const rose = { id: "5655", name: "Rose", type: 1, diamondCount: 5, combo: true };

/** One frame of each kind as the decoder gives them, for tests. */
export const RECORDED = {
  chat: frame("WebcastChatMessage", "7300000000000000001", { user, content: "多少钱？", contentLanguage: "zh" }),
  emptyChat: frame("WebcastChatMessage", "7300000000000000002", { user }),
  emote: frame("WebcastEmoteChatMessage", "7300000000000000003", { user, emoteList: [{ emoteId: "7001" }] }),
  question: frame("WebcastQuestionNewMessage", "7300000000000000004", {
    data: { questionId: "88", content: "what size", user },
  }),
  like: frame("WebcastLikeMessage", "7300000000000000005", { user, count: 12, total: "48211" }),
  anonymousLike: frame("WebcastLikeMessage", "7300000000000000006", { total: "48300" }),
  viewers: frame("WebcastRoomUserSeqMessage", "7300000000000000007", {
    total: "1904",
    totalUser: "88123",
    popStr: "1.9K",
  }),
  hiddenViewers: frame("WebcastRoomUserSeqMessage", "7300000000000000008", { totalUser: "88123" }),
  joined: frame("WebcastMemberMessage", "7300000000000000009", { user, action: 1, memberCount: 1904 }),
  subscribed: frame("WebcastMemberMessage", "7300000000000000010", { user, action: 3 }),
  otherMember: frame("WebcastMemberMessage", "7300000000000000011", { user, action: 26 }),
  followed: frame("WebcastSocialMessage", "7300000000000000012", {
    common: {
      ...common("WebcastSocialMessage", "7300000000000000012"),
      displayText: { key: "pm_main_follow_message_viewer_2" },
    },
    user,
    action: "1",
  }),
  shared: frame("WebcastSocialMessage", "7300000000000000013", { user, action: "3" }),
  subscription: frame("WebcastSubNotifyMessage", "7300000000000000014", { user, subMonth: "2" }),
  streakGoesOn: frame("WebcastGiftMessage", "7300000000000000015", {
    user,
    giftId: "5655",
    groupId: "1795291200000",
    repeatCount: 2,
    gift: rose,
  }),
  streakEnds: frame("WebcastGiftMessage", "7300000000000000016", {
    user,
    giftId: "5655",
    groupId: "1795291200000",
    repeatCount: 7,
    repeatEnd: 1,
    gift: rose,
  }),
  bigGift: frame("WebcastGiftMessage", "7300000000000000017", {
    user,
    giftId: "11046",
    repeatCount: 1,
    gift: { id: "11046", name: "Galaxy", type: 2, diamondCount: 1000 },
  }),
  deleted: frame("WebcastImDeleteMessage", "7300000000000000018", {
    deleteMsgIds: ["7300000000000000001", "7300000000000000002"],
    deleteUserIds: ["6800000000000000099"],
  }),
  pollOpened: frame("WebcastPollMessage", "7300000000000000019", {
    pollId: "41",
    startContent: {
      title: "Which one?",
      optionList: [{ displayContent: "red" }, { displayContent: "blue", optionIdx: 1 }],
    },
  }),
  pollTally: frame("WebcastPollMessage", "7300000000000000020", {
    pollId: "41",
    updateVotesContent: {
      optionList: [
        { displayContent: "red", votes: "3" },
        { displayContent: "blue", optionIdx: 1 },
      ],
    },
  }),
  pollClosed: frame("WebcastPollMessage", "7300000000000000021", {
    pollId: "41",
    endContent: {
      optionList: [
        { displayContent: "red", votes: "5" },
        { displayContent: "blue", optionIdx: 1, votes: "9" },
      ],
    },
  }),
  pinned: frame("WebcastOecLiveShoppingMessage", "7300000000000000022", {
    popProduct: { productId: "1729000000000001", title: "Linen jacket", price: "$19.99" },
  }),
  flashSale: frame("WebcastOecLiveShoppingMessage", "7300000000000000023", {
    flashSaleAtmosphereInfo: [
      {
        productId: "1729000000000001",
        activityId: "900",
        flashSaleAtmosphere: { status: 2, startTime: "1795291100", endTime: "1795291500" },
        flashSaleStock: { activityStock: 14 },
      },
    ],
  }),
  flashSaleSoldOut: frame("WebcastOecLiveShoppingMessage", "7300000000000000024", {
    flashSaleAtmosphereInfo: [
      { productId: "1729000000000001", activityId: "900", flashSaleStock: { activityStockStatus: 2 } },
    ],
  }),
  commerce: frame("WebcastOecLiveShoppingMessage", "7300000000000000025", {
    voucher: { voucherTypeId: "7001" },
    oecLiveShoppingMessageV2: {
      commerceInfo: {
        popCardInfo: { popProductId: "1729000000000002" },
        productInfo: {
          "1729000000000002": {
            productId: "1729000000000002",
            title: { text: "Straw hat" },
            liveFlashSaleInfo: { activityId: "901", status: 3, availableStock: 2 },
          },
        },
        auctionInfo: { auctionId: "55", productId: "1729000000000003", startTime: "1795291300000" },
      },
    },
  }),
  paused: frame("WebcastControlMessage", "7300000000000000026", { action: 1 }),
  ended: frame("WebcastControlMessage", "7300000000000000027", { action: 3 }),
} satisfies Record<string, Frame>;
