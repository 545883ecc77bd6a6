import type { EventData } from "../event/index.ts";
import { giftDetails } from "./gift-combos.ts";
import { pollEvents } from "./normalise-poll.ts";
import type { LiveChatMessage, LiveChatSnippet } from "./resources.external.ts";

/** An event without what all events of a frame share. */
export interface Happening {
  id: string;
  type: string;
  data?: EventData;
}

type Properties = NonNullable<EventData["properties"]>;

/** What one chat message tells. A message without an id cannot be counted once, and is left out. */
export function messageEvents(kind: string, message: LiveChatMessage): Happening[] {
  const { id, snippet } = message;
  if (!id || !snippet) return [];
  const one = (type: string, data: EventData = {}): Happening[] => [
    { id, type, data: { ...author(message), ...data } },
  ];

  switch (kind) {
    case "textMessageEvent":
      return one("chat_message", text(snippet.textMessageDetails?.messageText ?? snippet.displayMessage));
    case "superChatEvent": {
      const details = snippet.superChatDetails;
      return one("tip", { ...money(details), ...text(details?.userComment), ...properties({ tier: details?.tier }) });
    }
    case "superStickerEvent": {
      const details = snippet.superStickerDetails;
      return one("tip", {
        ...money(details),
        ...properties({ tier: details?.tier, sticker: details?.superStickerMetadata?.altText }),
      });
    }
    case "fanFundingEvent":
      return one("tip", {
        ...money(snippet.fanFundingEventDetails),
        ...text(snippet.fanFundingEventDetails?.userComment),
      });
    case "newSponsorEvent":
    case "memberMilestoneChatEvent":
    case "membershipGiftingEvent":
      return one("subscribe", membership(kind, snippet));
    case "giftMembershipReceivedEvent": {
      // The purchase is the `subscribe` (membershipGiftingEvent); each receipt beside it would count it again.
      const details = snippet.giftMembershipReceivedDetails;
      return one(
        "membership_received",
        properties({ level: details?.memberLevelName, gift: details?.associatedMembershipGiftingMessageId }),
      );
    }
    case "giftEvent":
      return one("gift", gift(message));
    case "messageDeletedEvent":
      return deleted(snippet.messageDeletedDetails?.deletedMessageId);
    case "messageRetractedEvent":
      return deleted(snippet.messageRetractedDetails?.retractedMessageId);
    case "tombstone":
      // Stands in a deleted message's place and bears its id.
      return deleted(id);
    case "userBannedEvent":
      return [{ id, type: "user_banned", data: ban(snippet) }];
    case "pollEvent":
      return pollEvents(id, snippet);
    default:
      return one(`youtube_${snakeCase(kind)}`, text(snippet.displayMessage));
  }
}

function author({ snippet, authorDetails }: LiveChatMessage): EventData {
  const actor = authorDetails?.channelId ?? snippet?.authorChannelId;
  const actorName = authorDetails?.displayName;
  return { ...(actor ? { actor } : {}), ...(actorName ? { actorName } : {}) };
}

const text = (words: string | null | undefined): EventData => (words ? { text: words } : {});

/** An amount that is no safe integer becomes one that the gate refuses and keeps with its reason. */
function money(paid: { amountMicros?: string | null; currency?: string | null } | undefined): EventData {
  if (!paid?.amountMicros || !paid.currency) return {};
  return { amountMicros: Number(paid.amountMicros), currency: paid.currency.toUpperCase() };
}

function membership(kind: string, snippet: LiveChatSnippet): EventData {
  const { newSponsorDetails, memberMilestoneChatDetails, membershipGiftingDetails } = snippet;
  if (kind === "newSponsorEvent") {
    const membership = newSponsorDetails?.isUpgrade ? "upgrade" : "new";
    return properties({ membership, level: newSponsorDetails?.memberLevelName });
  }
  if (kind === "memberMilestoneChatEvent") {
    return {
      ...text(memberMilestoneChatDetails?.userComment),
      ...properties({
        membership: "milestone",
        level: memberMilestoneChatDetails?.memberLevelName,
        months: memberMilestoneChatDetails?.memberMonth,
      }),
    };
  }
  return {
    quantity: Math.max(1, membershipGiftingDetails?.giftMembershipsCount ?? 1),
    ...properties({ membership: "gifted", level: membershipGiftingDetails?.giftMembershipsLevelName }),
  };
}

/** `jewelsAmount` is the value of one gift of the combo. */
function gift(message: LiveChatMessage): EventData {
  const details = giftDetails(message);
  const quantity = Math.max(1, details?.comboCount ?? 1);
  return {
    quantity,
    ...(details?.giftName ? { itemName: details.giftName } : {}),
    ...(details?.jewelsAmount ? { virtualAmount: details.jewelsAmount * quantity, virtualUnit: "jewel" } : {}),
  };
}

/** One id for a deletion, whichever way it is told. */
const deleted = (message: string | null | undefined): Happening[] =>
  message ? [{ id: `${message}/deleted`, type: "chat_deleted", data: properties({ message }) }] : [];

/** The actor is the one who was banned. */
function ban({ userBannedDetails, authorChannelId }: LiveChatSnippet): EventData {
  const banned = userBannedDetails?.bannedUserDetails;
  const seconds = userBannedDetails?.banDurationSeconds;
  return {
    ...author({ authorDetails: { channelId: banned?.channelId ?? null, displayName: banned?.displayName ?? null } }),
    ...properties({ ban: userBannedDetails?.banType, seconds: seconds ? Number(seconds) : null, by: authorChannelId }),
  };
}

/** Only what is known. */
function properties(known: Record<string, Properties[string] | undefined>): EventData {
  const entries = Object.entries(known).filter(
    (entry): entry is [string, string | number | boolean] => entry[1] != null,
  );
  return entries.length > 0 ? { properties: Object.fromEntries(entries) } : {};
}

const snakeCase = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`).replace(/\W/g, "_");
