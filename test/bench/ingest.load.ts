import { connect, type Socket } from "node:net";

const EVENTS = 100;

/** A request of 100 events whose ids can be changed in place, so that making the load costs next to nothing. */
export interface Template {
  bytes: Buffer;
  idOffsets: number[];
}

const ID_DIGITS = 10;

/** What a show sends: nine chat messages to a purchase. */
export function makeTemplate(port: number): Template {
  const events = Array.from({ length: EVENTS }, (_, index) => ({
    specversion: "1.0",
    id: "#".repeat(ID_DIGITS),
    source: "tiktok/@brandhost",
    type: index % 10 === 0 ? "purchase" : "chat_message",
    subject: "show-1",
    time: "2026-11-21T20:15:03.250Z",
    data:
      index % 10 === 0
        ? {
            platform: "tiktok",
            actor: `68000000000000${index}`,
            order: `o${index}`,
            amountMicros: 12_990_000,
            currency: "EUR",
            item: "sku-1",
          }
        : { platform: "tiktok", actor: `6800000000000${index}`, text: `is this one still there in blue? ${index}` },
  }));
  const body = JSON.stringify(events);
  const head = [
    "POST /v1/events HTTP/1.1",
    `Host: 127.0.0.1:${port}`,
    "Authorization: Bearer key",
    "Content-Type: application/cloudevents-batch+json",
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  const bytes = Buffer.from(`${head.join("\r\n")}\r\n\r\n${body}`);
  const idOffsets: number[] = [];
  const mark = "#".repeat(ID_DIGITS);
  for (let at = bytes.indexOf(mark); at !== -1; at = bytes.indexOf(mark, at + ID_DIGITS)) idOffsets.push(at);
  return { bytes, idOffsets };
}

let nextId = 0;

function fill({ bytes, idOffsets }: Template): Buffer {
  const filled = Buffer.from(bytes);
  for (const offset of idOffsets) {
    filled.write(String(nextId).padStart(ID_DIGITS, "0"), offset, "latin1");
    nextId += 1;
  }
  return filled;
}

/** What a run of load came to. */
export interface Load {
  events: number;
  seconds: number;
  /** Milliseconds from sending to the whole answer, ascending. */
  latencies: number[];
}

export const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

export const median = (values: readonly number[]): number =>
  percentile(
    [...values].sort((a, b) => a - b),
    0.5,
  );

/**
 * Sends requests of 100 events for so long, over several connections, each after the answer before; with a rate
 * (events per second) at fixed times, and latency counts from when a request was due.
 */
export async function sendLoad(
  port: number,
  seconds: number,
  connections: number,
  rate = Number.POSITIVE_INFINITY,
): Promise<Load> {
  const template = makeTemplate(port);
  const latencies: number[] = [];
  const start = performance.now();
  const end = start + seconds * 1000;
  const spacing = Number.isFinite(rate) ? (EVENTS / rate) * 1000 : 0;
  let due = start;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      const socket = connect(port, "127.0.0.1").setNoDelay(true);
      const answer = answers(socket);
      for (;;) {
        const mine = spacing === 0 ? performance.now() : due;
        if (mine >= end) break;
        due += spacing;
        const wait = mine - performance.now();
        if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
        socket.write(fill(template));
        const text = await answer();
        if (!text.startsWith("HTTP/1.1 200")) throw new Error(text);
        latencies.push(performance.now() - mine);
      }
      socket.destroy();
    }),
  );
  return {
    events: latencies.length * EVENTS,
    seconds: (performance.now() - start) / 1000,
    latencies: latencies.sort((a, b) => a - b),
  };
}

function answers(socket: Socket): () => Promise<string> {
  let text = "";
  let told: ((answer: string) => void) | null = null;
  const look = () => {
    const head = text.indexOf("\r\n\r\n");
    if (head === -1 || told === null) return;
    const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0);
    if (text.length < head + 4 + length) return;
    const answer = text.slice(0, head + 4 + length);
    text = text.slice(answer.length);
    told(answer);
    told = null;
  };
  socket.on("data", (bytes) => {
    text += bytes.toString("latin1");
    look();
  });
  let failed: (error: Error) => void = () => {};
  socket.on("error", (error) => failed(error));
  return () =>
    new Promise<string>((resolve, reject) => {
      told = resolve;
      failed = reject;
      look();
    });
}
