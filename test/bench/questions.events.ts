import { createHash } from "node:crypto";
import type { ClickHouseClient } from "@clickhouse/client";

/** One brand's year, made up in the engine itself: the same events for the same number, whenever it is made. */
export const WORKSPACE = "bench";
const SHOWS = 400;
const YEAR_STARTS = Date.UTC(2025, 10, 1);
const DAY = 86_400_000;
const YEAR = 365 * DAY;
/** The end of the last day that has events, in milliseconds. */
export const YEAR_ENDS = YEAR_STARTS + YEAR;

/** So many of all events happen in shows; the others are visits to the shop between them. */
const IN_SHOWS = 0.88;

export interface MadeShow {
  id: string;
  startsAt: number;
  minutes: number;
  events: number;
}

/** Shows in order of time. A few are large and most are small: the largest has 16 times the events of an average one. */
export function showsOf(events: number): MadeShow[] {
  const shows = Array.from({ length: SHOWS }, (_, index) => {
    // A share of all events that falls with the rank; ranks are spread over the year.
    const rank = (index * 163) % SHOWS;
    const share = ((rank + 1) / SHOWS) ** (2 / 3) - (rank / SHOWS) ** (2 / 3);
    const digest = createHash("sha256").update(`show ${index}`).digest("hex");
    const id = [8, 4, 4, 4, 12].map((length, part) => digest.slice(part * 12, part * 12 + length)).join("-");
    const evening = 18 * 3_600_000 + (index % 8) * 1_800_000;
    const day = Math.floor((index * YEAR) / SHOWS / DAY) * DAY;
    return {
      id,
      startsAt: YEAR_STARTS + day + evening,
      minutes: 60 + (index % 5) * 30,
      events: Math.round(events * IN_SHOWS * share),
    };
  });
  return shows;
}

/** Somebody of the pool as the platform that they are at knows them. */
const ACTOR = `multiIf(
        person % 20 < 11, toString(6800000000000000000 + person * 7919),
        person % 20 < 16, concat('UC', substring(base64Encode(toString(cityHash64(person, 'channel'))), 1, 22)),
        lower(hex(sipHash128(person))))`;

const PLATFORM = "multiIf(person % 20 < 11, 'tiktok', person % 20 < 16, 'youtube', 'native')";

/** Of a thousand events in a show. Every 67th event is an order, every 15th order comes back in part. */
const SHOW_TYPES = `multiIf(
        dice < 190, 'join', dice < 260, 'leave', dice < 340, 'heartbeat', dice < 560, 'chat_message', dice < 760, 'like',
        dice < 775, 'follow', dice < 785, 'share', dice < 800, 'gift', dice < 806, 'question', dice < 816, 'poll_vote',
        dice < 826, 'viewer_count', dice < 830, 'like_total', dice < 875, 'view_promotion', dice < 925, 'view_item',
        dice < 945, 'select_item', dice < 975, 'add_to_cart', dice < 980, 'remove_from_cart', dice < 992, 'begin_checkout',
        dice < 997, 'tip', dice < 999, 'identify', 'product_pinned')`;

const SHOP_TYPES = `multiIf(
        dice < 520, 'page_view', dice < 600, 'link_click', dice < 850, 'view_item', dice < 910, 'select_item',
        dice < 970, 'add_to_cart', 'begin_checkout')`;

/** Events of one show, or of the shop between two: `{show}` is '' there. */
const makeSql = (inShow: boolean): string => `
INSERT INTO events
(
    workspace, show, time, seq, received_at, source, id, type, platform, actor, session, quantity, value,
    amount_micros, currency, virtual_amount, virtual_unit, text, asks, item, \`order\`,
    \`items.item\`, \`items.variant\`, \`items.quantity\`, \`items.amount_micros\`, \`items.offer\`,
    campaign, creator, link, utm_source, referrer, alias, properties
)
WITH
    cityHash64(number, {salt: UInt64}) AS first,
    cityHash64(first, 'second') AS second,
    cityHash64(first, 'third') AS third,
    first % 1000 AS dice,
    intDiv(number, 67) AS nth,
    number % 67 = 13 AS is_order,
    number % 67 = 40 AND nth % 15 = 0 AS is_refund,
    multiIf(is_order, 'purchase', is_refund, 'refund', ${inShow ? SHOW_TYPES : SHOP_TYPES}) AS kind,
    kind IN ('purchase', 'refund', 'begin_checkout', 'add_to_cart', 'remove_from_cart', 'select_item') AS is_buying,
    kind IN ('viewer_count', 'like_total', 'product_pinned') AS is_nobody,
    -- Few are lively and many are not; those who buy are of the lively.
    if(is_order OR is_refund, cityHash64(nth, {salt: UInt64}), second) % 1000000 / 1000000 AS liveliness,
    toUInt64({audience: UInt64} * if(is_buying, 0.3, 1) * liveliness * liveliness) AS seat,
    cityHash64(seat, {salt: UInt64}, 'seat') AS seated,
    -- Four of ten come again and again.
    if(seated % 10 < 4, intDiv(seated, 16) % 200000, 1000000 + intDiv(seated, 16) % 4000000) AS pooled,
    ${inShow ? "pooled" : "intDiv(pooled, 20) * 20 + 16 + pooled % 4"} AS person,
    {start: Int64} + toInt64({span: Float64} * pow((number + 0.5) / {size: UInt64}, 0.8)) + third % 3000 AS moment,
    arrayMap(line -> toUInt64(300 * pow(cityHash64(nth, line, {salt: UInt64}) % 1000 / 1000, 2)), range(1 + nth % 3)) AS bought,
    arrayMap(line -> toUInt64(if((nth + line) % 10 = 0, 2, 1)), range(1 + nth % 3)) AS units,
    arrayMap((product, count) -> toInt64((5 + product % 95) * 1000000 + 990000) * count, bought, units) AS micros,
    toUInt64(300 * pow(third % 1000 / 1000, 2)) AS product,
    kind IN ('purchase', 'refund') AS has_order,
    kind IN (
        'view_item', 'select_item', 'add_to_cart', 'remove_from_cart', 'begin_checkout', 'product_pinned', 'view_promotion'
    ) AS has_item,
    kind IN ('add_to_cart', 'remove_from_cart', 'begin_checkout') AS has_price,
    kind = 'link_click' OR (kind IN ('join', 'page_view', 'view_item', 'select_item', 'purchase') AND third % 100 < 6) AS is_led
SELECT
    {workspace: String},
    {show: String},
    fromUnixTimestamp64Milli(if(is_refund, moment + (1 + nth % 9) * 86400000, moment)) AS time,
    {seq: UInt64} + number AS seq,
    time AS received_at,
    concat(${PLATFORM}, '/', {show: String}),
    toString(7300000000000000000 + seq * 100000 + third % 100000),
    kind,
    ${PLATFORM},
    if(is_nobody, '', ${ACTOR}),
    if(${PLATFORM} = 'native', lower(hex(cityHash64(person, {salt: UInt64}))), ''),
    multiIf(kind = 'like', 1 + third % 15, kind = 'gift', 1 + third % 5, kind = 'add_to_cart' AND third % 12 = 0, 2, 1),
    multiIf(
        kind = 'viewer_count', toNullable(toFloat64(100 + {audience: UInt64} * 0.2 * sin(3.1 * number / {size: UInt64}) + third % 50)),
        kind = 'like_total', toNullable(toFloat64(number * 3)),
        NULL),
    multiIf(
        kind = 'purchase', arraySum(micros), kind = 'refund', micros[1], kind = 'tip', toInt64(1 + third % 20) * 1000000,
        has_price, toInt64((5 + product % 95) * 1000000 + 990000), 0),
    multiIf(has_order, if(nth % 10 < 7, 'EUR', 'USD'), kind = 'tip' OR has_price, if(third % 10 < 7, 'EUR', 'USD'), ''),
    if(kind = 'gift', 1 + third % 100, 0),
    if(kind = 'gift', 'diamond', ''),
    if(kind IN ('chat_message', 'question'), concat(
        ['hello', 'love it', 'is this one there in blue', 'how much', 'size 42', 'again please', 'so nice', 'wow'][1 + third % 8],
        ' ', toString(second % 997), if(kind = 'question' OR third % 7 = 0, '?', '')), ''),
    kind = 'question' OR (kind = 'chat_message' AND third % 7 = 0),
    if(has_item, concat('sku-', toString(product)), ''),
    if(has_order, concat('order-', toString({salt: UInt64}), '-', toString(nth)), ''),
    multiIf(
        kind = 'purchase', arrayMap(one -> concat('sku-', toString(one)), bought),
        kind = 'refund', [concat('sku-', toString(bought[1]))], emptyArrayString()),
    multiIf(kind = 'purchase', arrayMap(one -> '', bought), kind = 'refund', [''], emptyArrayString()),
    multiIf(kind = 'purchase', units, kind = 'refund', [units[1]], emptyArrayUInt64()),
    multiIf(kind = 'purchase', micros, kind = 'refund', [micros[1]], emptyArrayInt64()),
    multiIf(kind = 'purchase', arrayMap(one -> '', bought), kind = 'refund', [''], emptyArrayString()),
    if(is_led, concat('campaign-', toString(({salt: UInt64} + third % 12) % 60)), ''),
    if(is_led AND third % 3 = 0, concat('creator-', toString(third % 40)), ''),
    if(kind = 'link_click', concat('link-', toString(third % 500)), ''),
    if(kind = 'page_view' AND second % 4 = 0, 'newsletter', ''),
    if(kind = 'page_view' AND second % 3 = 0, 'https://www.example.com/', ''),
    if(kind = 'identify', concat('customer-', toString(intDiv(person, 2))), ''),
    if(kind IN ('view_item', 'add_to_cart'), map('colour', ['"red"', '"blue"', '"green"'][1 + second % 3]), map())
FROM numbers({size: UInt64})
SETTINGS max_insert_threads = 1, deduplicate_blocks_in_dependent_materialized_views = 1`;

/** Makes what is not there yet of so many events, show after show, the way that they would have come in. */
export async function* makeEvents(
  client: ClickHouseClient,
  events: number,
): AsyncGenerator<{ which: number; events: number }, void> {
  const result = await client.query({
    query: "SELECT max(seq) AS made FROM events WHERE workspace = {workspace: String}",
    query_params: { workspace: WORKSPACE },
    format: "JSONEachRow",
  });
  const [last] = await result.json<{ made: number }>();
  const made = last?.made ?? 0;
  let seq = 1;
  for (const [which, part] of partsOf(events).entries()) {
    const ends = seq + part.size - 1;
    // One that was being made when this was stopped is made again: the engine knows what it has of it.
    if (made < ends) {
      const sql = `${makeSql(part.show !== "")}, insert_deduplication_token = 'made-${which}'`;
      await client.command({ query: sql, query_params: { ...part, workspace: WORKSPACE, seq, salt: which } });
      yield { which, events: ends };
    }
    seq += part.size;
  }
}

/** Each show, and before it what happens in the shop until the next. */
function partsOf(events: number) {
  const shows = showsOf(events);
  const between = Math.round((events * (1 - IN_SHOWS)) / shows.length);
  const span = YEAR / shows.length;
  const crowd = (size: number) => Math.max(50, Math.floor(size));
  return shows.flatMap(({ id, startsAt, minutes, events: size }, index) => [
    { show: "", start: YEAR_STARTS + Math.floor(index * span), span, size: between, audience: crowd(between / 4) },
    { show: id, start: startsAt, span: minutes * 60_000, size, audience: crowd(size / 6) },
  ]);
}
