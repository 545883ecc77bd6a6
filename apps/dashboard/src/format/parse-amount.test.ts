import { expect, test } from "vitest";
import { parseAmount } from "./money.ts";

test.each([
  ["12.50", 12_500_000],
  ["0.1", 100_000],
  ["1,234.5", 1_234_500_000],
  ["1,234,567", 1_234_567_000_000],
  [" 7 ", 7_000_000],
  ["12,5", null],
  ["-3", null],
  ["", null],
  ["1.2345678", null],
  ["9007199254.740993", null],
])("%s is %s micros", (text, micros) => {
  expect(parseAmount(text)).toBe(micros);
});
