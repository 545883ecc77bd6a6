import type { Frame } from "../connector.ts";
import { giftOf, isStreak, isStreakEnd, streakOf } from "./gift.ts";
import { KIND, type RawGift } from "./messages.external.ts";
import { count, identifier, instant } from "./read.ts";

/** A streak without news for that long is over, though its last message never came. */
export const STREAK_TIMEOUT_MS = 10_000;
/** How many ended streaks are remembered, so that a late message of one does not begin it again. */
const REMEMBERED = 10_000;

interface Pending {
  raw: RawGift;
  timer: NodeJS.Timeout;
}

/**
 * Follows gift streaks, so that each ends with one final message: the platform's own, or one made of the highest
 * count seen when the streak falls silent or the show ends. Its {@link cursor} carries streaks that are under way
 * over a reconnect: what the platform does not send again still ends there, with its true count if it does.
 */
export class GiftStreaks {
  readonly #pending = new Map<string, Pending>();
  /** When each streak ended, by the platform's clock. */
  readonly #ended = new Map<string, number>();
  readonly #emit: (frame: Frame) => void;
  readonly #now: () => number;

  /** `emit` takes the final messages that are made here. */
  constructor(now: () => number, emit: (frame: Frame) => void, cursor: string | undefined) {
    this.#now = now;
    this.#emit = emit;
    for (const raw of parseCursor(cursor)) this.#follow(raw);
  }

  /** The frame as it is, with a cursor if it told something about a streak. */
  take(frame: Frame): Frame {
    if (frame.kind !== KIND.gift) return frame;
    const raw = frame.raw as RawGift;
    if (!isStreak(raw)) return frame;
    if (isStreakEnd(raw)) this.#end(raw);
    else this.#follow(raw);
    return { ...frame, cursor: this.cursor() };
  }

  /** The show is over: nothing more will come. */
  finish(): void {
    for (const name of this.#pending.keys()) this.#complete(name);
  }

  /** Frees the timers; streaks under way live on in the cursor only. */
  close(): void {
    for (const { timer } of this.#pending.values()) clearTimeout(timer);
    this.#pending.clear();
  }

  /** The streaks under way, as text. */
  cursor(): string {
    return JSON.stringify({ streaks: [...this.#pending.values()].map(({ raw }) => raw) });
  }

  #follow(raw: RawGift): void {
    const name = nameOf(raw);
    // Late news of a streak that is over. Without a group its name is that of the person's next one too.
    const ended = this.#ended.get(name);
    if (ended !== undefined && (streakOf(raw) !== undefined || timeOf(raw) <= ended)) return;
    const before = this.#pending.get(name);
    clearTimeout(before?.timer);
    // Messages come in any order: the count of a streak only grows.
    const highest = before && count(before.raw.repeatCount) > count(raw.repeatCount) ? before.raw : essence(raw);
    const timer = setTimeout(() => this.#complete(name), STREAK_TIMEOUT_MS);
    this.#pending.set(name, { raw: highest, timer });
  }

  #complete(name: string): void {
    const raw = this.#pending.get(name)?.raw;
    if (!raw) return;
    this.#end(raw);
    const final = { ...raw, repeatEnd: 1 };
    this.#emit({ kind: KIND.gift, raw: final, receivedAt: this.#now(), cursor: this.cursor() });
  }

  #end(raw: RawGift): void {
    const name = nameOf(raw);
    clearTimeout(this.#pending.get(name)?.timer);
    this.#pending.delete(name);
    this.#ended.set(name, timeOf(raw));
    const [oldest] = this.#ended.keys();
    if (this.#ended.size > REMEMBERED && oldest !== undefined) this.#ended.delete(oldest);
  }
}

const timeOf = (raw: RawGift): number => instant(raw.common?.createTime) ?? 0;

const nameOf = (raw: RawGift): string => streakOf(raw) ?? `${identifier(raw.user?.id) ?? ""}/${giftOf(raw) ?? ""}`;

/** What the final message needs; a cursor is written down with every gift. */
function essence({ common, user, giftId, groupId, repeatCount, gift }: RawGift): RawGift {
  return {
    common: { msgId: common?.msgId, createTime: common?.createTime },
    user: { id: user?.id, nickname: user?.nickname, displayId: user?.displayId },
    giftId,
    groupId,
    repeatCount,
    ...(gift && { gift: { id: gift.id, name: gift.name, type: gift.type, diamondCount: gift.diamondCount } }),
  };
}

/** A cursor of another version is no reason to stay offline: the history then tells what it tells. */
function parseCursor(cursor: string | undefined): RawGift[] {
  try {
    const { streaks } = JSON.parse(cursor ?? "{}") as { streaks?: RawGift[] };
    return Array.isArray(streaks) ? streaks.filter((raw) => raw && typeof raw === "object") : [];
  } catch {
    return [];
  }
}
