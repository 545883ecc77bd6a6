import { describe, expect, test } from "vitest";
import type { TikTokEnvironment } from "./environment.ts";
import { pageAddress, socketAddress } from "./hosts.ts";
import { retryAt } from "./replies.ts";

const real: TikTokEnvironment = {
  signUrl: undefined,
  webHost: undefined,
  webcastHost: undefined,
  dns: undefined,
  silenceSeconds: 45,
};
const emulated: TikTokEnvironment = {
  ...real,
  webHost: "www.tiktok.test:4001",
  webcastHost: "webcast.tiktok.test:4001",
  dns: "127.0.0.1",
};

describe("addresses", () => {
  test("pages are called over https though the library says http, and an emulator's over http though it says https", () => {
    expect(pageAddress(real, new URL("http://www.tiktok.com/@a/live")).href).toBe("https://www.tiktok.com/@a/live");
    expect(pageAddress(emulated, new URL("https://127.0.0.1:4001/@a/live")).href).toBe("http://127.0.0.1:4001/@a/live");
  });

  test.each([
    [real, "wss://webcast16-ws.tiktok.com/webcast/im/", "wss://webcast16-ws.tiktok.com/webcast/im/"],
    [real, "ws://webcast16-ws.tiktok.com/im", "wss://webcast16-ws.tiktok.com/im"],
    [real, "", "wss://webcast-ws.tiktok.com/webcast/im/ws_proxy/ws_reuse_supplement/"],
    [emulated, "wss://ws.tiktok.test:4002/im/", "ws://ws.tiktok.test:4002/im/"],
    [emulated, "wss://webcast16-ws.tiktok.com/im/", "ws://webcast16-ws.tiktok.com:4001/im/"],
    [emulated, "", "ws://webcast.tiktok.test:4001/webcast/im/ws_proxy/ws_reuse_supplement/"],
  ])("the socket's address (%#)", (environment, given, called) => {
    expect(socketAddress(environment, given)).toBe(called);
  });
});

describe("when a limited client may come back", () => {
  const now = Date.UTC(2026, 10, 21, 20);
  test.each([
    [{ "retry-after": "90" }, now + 90_000],
    [{ "retry-after": "Sat, 21 Nov 2026 20:02:00 GMT" }, now + 120_000],
    [{ "x-rate-limit-reset": String(now / 1000 + 30) }, now + 30_000],
    [{ "x-ratelimit-reset": String(now + 40_000) }, now + 40_000],
    [{ "ratelimit-reset": "50" }, now + 50_000],
    [{ "retry-after": "soon", "x-ratelimit-reset": "" }, undefined],
    [{}, undefined],
  ])("%j", (headers, expected) => {
    expect(retryAt(headers, now)).toBe(expected);
  });
});
