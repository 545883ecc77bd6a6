import type { Draft } from "./draft.ts";
import {
  FLASH_SALE_ENDED,
  type RawAuction,
  type RawFlashSale,
  type RawProduct,
  type RawShopping,
  type RawVoucher,
} from "./messages.external.ts";
import { count, identifier, instant, objects, text } from "./read.ts";

/**
 * Pins, flash sales, vouchers and auctions: what is shown and what is left, never what was bought (TikTok LIVE does
 * not tell). An offer is told again and again while it runs; it starts and ends once, by its own id.
 */
export function shoppingEvents(raw: RawShopping, time: number): Draft[] {
  const commerce = raw.oecLiveShoppingMessageV2?.commerceInfo;
  const products = objects(commerce?.productInfo);
  const vouchers = [raw.voucher, ...objects(commerce?.voucherInfo)];
  const auctions = [commerce?.auctionInfo, ...products.map(({ auctionInfo }) => auctionInfo)];
  const drafts = [
    ...pin(raw),
    ...objects(raw.flashSaleAtmosphereInfo).flatMap((sale) => flashSale(sale, time)),
    ...products.flatMap(liveFlashSale),
    ...vouchers.flatMap((voucher) => (voucher ? started(voucher) : [])),
    ...auctions.flatMap((auction) => (auction ? auctioned(auction, time) : [])),
  ];
  // One message may name the same thing in its old and in its new form.
  return [...new Map(drafts.map((draft) => [draft.id ?? draft.suffix ?? draft.type, draft])).values()];
}

function pin({ popProduct, oecLiveShoppingMessageV2 }: RawShopping): Draft[] {
  const commerce = oecLiveShoppingMessageV2?.commerceInfo;
  const item = identifier(popProduct?.productId) ?? identifier(commerce?.popCardInfo?.popProductId);
  if (item === undefined) return [];
  const listed = objects(commerce?.productInfo).find(({ productId }) => identifier(productId) === item);
  const itemName = text(popProduct?.title, 1024) ?? text(listed?.title?.text, 1024);
  const price = text(popProduct?.price, 256);
  return [
    { type: "product_pinned", data: { item, ...(itemName && { itemName }), ...(price && { properties: { price } }) } },
  ];
}

type Phase = "offer_announced" | "offer_started" | "offer_ended";

/** Where an offer stands at `time`, by its own clock where it has one. */
function phase(time: number, start: unknown, end: unknown, over: boolean): Phase {
  const startsAt = instant(start);
  const endsAt = instant(end);
  if (over || (endsAt !== undefined && endsAt <= time)) return "offer_ended";
  return startsAt !== undefined && startsAt > time ? "offer_announced" : "offer_started";
}

function stage(type: Phase | "offer_sold_out", offer: string, kind: string, item: string | undefined): Draft {
  return { type, id: `offer/${offer}/${type}`, data: { offer, ...(item && { item }), properties: { kind } } };
}

function flashSale(
  { productId, activityId, flashSaleAtmosphere: clock, flashSaleStock }: RawFlashSale,
  time: number,
): Draft[] {
  const offer = identifier(activityId);
  if (offer === undefined) return [];
  const item = identifier(productId);
  const over = count(clock?.status) === FLASH_SALE_ENDED;
  const drafts = [stage(phase(time, clock?.startTime, clock?.endTime, over), offer, "flash", item)];
  return flashSaleStock ? [...drafts, ...stock(offer, item, count(flashSaleStock.activityStock))] : drafts;
}

function liveFlashSale({ productId, liveFlashSaleInfo: sale }: RawProduct): Draft[] {
  const offer = identifier(sale?.activityId);
  if (!sale || offer === undefined) return [];
  const item = identifier(productId);
  const type = count(sale.status) === FLASH_SALE_ENDED ? "offer_ended" : "offer_started";
  return [stage(type, offer, "flash", item), ...stock(offer, item, count(sale.availableStock))];
}

function stock(offer: string, item: string | undefined, left: number): Draft[] {
  const gauge: Draft = {
    type: "offer_stock",
    suffix: `stock/${offer}`,
    data: { offer, value: left, ...(item && { item }) },
  };
  return left === 0 ? [gauge, stage("offer_sold_out", offer, "flash", item)] : [gauge];
}

function started({ voucherTypeId }: RawVoucher): Draft[] {
  const voucher = identifier(voucherTypeId);
  if (voucher === undefined) return [];
  const { data, ...draft } = stage("offer_started", voucher, "coupon", undefined);
  return [{ ...draft, data: { ...data, coupon: voucher } }];
}

function auctioned({ auctionId, productId, startTime, endTime, auctionWinner }: RawAuction, time: number): Draft[] {
  const offer = identifier(auctionId);
  if (offer === undefined) return [];
  const over = identifier(auctionWinner?.userId) !== undefined;
  return [stage(phase(time, startTime, endTime, over), offer, "auction", identifier(productId))];
}
