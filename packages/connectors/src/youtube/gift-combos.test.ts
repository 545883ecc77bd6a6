import { expect, test } from "vitest";
import { GiftCombos } from "./gift-combos.ts";

const rose = (comboCount: number) => ({ id: "rose", snippet: { type: "giftEvent", giftDetails: { comboCount } } });

test("a combo is given out once, when it is quiet, with its highest count", () => {
  const gifts = new GiftCombos();
  gifts.hold("rose", rose(1), "page-1", 1_000);
  gifts.hold("rose", rose(3), "page-2", 2_000);
  gifts.hold("rose", rose(2), "page-2", 2_500);
  expect(gifts.release(1_999)).toEqual([]);
  expect(gifts.release(2_000)).toEqual([{ message: rose(3), seenAt: 2_000 }]);
  expect(gifts.release(9_000)).toEqual([]);
});

test("the place to resume at stays before the oldest gift that is held", () => {
  const gifts = new GiftCombos();
  expect(gifts.cursor("page-3")).toBe("page-3");
  gifts.hold("a", rose(1), "page-1", 1_000);
  gifts.hold("b", rose(1), "page-2", 2_000);
  expect(gifts.cursor("page-3")).toBe("page-1");
  gifts.release(1_000);
  expect(gifts.cursor("page-3")).toBe("page-2");
  gifts.release(2_000);
  expect(gifts.cursor("page-3")).toBe("page-3");
});
