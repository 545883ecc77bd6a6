import { type AcceptedEvent, asksSomething } from "@showpulse/connectors/event";

/**
 * An accepted event as one JSONEachRow line of the `events` table, without the line's end.
 * What is absent stays absent: ClickHouse fills in the column's default. Times are written as integer milliseconds,
 * which DateTime64(3) reads as they are.
 */
export function eventRow(event: AcceptedEvent): string {
  const { data } = event;
  const row: Record<string, unknown> = {
    workspace: event.workspace,
    show: event.show,
    time: event.time,
    seq: event.seq,
    received_at: event.receivedAt,
    source: event.source,
    id: event.id,
    type: event.type,
    platform: data.platform,
  };
  if (event.skewed) row.skewed = true;
  if (data.actor !== undefined) row.actor = data.actor;
  if (data.session !== undefined) row.session = data.session;
  if (data.quantity !== undefined) row.quantity = data.quantity;
  if (data.value !== undefined) row.value = data.value;
  if (data.amountMicros !== undefined) row.amount_micros = data.amountMicros;
  if (data.currency !== undefined) row.currency = data.currency;
  if (data.virtualAmount !== undefined) row.virtual_amount = data.virtualAmount;
  if (data.virtualUnit !== undefined) row.virtual_unit = data.virtualUnit;
  if (data.text !== undefined) row.text = data.text;
  if (data.language !== undefined) row.language = data.language;
  if (event.type === "question" || (event.type === "chat_message" && asksSomething(data.text))) row.asks = true;
  if (data.item !== undefined) row.item = data.item;
  if (data.itemName !== undefined) row.item_name = data.itemName;
  if (data.variant !== undefined) row.variant = data.variant;
  if (data.sku !== undefined) row.sku = data.sku;
  if (data.offer !== undefined) row.offer = data.offer;
  if (data.order !== undefined) row.order = data.order;
  if (data.items !== undefined) {
    row["items.item"] = data.items.map((line) => line.item);
    row["items.variant"] = data.items.map((line) => line.variant ?? "");
    row["items.quantity"] = data.items.map((line) => line.quantity ?? 1);
    row["items.amount_micros"] = data.items.map((line) => line.amountMicros ?? 0);
    row["items.offer"] = data.items.map((line) => line.offer ?? "");
  }
  if (data.campaign !== undefined) row.campaign = data.campaign;
  if (data.creator !== undefined) row.creator = data.creator;
  if (data.link !== undefined) row.link = data.link;
  if (data.coupon !== undefined) row.coupon = data.coupon;
  if (data.utm !== undefined) {
    row.utm_source = data.utm.source;
    row.utm_medium = data.utm.medium;
    row.utm_campaign = data.utm.campaign;
    row.utm_content = data.utm.content;
    row.utm_term = data.utm.term;
  }
  if (data.referrer !== undefined) row.referrer = data.referrer;
  if (data.alias !== undefined) row.alias = data.alias;
  if (data.properties !== undefined) {
    row.properties = Object.fromEntries(
      Object.entries(data.properties).map(([key, value]) => [key, JSON.stringify(value)]),
    );
  }
  return JSON.stringify(row);
}
