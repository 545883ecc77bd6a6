import { gzipSync } from "node:zlib";
import * as schema from "tiktok-live-proto/v3";

interface Codec<T> {
  encode(message: T): { finish(): Uint8Array };
  decode(input: Uint8Array): T;
}

/** One message of a room as TikTok keeps it. */
export interface RoomMessage {
  method: string;
  msgId: string;
  payload: Uint8Array;
}

const NOTHING = new Uint8Array();

/** A message of the schema with everything at its default but what is given. */
export function of<T extends object>(codec: Codec<T>, fields: Partial<T>): T {
  return { ...codec.decode(NOTHING), ...fields };
}

/** A room message of one kind; `codec` is the schema's, `method` its name. */
export function roomMessage<T extends { common: schema.CommonMessageData | undefined }>(
  method: string,
  codec: Codec<T>,
  common: Partial<schema.CommonMessageData> & { msgId: string },
  fields: Partial<T>,
): RoomMessage {
  const head = of(schema.CommonMessageData, { method, ...common });
  const message = { ...of(codec, fields), common: head };
  return { method, msgId: common.msgId, payload: codec.encode(message).finish() };
}

export interface FetchFields {
  messages: readonly RoomMessage[];
  cursor: string;
  pushServer?: string;
  history?: boolean;
}

/** What both the sign server's answer and the socket's frames carry. */
export function encodeFetchResult({ messages, cursor, pushServer = "", history = false }: FetchFields): Uint8Array {
  const wrapped = messages.map(({ method, msgId, payload }) =>
    of(schema.BaseProtoMessage, { method, msgId, payload: Buffer.from(payload), isHistory: history }),
  );
  const result = of(schema.ProtoMessageFetchResult, {
    messages: wrapped,
    cursor,
    pushServer,
    internalExt: `internal-${cursor}`,
    needAck: true,
    routeParams: { wrss: "emulated" },
  });
  return schema.ProtoMessageFetchResult.encode(result).finish();
}

/** A frame of the socket. */
export function encodePushFrame(
  payloadType: string,
  payload: Uint8Array,
  options: { gzip?: boolean; logId?: string } = {},
): Uint8Array {
  const frame = of(schema.WebcastPushFrame, {
    payloadType,
    payloadEncoding: "pb",
    payload: options.gzip ? gzipSync(payload) : Buffer.from(payload),
    logId: options.logId ?? "0",
    headers: options.gzip ? [of(schema.PushHeader, { key: "compress_type", value: "gzip" })] : [],
  });
  return schema.WebcastPushFrame.encode(frame).finish();
}

export const decodePushFrame = (data: Uint8Array): schema.WebcastPushFrame => schema.WebcastPushFrame.decode(data);
