import { describe, expect, test } from "vitest";
import { exhausted, refusalOf } from "./refusal.ts";

const now = Date.parse("2026-11-21T20:00:00Z");

/** As the library throws it. */
const refused = (status: number, reason: string, message = "Refused.", headers: Record<string, string> = {}) =>
  Object.assign(new Error(`GET https://youtube.googleapis.com/?key=AIza-secret ${message}`), {
    config: { url: "https://youtube.googleapis.com/?key=AIza-secret" },
    response: {
      status,
      headers: new Headers(headers),
      data: { error: { code: status, message, errors: [{ message, domain: "youtube", reason }] } },
    },
  });

describe("a refusal of the Data API", () => {
  test.each([
    [403, "quotaExceeded", "quota_exhausted", "2026-11-22T08:00:00.000Z"],
    [403, "dailyLimitExceeded", "quota_exhausted", "2026-11-22T08:00:00.000Z"],
    [403, "rateLimitExceeded", "rate_limited", "2026-11-21T20:01:00.000Z"],
    [403, "userRateLimitExceeded", "rate_limited", "2026-11-21T20:01:00.000Z"],
    [429, "tooMany", "rate_limited", "2026-11-21T20:01:00.000Z"],
    [400, "keyInvalid", "auth_required", undefined],
    [401, "authError", "auth_required", undefined],
    [403, "accessNotConfigured", "auth_required", undefined],
    [403, "forbidden", "auth_required", undefined],
    [500, "backendError", "disconnected", undefined],
    [503, "backendError", "disconnected", undefined],
    [400, "missingRequiredParameter", "failed", undefined],
  ])("%i %s", (status, reason, code, until) => {
    const error = refusalOf(refused(status, reason), now);
    expect(error).toMatchObject({ name: "ConnectorError", code });
    expect("until" in error && error.until ? new Date(Number(error.until)).toISOString() : undefined).toBe(until);
    expect(JSON.stringify([error.message, error.stack, error.cause, error])).not.toContain("AIza");
  });

  test("the newer form of a used-up quota: 429, told by its words", () => {
    const words = "Quota exceeded for quota metric 'Queries' and limit 'Queries per day' of service";
    expect(refusalOf(refused(429, "rateLimitExceeded", words), now)).toMatchObject({ code: "quota_exhausted" });
  });

  test("Retry-After in seconds or as a date", () => {
    const later = (value: string) =>
      refusalOf(refused(429, "rateLimitExceeded", "Slow.", { "retry-after": value }), now);
    expect(later("120")).toMatchObject({ until: now + 120_000 });
    expect(later("Sat, 21 Nov 2026 20:05:00 GMT")).toMatchObject({ until: now + 300_000 });
    expect(later("nonsense")).toMatchObject({ until: now + 60_000 });
  });

  test("the chat's own reasons are the follower's business", () => {
    expect(refusalOf(refused(403, "liveChatEnded"), now)).toMatchObject({ reason: "liveChatEnded" });
    expect(refusalOf(refused(400, "pageTokenInvalid"), now)).toMatchObject({ name: "StalePageToken" });
    expect(refusalOf(refused(400, "invalidPageToken"), now)).toMatchObject({ name: "StalePageToken" });
  });

  test("a body that is not Google's", () => {
    const page = Object.assign(new Error("bad"), { response: { status: 502, data: "<html>", headers: {} } });
    expect(refusalOf(page, now)).toMatchObject({ code: "disconnected" });
    expect(refusalOf("nonsense", now)).toMatchObject({ code: "disconnected" });
  });
});

test("streamList tells two kinds of exhaustion by its words only", () => {
  expect(exhausted("Resource has been exhausted (e.g. check quota).", now)).toMatchObject({ code: "rate_limited" });
  expect(exhausted("Quota exceeded for quota metric 'Queries'", now)).toMatchObject({ code: "quota_exhausted" });
});
