import type { AcceptedEvent, EventData, OrderLine } from "@showpulse/connectors/event";
import { type Static, Type } from "typebox";

/** What {@link eventOfRow} needs of the table `events`. */
export const EVENT_COLUMNS = `
    show, toUnixTimestamp64Milli(time) AS at, seq, toUnixTimestamp64Milli(received_at) AS received, skewed, source, id, type,
    platform, actor, session, quantity, value, amount_micros, currency, virtual_amount, virtual_unit, text, language,
    item, item_name, variant, sku, offer, \`order\`,
    \`items.item\` AS line_items, \`items.variant\` AS line_variants, \`items.quantity\` AS line_quantities,
    \`items.amount_micros\` AS line_micros, \`items.offer\` AS line_offers,
    campaign, creator, link, coupon, utm_source, utm_medium, utm_campaign, utm_content, utm_term, referrer, alias, properties`;

const text = Type.String();
const integer = Type.Integer();

export const EventColumns = Type.Object({
  show: text,
  at: integer,
  seq: integer,
  received: integer,
  skewed: Type.Boolean(),
  source: text,
  id: text,
  type: text,
  platform: text,
  actor: text,
  session: text,
  quantity: integer,
  value: Type.Union([Type.Number(), Type.Null()]),
  amount_micros: integer,
  currency: text,
  virtual_amount: integer,
  virtual_unit: text,
  text,
  language: text,
  item: text,
  item_name: text,
  variant: text,
  sku: text,
  offer: text,
  order: text,
  line_items: Type.Array(text),
  line_variants: Type.Array(text),
  line_quantities: Type.Array(integer),
  line_micros: Type.Array(integer),
  line_offers: Type.Array(text),
  campaign: text,
  creator: text,
  link: text,
  coupon: text,
  utm_source: text,
  utm_medium: text,
  utm_campaign: text,
  utm_content: text,
  utm_term: text,
  referrer: text,
  alias: text,
  properties: Type.Record(text, text),
});
export type EventColumns = Static<typeof EventColumns>;

/**
 * The event that `eventRow` wrote, but for what a row does not keep: names of people, and the difference between an
 * absent field and its default (a quantity of 1, an empty text). Defaults come back as absent.
 */
export function eventOfRow(workspace: string, row: EventColumns): AcceptedEvent {
  return {
    workspace,
    show: row.show,
    seq: row.seq,
    time: row.at,
    receivedAt: row.received,
    skewed: row.skewed,
    id: row.id,
    source: row.source,
    type: row.type,
    data: dataOf(row),
  };
}

function dataOf(row: EventColumns): EventData & { platform: string } {
  const data: Record<string, unknown> = { platform: row.platform };
  const keep = (field: keyof EventData, value: string | number | null, absent: string | number | null) => {
    if (value !== absent) data[field] = value;
  };
  keep("actor", row.actor, "");
  keep("session", row.session, "");
  keep("quantity", row.quantity, 1);
  keep("value", row.value, null);
  if (row.currency !== "" || row.amount_micros !== 0) data.amountMicros = row.amount_micros;
  keep("currency", row.currency, "");
  if (row.virtual_unit !== "" || row.virtual_amount !== 0) data.virtualAmount = row.virtual_amount;
  keep("virtualUnit", row.virtual_unit, "");
  for (const field of PLAIN_TEXT) keep(field, row[field], "");
  keep("itemName", row.item_name, "");
  if (row.line_items.length > 0) data.items = row.line_items.map((_, index) => lineOf(row, index));
  const utm = Object.fromEntries(
    UTM.flatMap((key) => (row[`utm_${key}`] === "" ? [] : [[key, row[`utm_${key}`]] as const])),
  );
  if (Object.keys(utm).length > 0) data.utm = utm;
  const properties = Object.entries(row.properties).map(([key, value]) => [key, JSON.parse(value)] as const);
  if (properties.length > 0) data.properties = Object.fromEntries(properties);
  return data as EventData & { platform: string };
}

const PLAIN_TEXT = [
  "text",
  "language",
  "item",
  "variant",
  "sku",
  "offer",
  "order",
  "campaign",
  "creator",
  "link",
  "coupon",
  "referrer",
  "alias",
] as const;
const UTM = ["source", "medium", "campaign", "content", "term"] as const;

const lineOf = (row: EventColumns, index: number): OrderLine => ({
  item: row.line_items[index] ?? "",
  ...(row.line_variants[index] ? { variant: row.line_variants[index] } : {}),
  quantity: row.line_quantities[index] ?? 1,
  amountMicros: row.line_micros[index] ?? 0,
  ...(row.line_offers[index] ? { offer: row.line_offers[index] } : {}),
});
