import type { ProtoMessageFetchResult } from "tiktok-live-connector";
import type { Frame } from "../connector.ts";
import { isKind } from "./messages.external.ts";

type Message = ProtoMessageFetchResult["messages"][number];

/** A message as a frame; undefined for kinds that mean nothing to a show. */
export function frameOf(message: Pick<Message, "method" | "decodedData">, receivedAt: number): Frame | undefined {
  if (!message.decodedData || !isKind(message.method)) return undefined;
  return { kind: message.method, raw: compact(message.decodedData.data), receivedAt };
}

/**
 * A decoded message as JSON-safe data without what is absent, empty or zero: the decoder fills in some hundred
 * defaults, which say no more than their absence.
 */
export function compact(value: unknown): unknown {
  if (typeof value === "bigint") return String(value);
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (Array.isArray(value)) return value.map(compact);
  if (typeof value !== "object" || value === null) return value;
  const kept: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(value)) {
    if (!isDefault(field)) kept[key] = compact(field);
  }
  return kept;
}

function isDefault(value: unknown): boolean {
  if (!value || value === "0") return true;
  return (Array.isArray(value) || value instanceof Uint8Array) && value.length === 0;
}
