import { type Draft, person } from "./draft.ts";
import { GIFT_STREAK, type RawGift } from "./messages.external.ts";
import { count, identifier, text } from "./read.ts";

/**
 * What names a streak over all its messages, also after a reconnect; undefined: no streak, or one whose group the
 * message does not tell.
 */
export function streakOf(raw: RawGift): string | undefined {
  const group = identifier(raw.groupId);
  if (!isStreak(raw) || group === undefined) return undefined;
  return `gift/${group}/${identifier(raw.user?.id) ?? ""}/${giftOf(raw) ?? ""}`;
}

/** Whether the gift can be sent in a row; one without details is taken for such if it belongs to a group. */
export function isStreak({ gift, groupId }: RawGift): boolean {
  return gift ? count(gift.type) === GIFT_STREAK : identifier(groupId) !== undefined;
}

export const isStreakEnd = ({ repeatEnd }: RawGift): boolean => count(repeatEnd) === 1;

export const giftOf = ({ giftId, gift }: RawGift): string | undefined => identifier(giftId) ?? identifier(gift?.id);

/** A streak counts once, with its last message; any other gift at once. */
export function giftEvents(raw: RawGift): Draft[] {
  if (isStreak(raw) && !isStreakEnd(raw)) return [];
  const quantity = Math.max(1, count(raw.repeatCount));
  const diamonds = count(raw.gift?.diamondCount) * quantity;
  const id = streakOf(raw);
  const gift = giftOf(raw);
  const name = text(raw.gift?.name, 256);
  return [
    {
      type: "gift",
      ...(id && { id }),
      data: {
        ...person(raw.user),
        quantity,
        // Without its details the gift's worth is unknown, which is not zero.
        ...(raw.gift && { virtualAmount: diamonds, virtualUnit: "diamond" }),
        ...(name && { itemName: name }),
        ...(gift && { properties: { gift } }),
      },
    },
  ];
}
