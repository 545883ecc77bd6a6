import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { firstEventCommand } from "./first-event-command.ts";

test("a shell hands curl exactly the address, the key and the event", () => {
  const command = firstEventCommand({
    address: "http://127.0.0.1:4400/",
    key: "sp_key",
    show: "show-1",
    id: "first-1",
    text: "It's live, isn't it?",
  });
  const printed = execFileSync("sh", ["-c", command.replace(/^curl/, "printf '%s\\n'")], { encoding: "utf8" });
  const words = printed.trim().split("\n");
  expect(words.slice(0, -1)).toEqual([
    "-X",
    "POST",
    "http://127.0.0.1:4400/v1/events",
    "-H",
    "authorization: Bearer sp_key",
    "-H",
    "content-type: application/cloudevents+json",
    "-d",
  ]);
  expect(JSON.parse(words.at(-1) ?? "")).toMatchObject({
    id: "first-1",
    subject: "show-1",
    type: "chat_message",
    data: { text: "It's live, isn't it?" },
  });
});
