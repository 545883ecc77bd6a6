import { setTimeout as pause } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import type { TestHub } from "./hub.ts";

/** What `POST /v1/events` answers. */
export interface TakenIn {
  accepted: number;
  duplicates: number;
  rejected: { index: number; id: string | null; code: string; detail: string }[];
}

/** A body of events, and how many times it was sent until an answer came. */
export interface Sent {
  answer: TakenIn;
  attempts: number;
}

export type Form = "array" | "lines" | "gzip" | "single";

const TYPES: Record<Form, string> = {
  array: "application/json",
  lines: "application/x-ndjson",
  gzip: "application/x-ndjson",
  single: "application/cloudevents+json",
};

/** A body of events, each given as its text, in one of the forms. */
export function bodyOf(form: Form, texts: readonly string[]): { body: Buffer; headers: Record<string, string> } {
  const lines = Buffer.from(texts.map((text) => `${text}\n`).join(""));
  const headers: Record<string, string> = { "content-type": TYPES[form] };
  if (form === "lines") return { body: lines, headers };
  if (form === "gzip") return { body: gzipSync(lines), headers: { ...headers, "content-encoding": "gzip" } };
  return { body: Buffer.from(form === "array" ? `[${texts.join(",")}]` : (texts[0] ?? "")), headers };
}

const RETRY_MILLISECONDS = 100;
const PATIENCE_MILLISECONDS = 90_000;

/**
 * Sends events as a careful client does: the very same body again until it is answered, whether the hub refuses
 * (429, 503), is not there, or breaks off. @throws for any other answer.
 */
export async function sendEvents(hub: TestHub, form: Form, texts: readonly string[]): Promise<Sent> {
  const { body, headers } = bodyOf(form, texts);
  const overdueAt = performance.now() + PATIENCE_MILLISECONDS;
  for (let attempts = 1; ; attempts += 1) {
    const request = fetch(`${hub.address}/v1/events`, {
      method: "POST",
      headers: { ...headers, authorization: `Bearer ${hub.key}` },
      body: new Uint8Array(body),
      signal: AbortSignal.timeout(20_000),
    });
    // The answer may be cut off in its middle, too.
    const reply = await request
      .then(
        async (answer) => ({ status: answer.status, text: await answer.text() }),
        () => undefined,
      )
      .catch(() => undefined);
    if (reply?.status === 200) return { answer: JSON.parse(reply.text) as TakenIn, attempts };
    if (reply !== undefined && reply.status !== 429 && reply.status !== 503) {
      throw new Error(`POST /v1/events answered ${reply.status}: ${reply.text}`);
    }
    if (performance.now() > overdueAt) throw new Error(`no answer to ${attempts} attempts, the last: ${reply?.text}`);
    await pause(RETRY_MILLISECONDS);
  }
}
