import { expect, test } from "vitest";
import { tidyYouTubeSettings } from "./settings.ts";
import { videoIdOf } from "./video-id.ts";

test.each([
  "dQw4w9WgXcQ",
  "  dQw4w9WgXcQ ",
  "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
  "https://www.youtube.com/watch?app=desktop&v=dQw4w9WgXcQ&t=12s#now",
  "http://m.youtube.com/watch?v=dQw4w9WgXcQ&list=PL1",
  "youtube.com/watch?v=dQw4w9WgXcQ",
  "https://youtu.be/dQw4w9WgXcQ?si=abc",
  "youtu.be/dQw4w9WgXcQ",
  "https://www.youtube.com/live/dQw4w9WgXcQ?feature=share",
  "https://youtube.com/shorts/dQw4w9WgXcQ",
  "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1",
  "https://studio.youtube.com/video/dQw4w9WgXcQ/livestreaming",
  "HTTPS://WWW.YOUTUBE.COM/watch?v=dQw4w9WgXcQ",
])("%s is the video", (typed) => {
  expect(videoIdOf(typed)).toBe("dQw4w9WgXcQ");
});

test.each([
  "",
  "my live show",
  "https://www.youtube.com/@brand/live",
  "https://www.youtube.com/watch?list=PL1",
  "https://youtu.be/",
  "https://evilyoutube.com/watch?v=dQw4w9WgXcQ",
  "https://vimeo.com/1?v=dQw4w9WgXcQ",
  "https://www.youtube.com/watch?v=a%2Fb",
])("%j is no video", (typed) => {
  expect(() => videoIdOf(typed)).toThrow(RangeError);
});

test("settings are reduced to the id, and say what they lack", () => {
  expect(tidyYouTubeSettings({ video: "https://youtu.be/dQw4w9WgXcQ" })).toEqual({ video: "dQw4w9WgXcQ" });
  expect(() => tidyYouTubeSettings({})).toThrow(/link of the live video/);
  const own: object = { channel: "mine" };
  expect(() => tidyYouTubeSettings(own)).toThrow(/sign-in with Google/);
});
