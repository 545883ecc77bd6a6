import fc from "fast-check";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Frame } from "../connector.ts";
import { normalise } from "./normalise.ts";
import { RECORDED } from "./recorded.ts";
import { GiftStreaks, STREAK_TIMEOUT_MS } from "./streaks.ts";

const context = { show: "show-1", source: "tiktok/@brandhost" };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A streak's message; ids differ, as the platform's do. */
function gift(repeatCount: number, repeatEnd: 0 | 1, groupId = "77"): Frame {
  const { kind, raw, receivedAt } = RECORDED.streakGoesOn;
  const common = { msgId: `${groupId}${repeatCount}${repeatEnd}`, createTime: "1795291200250" };
  return { kind, raw: { ...(raw as object), common, groupId, repeatCount, repeatEnd }, receivedAt };
}

function follow(cursor?: string) {
  const frames: Frame[] = [];
  const streaks = new GiftStreaks(Date.now, (frame) => frames.push(frame), cursor);
  return {
    streaks,
    take: (...taken: Frame[]) => frames.push(...taken.map((frame) => streaks.take(frame))),
    /** What is stored: the first event of each id. */
    quantities: () => {
      const stored = new Map<string, number | undefined>();
      for (const { id, data } of frames.flatMap((frame) => normalise(frame, context))) {
        if (!stored.has(id)) stored.set(id, data?.quantity);
      }
      return [...stored.values()];
    },
  };
}

test("a streak without news for the timeout ends with its highest count", () => {
  const { take, quantities } = follow();
  take(gift(1, 0), gift(3, 0), gift(2, 0));
  vi.advanceTimersByTime(STREAK_TIMEOUT_MS - 1);
  expect(quantities()).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(quantities()).toEqual([3]);
});

test("news keep a streak alive", () => {
  const { take, quantities } = follow();
  for (let count = 1; count <= 5; count++) {
    take(gift(count, 0));
    vi.advanceTimersByTime(STREAK_TIMEOUT_MS - 1);
  }
  expect(quantities()).toEqual([]);
  take(gift(5, 1));
  expect(quantities()).toEqual([5]);
});

test("two streaks of one person and gift are two", () => {
  const { take, quantities } = follow();
  take(gift(2, 1, "77"), gift(4, 1, "78"));
  expect(quantities()).toEqual([2, 4]);
});

test("streaks whose group is not told are told apart by time", () => {
  const { take, quantities, streaks } = follow();
  const at = (time: number, frame: Frame): Frame => {
    const raw = frame.raw as { common: { msgId: string } };
    return {
      ...frame,
      raw: { ...raw, groupId: undefined, common: { msgId: `${time}`, createTime: `${1_795_291_200_000 + time}` } },
    };
  };
  take(at(20, gift(3, 1)), at(10, gift(2, 0)), at(30, gift(1, 0)), at(40, gift(5, 0)));
  streaks.finish();
  expect(quantities()).toEqual([3, 5]);
});

test("the cursor carries a streak over to the next stream; its end comes there or by timeout", () => {
  const first = follow();
  first.take(gift(4, 0));
  const cursor = first.streaks.cursor();
  first.streaks.close();
  vi.advanceTimersByTime(STREAK_TIMEOUT_MS * 2);
  expect(first.quantities()).toEqual([]);

  const ended = follow(cursor);
  ended.take(gift(9, 1));
  expect(ended.quantities()).toEqual([9]);
  const silent = follow(cursor);
  vi.advanceTimersByTime(STREAK_TIMEOUT_MS);
  expect(silent.quantities()).toEqual([4]);
});

test.each(["", "no json", "null", '{"streaks": 5}', '{"streaks": [null, 3]}'])(
  "a cursor that is %j is left aside",
  (cursor) => {
    const { streaks, quantities } = follow(cursor);
    streaks.finish();
    expect(quantities()).toEqual([]);
  },
);

test("any order and repetition of streaks, with or without their last message, gives each once with its true count", () => {
  const streak = fc.record({ length: fc.integer({ min: 1, max: 6 }), finished: fc.boolean() });
  const show = fc.array(streak, { minLength: 1, maxLength: 4 }).chain((streaks) => {
    const told = streaks.flatMap(({ length, finished }, index) => [
      ...Array.from({ length }, (_, at) => gift(at + 1, 0, String(index + 1))),
      ...(finished ? [gift(length, 1, String(index + 1))] : []),
    ]);
    const twice = [...told, ...told];
    return fc.record({ streaks: fc.constant(streaks), order: fc.shuffledSubarray(twice, { minLength: twice.length }) });
  });
  fc.assert(
    fc.property(show, ({ streaks, order }) => {
      const { take, quantities, streaks: followed } = follow();
      take(...order);
      followed.finish();
      expect(quantities().sort()).toEqual(streaks.map(({ length }) => length).sort());
    }),
  );
});
