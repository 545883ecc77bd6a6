import { expect, test } from "vitest";
import { asksSomething } from "./question.ts";

test.each(["how much?", "بكم؟", "多少钱？", "¿cuánto", "πόσο\u037e", "ինչքան՞", "ስንት ነው፧", "wie?!", "⁉"])(
  "%s asks",
  (text) => {
    expect(asksSomething(text)).toBe(true);
  },
);

test.each(["", "how much", "wow!", "a; b", undefined])("%s does not ask", (text) => {
  expect(asksSomething(text)).toBe(false);
});
