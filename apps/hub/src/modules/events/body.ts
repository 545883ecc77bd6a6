import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { Unreadable } from "../../ingest/ingest.ts";
import { Problem } from "../../problem.ts";
import { elementTexts } from "./element-texts.ts";

/** Most bytes of a body, before and after it is unpacked. */
export const MOST_BYTES = 10 * 1024 * 1024;
/** Most events of a body. */
export const MOST_EVENTS = 10_000;

const unpack = promisify(gunzip);

/** What a body holds. */
export interface Incoming {
  events: unknown[];
  /** The text that an event came as. */
  rawOf(index: number): string;
}

const JSON_TYPES = new Set(["application/json", "application/cloudevents-batch+json", "application/cloudevents+json"]);
/** What a body may be, as it is told to people. */
export const BODY_TYPES: readonly string[] = [...JSON_TYPES, "application/x-ndjson"];
const LINE_TYPES = new Set(["application/x-ndjson", "application/ndjson", "application/jsonl"]);

/**
 * Reads the events of a body.
 * @throws Problem 400 when it cannot be read at all, 413 when it is too large, 415 when it is of another type
 */
export async function readBody(
  body: Buffer,
  contentType: string | undefined,
  encoding: string | undefined,
): Promise<Incoming> {
  const type = (contentType ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
  const isLines = LINE_TYPES.has(type);
  if (!isLines && !JSON_TYPES.has(type)) {
    const detail = `Content-Type is "${type}"; it may be ${BODY_TYPES.join(", ")}.`;
    throw new Problem(415, "Unsupported Media Type", { detail });
  }
  const bytes = await plainBytes(body, encoding);
  const decoded = bytes.toString("utf8");
  const text = decoded.charCodeAt(0) === BYTE_ORDER_MARK ? decoded.slice(1) : decoded;
  return isLines ? readLines(text) : readJson(text);
}

function refuseTooMany(events: readonly unknown[]): void {
  if (events.length <= MOST_EVENTS) return;
  const detail = `The body holds ${events.length} events; one request may bring ${MOST_EVENTS}.`;
  throw new Problem(413, "Content Too Large", { detail, code: "too_many_events" });
}

const BYTE_ORDER_MARK = 0xfeff;

async function plainBytes(body: Buffer, encoding: string | undefined): Promise<Buffer> {
  switch (encoding?.trim().toLowerCase() ?? "identity") {
    case "":
    case "identity":
      return body;
    case "gzip":
    case "x-gzip":
      return unpack(body, { maxOutputLength: MOST_BYTES }).catch((error: NodeJS.ErrnoException) => {
        if (error.code === "ERR_BUFFER_TOO_LARGE") {
          throw new Problem(413, "Content Too Large", {
            detail: `The body is more than ${MOST_BYTES} bytes when unpacked.`,
          });
        }
        throw new Problem(400, "Bad Request", { detail: `The body is not gzip: ${error.message}.` });
      });
    default:
      throw new Problem(415, "Unsupported Media Type", {
        detail: `Content-Encoding is "${encoding}"; it may be gzip.`,
      });
  }
}

function readJson(text: string): Incoming {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw new Problem(400, "Bad Request", {
      detail: `The body is not JSON: ${(error as Error).message}.`,
      code: "unreadable_json",
    });
  }
  if (Array.isArray(parsed)) {
    refuseTooMany(parsed);
    let texts: string[] | null = null;
    const rawOf = (index: number) => {
      texts ??= elementTexts(text);
      return texts[index] ?? "";
    };
    return { events: parsed, rawOf };
  }
  if (typeof parsed === "object" && parsed !== null) return { events: [parsed], rawOf: () => text };
  throw new Problem(400, "Bad Request", {
    detail: "The body must be an event or an array of events.",
    code: "not_an_event",
  });
}

function readLines(text: string): Incoming {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  refuseTooMany(lines);
  const events = lines.map((line): unknown => {
    try {
      return JSON.parse(line);
    } catch (error) {
      return new Unreadable(line, `The line is not JSON: ${(error as Error).message}.`);
    }
  });
  return { events, rawOf: (index) => lines[index] ?? "" };
}
