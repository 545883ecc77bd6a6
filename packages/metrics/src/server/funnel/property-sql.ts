import type { Bound } from "./bound.ts";

const text = (column: string) => `nullIf(toString(${column}), '')`;

/** Fields of `data` that have a column, as nullable text: '' and what the event does not carry are null. */
const FIELDS: Readonly<Record<string, string>> = {
  platform: text("platform"),
  actor: text("actor"),
  session: text("session"),
  quantity: "toNullable(toString(quantity))",
  value: "toString(value)",
  amountMicros: "if(currency = '' AND amount_micros = 0, NULL, toString(amount_micros))",
  currency: text("currency"),
  virtualAmount: "if(virtual_unit = '' AND virtual_amount = 0, NULL, toString(virtual_amount))",
  virtualUnit: text("virtual_unit"),
  text: text("text"),
  language: text("language"),
  item: text("item"),
  itemName: text("item_name"),
  variant: text("variant"),
  sku: text("sku"),
  offer: text("offer"),
  order: text("`order`"),
  campaign: text("campaign"),
  creator: text("creator"),
  link: text("link"),
  coupon: text("coupon"),
  referrer: text("referrer"),
  alias: text("alias"),
  "utm.source": text("utm_source"),
  "utm.medium": text("utm_medium"),
  "utm.campaign": text("utm_campaign"),
  "utm.content": text("utm_content"),
  "utm.term": text("utm_term"),
};

/** The columns that the fields are in. */
const COLUMNS = new Set(
  `platform actor session quantity value amount_micros currency virtual_amount virtual_unit text language item item_name
  variant sku offer \`order\` campaign creator link coupon referrer alias utm_source utm_medium utm_campaign utm_content
  utm_term`.split(/\s+/),
);

/** A property as nullable text: a field of `data`, else a key of `properties`; of the person, a key of `traits`. */
export function propertySql(prop: string, on: "event" | "actor" | undefined, bound: Bound): string {
  if (on !== "actor" && Object.hasOwn(FIELDS, prop)) {
    const sql = FIELDS[prop] as string;
    for (const [column] of sql.matchAll(/[a-z_]+|`order`/g)) if (COLUMNS.has(column)) bound.columns.add(column);
    return sql;
  }
  if (on !== "actor") bound.columns.add("properties");
  const raw = `${on === "actor" ? "traits" : "properties"}[${bound.bind("String", prop)}]`;
  return `nullIf(multiIf(${raw} = 'null', '', startsWith(${raw}, '"'), JSONExtractString(${raw}), toString(${raw})), '')`;
}
