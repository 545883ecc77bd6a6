import { expect, test } from "vitest";
import type { LiveEvent } from "../../api/types.ts";
import { chatFeed } from "./chat-feed.ts";

const message = (id: string, second: number, text = id, source = "tiktok/@brand"): LiveEvent => ({
  id,
  source,
  type: "chat_message",
  time: new Date(second * 1000).toISOString(),
  data: { platform: "tiktok", text },
});
const deletion = (target: string, source = "tiktok/@brand"): LiveEvent => ({
  id: `${target}/deleted`,
  source,
  type: "chat_deleted",
  data: { properties: { message: target } },
});
const texts = (history: LiveEvent[], pushed: LiveEvent[] = []) => chatFeed(history, pushed).map(({ text }) => text);

test("history and what was pushed are one list, newest first, each message once", () =>
  expect(texts([message("b", 2), message("a", 1)], [message("b", 2), message("c", 3)])).toEqual(["c", "b", "a"]));

test("a deleted message is not shown, whether it was deleted before or after it was seen", () =>
  expect(texts([message("a", 1), message("b", 2), deletion("a")], [message("c", 3), deletion("b")])).toEqual(["c"]));

test("a deletion of one source leaves another source's message of that id", () =>
  expect(texts([message("1", 1, "kept", "youtube/x")], [deletion("1")])).toEqual(["kept"]));

test.each([
  ["how much?", true],
  ["چند است؟", true],
  ["多少钱？", true],
  ["lovely!", false],
])("%s asks: %s", (text, asks) => expect(chatFeed([message("m", 1, text)], [])[0]?.asks).toBe(asks));

test("other events are no chat, and the list stays bounded", () => {
  const many = Array.from({ length: 250 }, (_, n) => message(`m${n}`, n));
  expect(texts(many)).toHaveLength(200);
  expect(texts(many)[0]).toBe("m249");
  expect(texts([{ ...message("x", 1), type: "like" }])).toEqual([]);
});
