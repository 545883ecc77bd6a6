import { expect, test } from "vitest";
import { sourceOf, tidySettings } from "./settings.ts";

test.each([
  "brandhost",
  " @BrandHost ",
  "https://www.tiktok.com/@brandhost/live",
  "https://www.tiktok.com/@BrandHost?lang=en",
  "tiktok.com/@brandhost",
])("%s is @brandhost", (handle) => {
  expect(tidySettings({ handle })).toEqual({ handle: "brandhost" });
  expect(sourceOf({ handle })).toBe("tiktok/@brandhost");
});

test.each(["", "@", "two words", "https://vm.tiktok.com/ZM12345/"])("%j is no handle", (handle) => {
  expect(() => tidySettings({ handle })).toThrow(RangeError);
});

test("a room id stays, an empty one is none", () => {
  expect(tidySettings({ handle: "a", roomId: " 7400000000000000001 " })).toEqual({
    handle: "a",
    roomId: "7400000000000000001",
  });
  expect(tidySettings({ handle: "a", roomId: " " })).toEqual({ handle: "a" });
  expect(() => tidySettings({ handle: "a", roomId: "7 4" })).toThrow("room id");
});
