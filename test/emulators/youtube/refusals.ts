import { status } from "@grpc/grpc-js";

/** How Google refuses a request, over HTTP and over gRPC. */
export interface Refusal {
  http: number;
  reason: string;
  domain: string;
  message: string;
  /** `google.rpc.ErrorInfo`, where Google adds one. */
  detail?: string;
  retryAfterSeconds?: number;
  grpc: { code: status; details: string };
}

const chat = "youtube.liveChat";
const precondition = { code: status.FAILED_PRECONDITION, details: "Precondition check failed" };

export const REFUSALS = {
  quotaExceeded: {
    http: 403,
    reason: "quotaExceeded",
    domain: "youtube.quota",
    message:
      'The request cannot be completed because you have exceeded your <a href="/youtube/v3/getting-started#quota">quota</a>.',
    grpc: {
      code: status.RESOURCE_EXHAUSTED,
      details:
        "Quota exceeded for quota metric 'Queries' and limit 'Queries per day' of service 'youtube.googleapis.com'.",
    },
  },
  rateLimitExceeded: {
    http: 403,
    reason: "rateLimitExceeded",
    domain: chat,
    message: "The request was sent too quickly after the previous request.",
    grpc: { code: status.RESOURCE_EXHAUSTED, details: "Resource has been exhausted (e.g. check quota)." },
  },
  serverError: {
    http: 503,
    reason: "backendError",
    domain: "global",
    message: "Backend Error",
    grpc: { code: status.UNAVAILABLE, details: "The service is currently unavailable." },
  },
  keyInvalid: {
    http: 400,
    reason: "badRequest",
    domain: "global",
    message: "API key not valid. Please pass a valid API key.",
    detail: "API_KEY_INVALID",
    grpc: { code: status.INVALID_ARGUMENT, details: "API key not valid. Please pass a valid API key." },
  },
  liveChatDisabled: {
    http: 403,
    reason: "liveChatDisabled",
    domain: chat,
    message: "Live chat is not enabled for the specified broadcast.",
    grpc: precondition,
  },
  liveChatEnded: {
    http: 403,
    reason: "liveChatEnded",
    domain: chat,
    message: "The specified live chat is no longer live.",
    grpc: precondition,
  },
  liveChatNotFound: {
    http: 404,
    reason: "liveChatNotFound",
    domain: chat,
    message: "The live chat that you are trying to retrieve cannot be found.",
    grpc: { code: status.NOT_FOUND, details: "Requested entity was not found." },
  },
  pageTokenInvalid: {
    http: 400,
    reason: "pageTokenInvalid",
    domain: chat,
    message: "The page token is not valid.",
    grpc: { code: status.INVALID_ARGUMENT, details: "Request contains an invalid argument." },
  },
  unimplemented: {
    http: 501,
    reason: "notImplemented",
    domain: "global",
    message: "Not implemented",
    grpc: { code: status.UNIMPLEMENTED, details: "Method not found." },
  },
} satisfies Record<string, Refusal>;

export type RefusalName = keyof typeof REFUSALS;

/** The body of a refusal over HTTP. */
export const refusalBody = ({ http, reason, domain, message, detail }: Refusal) => ({
  error: {
    code: http,
    message,
    errors: [{ message, domain, reason }],
    ...(detail ? { details: [{ "@type": "type.googleapis.com/google.rpc.ErrorInfo", reason: detail }] } : {}),
  },
});
