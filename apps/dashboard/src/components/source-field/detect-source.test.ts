import { expect, test } from "vitest";
import { detectSource } from "./detect-source.ts";

const brand = { settings: { platform: "tiktok", handle: "brand.host" } };
const video = { settings: { platform: "youtube", video: "dQw4w9WgXcQ" } };

test.each([
  "@brand.host",
  "brand.host",
  " @Brand.Host ",
  "https://www.tiktok.com/@brand.host/live?lang=en",
  "tiktok.com/@brand.host",
])("%s is a TikTok handle", (text) => expect(detectSource(text)).toEqual(brand));

test.each([
  "https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=4",
  "youtube.com/live/dQw4w9WgXcQ",
  "https://youtu.be/dQw4w9WgXcQ?si=abc",
  "https://m.youtube.com/shorts/dQw4w9WgXcQ",
  "https://studio.youtube.com/video/dQw4w9WgXcQ/livestreaming",
  "dQw4w9WgXcQ",
])("%s is a YouTube video", (text) => expect(detectSource(text)).toEqual(video));

test("a word of 11 characters that may be a handle is one", () =>
  expect(detectSource("brand_host1")).toEqual({ settings: { platform: "tiktok", handle: "brand_host1" } }));

test.each([
  ["", "empty"],
  ["https://www.youtube.com/@brand", "youtube_channel"],
  ["https://youtube.com/watch?v=short", "youtube_channel"],
  ["https://vm.tiktok.com/ZM8abc/", "tiktok_short_link"],
  ["https://example.org/live", "unknown"],
  ["https://nottiktok.example/@brand", "unknown"],
  ["two words", "unknown"],
  ["https://", "unknown"],
])("%s cannot be connected: %s", (text, problem) => expect(detectSource(text)).toEqual({ problem }));
