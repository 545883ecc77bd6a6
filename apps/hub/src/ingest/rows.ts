import type { AcceptedEvent, EventData, OrderLine } from "@showpulse/connectors/event";
import type { Rejected } from "./gate/gate.ts";
import { repairText } from "./gate/texts.ts";

/** One row of `dead_letters`, a line of JSONEachRow with its end. `raw` is the event as it came. */
export function letterLine(
  workspace: string,
  seq: number,
  receivedAt: number,
  rejected: Rejected,
  raw: string,
): string {
  const { source, id, code, detail } = rejected;
  const row = { workspace, received_at: receivedAt, seq, source, id: id ?? "", code, detail, raw: raw.toWellFormed() };
  return `${JSON.stringify(row)}\n`;
}

/** One row of `dead_letters` for a line of `events` that ClickHouse would not take. */
export function refusedLine(line: string, reason: string): string {
  const { workspace, received_at, seq, source, id } = JSON.parse(line) as EventRow;
  const detail = repairText(reason.slice(0, 1000));
  const row = { workspace, received_at, seq, source, id, code: "refused_by_storage", detail, raw: line };
  return `${JSON.stringify(row)}\n`;
}

/** Workspace, minute of receipt and source of each row of `dead_letters` in a part of a record. */
export function readLetters(lines: Buffer): { workspace: string; minute: number; source: string }[] {
  if (lines.length === 0) return [];
  return splitLines(lines).map((line) => {
    const { workspace, received_at, source } = JSON.parse(line) as {
      workspace: string;
      received_at: number;
      source: string;
    };
    return { workspace, minute: minuteOf(received_at), source };
  });
}

/** Start of the minute, in seconds since 1970. */
export const minuteOf = (milliseconds: number): number => Math.floor(milliseconds / 60_000) * 60;

/** The lines of a part of a record, without their ends. */
export const splitLines = (lines: Buffer): string[] => lines.toString().split("\n").slice(0, -1);

interface EventRow extends Record<string, unknown> {
  workspace: string;
  show: string;
  time: number;
  seq: number;
  received_at: number;
  skewed?: boolean;
  source: string;
  id: string;
  type: string;
  platform: string;
  properties?: Record<string, string>;
}

/** Columns of `events` whose field of `data` has another name. */
const FIELDS = {
  actor: "actor",
  session: "session",
  quantity: "quantity",
  value: "value",
  amount_micros: "amountMicros",
  currency: "currency",
  virtual_amount: "virtualAmount",
  virtual_unit: "virtualUnit",
  text: "text",
  language: "language",
  item: "item",
  item_name: "itemName",
  variant: "variant",
  sku: "sku",
  offer: "offer",
  order: "order",
  campaign: "campaign",
  creator: "creator",
  link: "link",
  coupon: "coupon",
  referrer: "referrer",
  alias: "alias",
} as const;
const UTM = ["source", "medium", "campaign", "content", "term"] as const;

/**
 * The event behind a line that `eventRow` made. `actorName` is not in it: names are kept apart from the event rows.
 */
export function eventOfRow(line: string): AcceptedEvent {
  const row = JSON.parse(line) as EventRow;
  const data: Record<string, unknown> = { platform: row.platform };
  for (const [column, field] of Object.entries(FIELDS)) if (row[column] !== undefined) data[field] = row[column];
  const utm = Object.fromEntries(
    UTM.filter((key) => row[`utm_${key}`] !== undefined).map((key) => [key, row[`utm_${key}`]]),
  );
  if (Object.keys(utm).length > 0) data.utm = utm;
  if (row["items.item"] !== undefined) data.items = orderLines(row);
  if (row.properties !== undefined) {
    data.properties = Object.fromEntries(
      Object.entries(row.properties).map(([key, value]) => [key, JSON.parse(value)]),
    );
  }
  return {
    workspace: row.workspace,
    show: row.show,
    seq: row.seq,
    time: row.time,
    receivedAt: row.received_at,
    skewed: row.skewed ?? false,
    id: row.id,
    source: row.source,
    type: row.type,
    data: data as EventData & { platform: string },
  };
}

function orderLines(row: EventRow): OrderLine[] {
  const column = <Value>(name: string) => row[`items.${name}`] as Value[];
  return column<string>("item").map((item, index) => {
    const variant = column<string>("variant")[index];
    const offer = column<string>("offer")[index];
    return {
      item,
      quantity: column<number>("quantity")[index] ?? 1,
      amountMicros: column<number>("amount_micros")[index] ?? 0,
      ...(variant ? { variant } : {}),
      ...(offer ? { offer } : {}),
    };
  });
}
