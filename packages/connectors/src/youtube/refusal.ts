import { status } from "@grpc/grpc-js";
import { ConnectorError } from "../connector.ts";
import { nextQuotaReset } from "./quota-day.ts";

/** The chat of a video is not there: switched off, over, or unknown. The video tells which. */
export class ChatUnavailable extends Error {
  readonly reason: "liveChatDisabled" | "liveChatEnded" | "liveChatNotFound";

  constructor(reason: ChatUnavailable["reason"], message: string) {
    super(message);
    this.name = "ChatUnavailable";
    this.reason = reason;
  }
}

/** The page token is too old or of another chat: only YouTube's recent history is left. */
export class StalePageToken extends Error {
  override name = "StalePageToken";
}

const QUOTA = new Set(["quotaExceeded", "dailyLimitExceeded"]);
const RATE = new Set(["rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED"]);
const PAGE_TOKEN = new Set(["invalidPageToken", "pageTokenInvalid"]);
const CHAT = new Set<string>(["liveChatDisabled", "liveChatEnded", "liveChatNotFound"]);
const RATE_PAUSE = 60_000;

/**
 * What a failed request means. Never hands on the library's own error: its text and its configuration hold
 * the address, and with it the API key.
 */
export function refusalOf(error: unknown, now: number): Error {
  const reply = replyOf(error);
  if (!reply) return unreachable(error);
  const { code, reasons, text, retryAfter } = reply;
  const says = (names: ReadonlySet<string>) => reasons.some((reason) => names.has(reason));

  if (says(QUOTA) || ((code === 403 || code === 429) && /per day/i.test(text))) return quotaExhausted(now);
  if (says(RATE) || code === 429) return rateLimited(now, retryAfter);
  if (says(PAGE_TOKEN)) return new StalePageToken(text);
  const chat = reasons.find((reason): reason is ChatUnavailable["reason"] => CHAT.has(reason));
  if (chat) return new ChatUnavailable(chat, text);
  if (code === 401 || code === 403 || /API key/i.test(text) || reasons.includes("keyInvalid")) {
    return new ConnectorError(
      "auth_required",
      `YouTube refuses the API key: ${text} Check YOUTUBE_API_KEY and that the YouTube Data API v3 is enabled for it.`,
    );
  }
  if (code === 408 || code >= 500) return new ConnectorError("disconnected", `YouTube answered ${code}: ${text}`);
  return new ConnectorError("failed", `YouTube refuses the request (${code}): ${text}`);
}

/** What `RESOURCE_EXHAUSTED` of streamList means: asked too quickly, or the quota of the day is used up. */
export function exhausted(details: string, now: number): ConnectorError {
  return /per day|quota exceeded/i.test(details) ? quotaExhausted(now) : rateLimited(now, undefined);
}

/** Codes of streamList after which reopening it may help; after all others polling tells what is wrong. */
export const BROKEN_STREAM: ReadonlySet<number> = new Set([
  status.UNAVAILABLE,
  status.UNKNOWN,
  status.INTERNAL,
  status.ABORTED,
  status.CANCELLED,
  status.DEADLINE_EXCEEDED,
  status.DATA_LOSS,
]);

function quotaExhausted(now: number): ConnectorError {
  const until = nextQuotaReset(now);
  return new ConnectorError(
    "quota_exhausted",
    `The YouTube quota of the day is used up; it is full again at ${new Date(until).toISOString()} (midnight Pacific time).`,
    { until },
  );
}

function rateLimited(now: number, retryAfter: string | undefined): ConnectorError {
  const until = now + (pauseOf(retryAfter, now) ?? RATE_PAUSE);
  return new ConnectorError(
    "rate_limited",
    `YouTube was asked too quickly; trying again at ${new Date(until).toISOString()}.`,
    { until },
  );
}

/** `Retry-After` in milliseconds: seconds or a date. */
function pauseOf(retryAfter: string | undefined, now: number): number | undefined {
  if (retryAfter === undefined) return undefined;
  const pause = /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1000 : Date.parse(retryAfter) - now;
  return pause > 0 ? pause : undefined;
}

function unreachable(error: unknown): ConnectorError {
  const name = textOf(error, "name");
  const code = textOf(error, "code");
  if (code === "TimeoutError" || name === "TimeoutError") {
    return new ConnectorError("disconnected", "YouTube did not answer in time.");
  }
  return new ConnectorError("disconnected", `YouTube could not be reached (${code ?? name ?? "no connection"}).`);
}

interface Reply {
  code: number;
  reasons: string[];
  text: string;
  retryAfter: string | undefined;
}

function replyOf(error: unknown): Reply | undefined {
  const response = field(error, "response");
  const code = field(response, "status");
  if (typeof code !== "number") return undefined;
  const body = field(field(response, "data"), "error");
  return {
    code,
    reasons: [...listOf(body, "errors"), ...listOf(body, "details")].flatMap((one) => textOf(one, "reason") ?? []),
    text: textOf(body, "message") ?? "no reason given.",
    retryAfter: headerOf(field(response, "headers"), "retry-after"),
  };
}

/** The library's `Headers` are not Node's own. */
function headerOf(headers: unknown, name: string): string | undefined {
  const get = field(headers, "get");
  return typeof get === "function" ? (get.call(headers, name) ?? undefined) : undefined;
}

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function textOf(value: unknown, name: string): string | undefined {
  const found = field(value, name);
  return typeof found === "string" ? found : undefined;
}

function listOf(value: unknown, name: string): unknown[] {
  const found = field(value, name);
  return Array.isArray(found) ? found : [];
}
