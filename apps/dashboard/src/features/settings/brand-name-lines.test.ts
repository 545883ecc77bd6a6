import { expect, test } from "vitest";
import { brandNamesOf, writeBrandNames } from "./brand-name-lines.ts";

test("a name a line, with its language after a bar; what is no language belongs to the name", () => {
  const names = brandNamesOf("Glow\n\n  Rose serum | en-GB \nسيروم|ar\nA | B!\n");
  expect(names).toEqual([
    { text: "Glow" },
    { text: "Rose serum", language: "en-GB" },
    { text: "سيروم", language: "ar" },
    { text: "A | B!" },
  ]);
  expect(brandNamesOf(writeBrandNames(names))).toEqual(names);
});
