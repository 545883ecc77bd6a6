import type { LiveChatMessage } from "../../../packages/connectors/src/youtube/resources.external.ts";
import { chatMessage, type MessageOptions, type Person } from "./messages.ts";
import { seeded } from "./random.ts";

/** What everybody who counts the show right has to find. */
export interface Truth {
  comments: number;
  questions: number;
  chatters: number;
  tips: number;
  /** Micros for each currency. */
  tipMicros: Record<string, number>;
  subscribes: number;
  gifts: number;
  giftUnits: number;
  jewels: number;
  deleted: number;
  banned: number;
  pollVotes: number;
  viewersPeak: number;
  likes: number;
}

export interface Step {
  /** Milliseconds since the show's start. */
  at: number;
  message?: LiveChatMessage;
  viewers?: number;
  likes?: number;
}

export interface Show {
  seconds: number;
  steps: Step[];
  truth: Truth;
}

export interface ShowOptions {
  seed: number;
  /** How long the show is, in its own seconds. */
  seconds?: number;
  comments?: number;
  /** Milliseconds since 1970. */
  startsAt?: number;
}

const QUESTIONS = ["Is it in stock?", "does it ship to Spain?", "آیا سایز بزرگ دارید؟", "サイズはありますか？"];
const WORDS = [
  "love it",
  "wow",
  "just ordered two",
  "hello from Lisbon",
  "the blue one please",
  "🔥🔥🔥",
  "خیلی قشنگه",
];
const MONEY = [
  { currency: "USD", amounts: [1_990_000, 4_990_000, 19_990_000, 500_000_000] },
  { currency: "EUR", amounts: [2_000_000, 4_990_000, 9_990_000] },
  { currency: "JPY", amounts: [200_000_000, 10_000_000_000] },
] as const;
const OPTIONS = ["Blue", "Green", "Both"];

/** A show with every type of message, the same for the same seed, and what a right count of it gives. */
export function generateShow({ seed, seconds = 60, comments = 200, startsAt = Date.now() }: ShowOptions): Show {
  const random = seeded(seed);
  const pick = <Item>(list: readonly Item[]): Item => list[Math.floor(random() * list.length)] as Item;
  const people: Person[] = Array.from({ length: Math.max(5, Math.round(comments / 4)) }, (_, index) => ({
    channelId: `UC${seed.toString(36)}viewer${String(index).padStart(12, "0")}`,
    displayName: `@viewer-${index}`,
  }));
  const steps: Step[] = [];
  const truth: Truth = {
    comments: 0,
    questions: 0,
    chatters: 0,
    tips: 0,
    tipMicros: {},
    subscribes: 0,
    gifts: 0,
    giftUnits: 0,
    jewels: 0,
    deleted: 0,
    banned: 0,
    pollVotes: 0,
    viewersPeak: 0,
    likes: 0,
  };
  const chatters = new Set<string>();
  let serial = 0;
  const head = (at: number): MessageOptions & { author: Person } => {
    const moment = new Date(startsAt + Math.round(at)).toISOString();
    const publishedAt =
      random() < 0.5 ? moment : moment.replace("Z", `${String(serial % 1000).padStart(3, "0")}+00:00`);
    return { id: `LCC.${seed.toString(36)}-${String(serial++).padStart(6, "0")}`, publishedAt, author: pick(people) };
  };
  /** Between 2 % and 90 % of the show. */
  const when = () => (0.02 + 0.88 * random()) * seconds * 1000;
  const add = (at: number, message: LiveChatMessage) => steps.push({ at, message });
  const times = (share: number, make: (at: number) => void) => {
    for (let count = Math.max(2, Math.round(comments * share)); count > 0; count--) make(when());
  };

  const said: { id: string; at: number }[] = [];
  times(1, (at) => {
    const asks = random() < 0.2;
    const options = head(at);
    add(
      at,
      chatMessage("textMessageEvent", options, { textMessageDetails: { messageText: pick(asks ? QUESTIONS : WORDS) } }),
    );
    said.push({ id: options.id, at });
    chatters.add(options.author.channelId);
    truth.comments += 1;
    truth.questions += asks ? 1 : 0;
  });
  times(0.05, (at) => {
    const { currency, amounts } = pick(MONEY);
    const micros = pick(amounts);
    const money = { amountMicros: String(micros), currency, tier: 1 };
    const sticker = random() < 0.3;
    add(
      at,
      sticker
        ? chatMessage("superStickerEvent", head(at), {
            superStickerDetails: { ...money, superStickerMetadata: { stickerId: "cat", altText: "A cat waves" } },
          })
        : chatMessage("superChatEvent", head(at), { superChatDetails: { ...money, userComment: pick(WORDS) } }),
    );
    truth.tips += 1;
    truth.tipMicros[currency] = (truth.tipMicros[currency] ?? 0) + micros;
  });
  times(0.03, (at) => {
    add(
      at,
      chatMessage("newSponsorEvent", head(at), { newSponsorDetails: { memberLevelName: "Friend", isUpgrade: false } }),
    );
    add(
      at,
      chatMessage("memberMilestoneChatEvent", head(at), {
        memberMilestoneChatDetails: { memberMonth: 6, userComment: "half a year" },
      }),
    );
    const purchase = head(at);
    add(at, chatMessage("membershipGiftingEvent", purchase, { membershipGiftingDetails: { giftMembershipsCount: 2 } }));
    for (let receiver = 0; receiver < 2; receiver++) {
      add(
        at + 10 + receiver,
        chatMessage("giftMembershipReceivedEvent", head(at), {
          giftMembershipReceivedDetails: {
            associatedMembershipGiftingMessageId: purchase.id,
            gifterChannelId: purchase.author.channelId,
          },
        }),
      );
    }
    truth.subscribes += 3;
  });
  times(0.04, (at) => {
    const options = head(at);
    const most = 1 + Math.floor(random() * 5);
    const jewelsAmount = pick([1, 10, 100]);
    // The combo grows under one id, 100 ms apart.
    for (let comboCount = 1; comboCount <= most; comboCount++) {
      const details = { giftName: "Rose", giftDuration: "5s", jewelsAmount, comboCount, hasVisualEffect: false };
      add(at + comboCount * 100, chatMessage("giftEvent", options, { giftDetails: details }));
    }
    truth.gifts += 1;
    truth.giftUnits += most;
    truth.jewels += most * jewelsAmount;
  });
  const soonAfter = (at: number) => Math.min(at + 500, seconds * 950);
  for (const [index, { id, at }] of said.filter((_, place) => place % 25 === 7).entries()) {
    const later = soonAfter(at);
    if (index % 2 === 0)
      add(later, chatMessage("messageDeletedEvent", head(later), { messageDeletedDetails: { deletedMessageId: id } }));
    else
      add(later, chatMessage("tombstone", { id, publishedAt: new Date(startsAt + Math.round(at)).toISOString() }, {}));
    truth.deleted += 1;
  }
  times(0.005, (at) => {
    const { channelId, displayName } = pick(people);
    add(
      at,
      chatMessage("userBannedEvent", head(at), {
        userBannedDetails: {
          bannedUserDetails: { channelId, displayName },
          banType: "temporary",
          banDurationSeconds: "300",
        },
      }),
    );
    truth.banned += 1;
  });
  add(seconds * 400, chatMessage("sponsorOnlyModeStartedEvent", head(seconds * 400), {}));

  const poll = head(seconds * 300);
  const tally = (share: number, status: string) => {
    const options = OPTIONS.map((optionText, index) => ({
      optionText,
      tally: String(Math.round(share * (index + 1) * 10)),
    }));
    return chatMessage("pollEvent", poll, {
      pollDetails: { status, metadata: { questionText: "Which colour?", options } },
    });
  };
  add(seconds * 300, tally(0, "active"));
  add(seconds * 450, tally(0.5, "active"));
  add(seconds * 600, tally(1, "closed"));
  truth.pollVotes = 60;

  truth.viewersPeak = 1000 + Math.floor(random() * 1000);
  truth.likes = comments * 7;
  for (let part = 0; part <= 20; part++) {
    // Highest in the middle third, long enough to be seen by whoever looks seldom.
    const viewers =
      part >= 7 && part <= 13
        ? truth.viewersPeak
        : Math.round((truth.viewersPeak * (10 - Math.abs(10 - part) + 1)) / 20);
    steps.push({ at: (part / 20) * seconds * 1000, viewers, likes: Math.round((truth.likes * part) / 20) });
  }
  steps.sort((one, other) => one.at - other.at);
  const over = seconds * 1000;
  const ending = head(over);
  steps.push({
    at: over,
    message: chatMessage("chatEndedEvent", { id: ending.id, publishedAt: ending.publishedAt }, {}),
  });
  truth.chatters = chatters.size;
  return { seconds, steps, truth };
}
