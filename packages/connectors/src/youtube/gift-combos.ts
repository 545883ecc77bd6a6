import type { LiveChatMessage } from "./resources.external.ts";

interface Combo {
  message: LiveChatMessage;
  count: number;
  seenAt: number;
  /** Where to resume so that the combo's first message comes again; undefined: from the recent history. */
  before: string | undefined;
}

/**
 * Gifts whose combo may still grow. YouTube reuses a gift's id for each growth, but an id is stored once for ever:
 * a gift is therefore held until its combo is quiet and then given out once, with its highest count.
 */
export class GiftCombos {
  readonly #combos = new Map<string, Combo>();

  /** Takes in a gift of the page that starts at `before`. */
  hold(id: string, message: LiveChatMessage, before: string | undefined, now: number): void {
    const held = this.#combos.get(id);
    const count = giftDetails(message)?.comboCount ?? 1;
    if (!held) this.#combos.set(id, { message, count, seenAt: now, before });
    else if (count > held.count) Object.assign(held, { message, count, seenAt: now });
  }

  /** The gifts that have not grown since `quietSince`; they are held no longer. */
  release(quietSince: number): { message: LiveChatMessage; seenAt: number }[] {
    const quiet = [...this.#combos].filter(([, combo]) => combo.seenAt <= quietSince);
    for (const [id] of quiet) this.#combos.delete(id);
    return quiet.map(([, { message, seenAt }]) => ({ message, seenAt }));
  }

  /** Where a restart has to resume so that no held gift is lost: before the oldest of them, else at `reached`. */
  cursor(reached: string | undefined): string | undefined {
    const [oldest] = this.#combos.values();
    return oldest ? oldest.before : reached;
  }
}

/** A gift's details under either of its two names. */
export const giftDetails = ({ snippet }: LiveChatMessage) =>
  snippet?.giftDetails ?? snippet?.giftEventDetails?.giftMetadata;
