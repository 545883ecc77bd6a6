import type { AcceptedEvent, EventData } from "@showpulse/connectors/event";
import { type Static, Type } from "typebox";

/** Columns of a stored event, as {@link EVENT_COLUMNS} selects them. */
export const StoredRow = Type.Object({
  workspace: Type.String(),
  show: Type.String(),
  time_ms: Type.Integer(),
  seq: Type.Integer(),
  received_ms: Type.Integer(),
  skewed: Type.Boolean(),
  source: Type.String(),
  id: Type.String(),
  type: Type.String(),
  platform: Type.String(),
  actor: Type.String(),
  session: Type.String(),
  quantity: Type.Integer(),
  value: Type.Union([Type.Number(), Type.Null()]),
  amount_micros: Type.Integer(),
  currency: Type.String(),
  virtual_amount: Type.Integer(),
  virtual_unit: Type.String(),
  text: Type.String(),
  language: Type.String(),
  item: Type.String(),
  item_name: Type.String(),
  variant: Type.String(),
  sku: Type.String(),
  offer: Type.String(),
  order: Type.String(),
  lines: Type.Array(Type.Tuple([Type.String(), Type.String(), Type.Integer(), Type.Integer(), Type.String()])),
  campaign: Type.String(),
  creator: Type.String(),
  link: Type.String(),
  coupon: Type.String(),
  utm: Type.Tuple([Type.String(), Type.String(), Type.String(), Type.String(), Type.String()]),
  referrer: Type.String(),
  alias: Type.String(),
  properties: Type.Record(Type.String(), Type.String()),
});
export type StoredRow = Static<typeof StoredRow>;

/** What to select so that {@link acceptedEvent} can read it. */
export const EVENT_COLUMNS = `workspace, show, toUnixTimestamp64Milli(time) AS time_ms, seq,
    toUnixTimestamp64Milli(received_at) AS received_ms, skewed, source, id, type, platform, actor, session, quantity,
    value, amount_micros, currency, virtual_amount, virtual_unit, text, language, item, item_name, variant, sku, offer,
    \`order\`, arrayZip(\`items.item\`, \`items.variant\`, \`items.quantity\`, \`items.amount_micros\`, \`items.offer\`) AS lines,
    campaign, creator, link, coupon, (utm_source, utm_medium, utm_campaign, utm_content, utm_term) AS utm, referrer,
    alias, properties`;

const UTM_FIELDS = ["source", "medium", "campaign", "content", "term"] as const;

/** A stored row as the event that it was: the inverse of `eventRow`, but for display names, which are kept apart. */
export function acceptedEvent(row: StoredRow): AcceptedEvent {
  const { workspace, show, seq, skewed, source, id, type } = row;
  return {
    workspace,
    show,
    seq,
    time: row.time_ms,
    receivedAt: row.received_ms,
    skewed,
    id,
    source,
    type,
    data: dataOf(row),
  };
}

function dataOf(row: StoredRow): AcceptedEvent["data"] {
  const data: EventData & { platform: string } = { platform: row.platform };
  for (const field of ["actor", "session", "text", "language", "item", "variant", "sku", "offer", "order"] as const) {
    if (row[field] !== "") data[field] = row[field];
  }
  for (const field of ["campaign", "creator", "link", "coupon", "referrer", "alias"] as const) {
    if (row[field] !== "") data[field] = row[field];
  }
  if (row.item_name !== "") data.itemName = row.item_name;
  if (row.quantity !== 1) data.quantity = row.quantity;
  if (row.value !== null) data.value = row.value;
  if (row.currency !== "") {
    data.amountMicros = row.amount_micros;
    data.currency = row.currency;
  }
  if (row.virtual_unit !== "") {
    data.virtualAmount = row.virtual_amount;
    data.virtualUnit = row.virtual_unit;
  }
  if (row.lines.length > 0) {
    data.items = row.lines.map(([item, variant, quantity, amountMicros, offer]) => ({
      item,
      quantity,
      amountMicros,
      ...(variant === "" ? {} : { variant }),
      ...(offer === "" ? {} : { offer }),
    }));
  }
  const utm = UTM_FIELDS.map((field, index) => [field, row.utm[index] ?? ""] as const).filter(
    ([, text]) => text !== "",
  );
  if (utm.length > 0) data.utm = Object.fromEntries(utm);
  const properties = Object.entries(row.properties);
  if (properties.length > 0)
    data.properties = Object.fromEntries(properties.map(([key, text]) => [key, JSON.parse(text)]));
  return data;
}
