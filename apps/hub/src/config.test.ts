import { expect, test } from "vitest";
import { readConfig } from "./config.ts";

test("an empty environment is a working configuration", () => {
  const config = readConfig({ HUB_PORT: "" });
  expect(config).toMatchObject({ host: "127.0.0.1", port: 4400, publicUrl: undefined });
  expect(config.tiktok.silenceSeconds).toBe(45);
  expect(config.youtube.grpcAddress).toBe("youtube.googleapis.com:443");
});

test("with another Data API, YouTube is polled unless a stream address is given too", () => {
  expect(readConfig({ YOUTUBE_API_URL: "http://127.0.0.1:1" }).youtube.grpcAddress).toBeNull();
  const both = { YOUTUBE_API_URL: "http://127.0.0.1:1", YOUTUBE_GRPC_ADDRESS: "insecure:127.0.0.1:2" };
  expect(readConfig(both).youtube.grpcAddress).toBe("insecure:127.0.0.1:2");
});

test.each([
  ["HUB_PORT", "65536", /^HUB_PORT is "65536"; it may be a port/],
  ["HUB_PORT", "4400x", /^HUB_PORT/],
  ["HUB_PUBLIC_URL", "showpulse.example", /^HUB_PUBLIC_URL is "showpulse.example"; it may be a URL/],
  ["CLICKHOUSE_URL", "mysql://x", /^CLICKHOUSE_URL is "mysql:\/\/x"/],
  ["TIKTOK_DNS", "localhost", /^TIKTOK_DNS is "localhost"; it may be an IP address/],
  ["TIKTOK_SILENCE_SECONDS", "0", /^TIKTOK_SILENCE_SECONDS/],
  ["YOUTUBE_GRPC_ADDRESS", "youtube", /^YOUTUBE_GRPC_ADDRESS/],
  ["YOUTUBE_GRPC_ADDRESS", "insecure:localhost:70000", /^YOUTUBE_GRPC_ADDRESS/],
  ["TIKTOK_WEB_HOST", "localhost:0", /^TIKTOK_WEB_HOST/],
  ["CLICKHOUSE_CLUSTER", "main", /^CLICKHOUSE_CLUSTER is "main"; it may be .* where CLICKHOUSE_URL/],
  ["STRIPE_API_URL", "stripe", /^STRIPE_API_URL/],
  ["NATS_URL", "nats://x", /^NATS_URL/],
])("%s=%s stops the start with one line", (variable, value, line) => {
  expect(() => readConfig({ [variable]: value })).toThrow(line);
});

test("a secret that cannot be used is not repeated", () => {
  expect(() => readConfig({ HUB_OWNER_KEY: "short" })).toThrow(/^HUB_OWNER_KEY is "…"; it may be at least 16/);
  expect(() => readConfig({ DATABASE_URL: "mysql://me:secret@host" })).toThrow(/^DATABASE_URL is "…"/);
});
