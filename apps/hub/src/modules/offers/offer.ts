import { type Static, Type } from "typebox";
import type { Offer, OfferItem, Product } from "../../../../../prisma/generated/client.ts";
import { id, instant, orNull, text, units } from "../../formats.ts";
import { Money, moneyOf } from "../../money.ts";

/** The longest offer: a week. */
export const LONGEST_SECONDS = 7 * 24 * 3600;

export const NewOffer = Type.Object({
  show: id,
  title: text(300),
  items: Type.Array(Type.Object({ product: id, price: Money }), { minItems: 1, maxItems: 100 }),
  startsAt: orNull(instant),
  durationSeconds: Type.Integer({ minimum: 1, maximum: LONGEST_SECONDS }),
  /** Units set aside for the offer; without it there are as many as the products have. */
  stock: orNull(units(0)),
  perShopper: orNull(units(1)),
  kind: Type.Enum(["flash", "coupon", "bundle", "drop"]),
});
export type NewOffer = Static<typeof NewOffer>;
export const OfferParams = Type.Object({ id });

/** An offer with what it is made of. */
export type WholeOffer = Offer & { items: (OfferItem & { product: Product })[] };

/**
 * - `planned`: will start by itself or by hand
 * - `missed`: its whole time passed before anybody or anything started it
 * - `cancelled`: stopped before it started
 */
export type OfferStatus = "planned" | "running" | "ended" | "missed" | "cancelled";

/** When an offer that began at `from` is over, in milliseconds. */
export const endOf = (from: Date, { durationSeconds }: Pick<Offer, "durationSeconds">): number =>
  from.getTime() + durationSeconds * 1000;

export function offerStatus(offer: Offer, now: number): OfferStatus {
  const { startsAt, startedAt, endedAt } = offer;
  if (startedAt !== null) return endedAt === null ? "running" : "ended";
  if (endedAt !== null) return "cancelled";
  return startsAt !== null && endOf(startsAt, offer) <= now ? "missed" : "planned";
}

/** An offer as it leaves the hub. `endsAt`: when it ended or will. */
export function offerView(offer: WholeOffer, now: number) {
  const { id, showId, title, kind, startsAt, durationSeconds, stock, perShopper, startedAt, endedAt } = offer;
  const from = startedAt ?? startsAt;
  return {
    id,
    show: showId,
    title,
    kind,
    status: offerStatus(offer, now),
    items: offer.items.map(({ product, priceMicros, priceCurrency }) => ({
      product: product.id,
      sku: product.sku,
      title: product.title,
      price: moneyOf(priceMicros, priceCurrency),
      listPrice: moneyOf(product.priceMicros, product.priceCurrency),
    })),
    startsAt,
    durationSeconds,
    stock,
    perShopper,
    startedAt,
    endedAt,
    endsAt: endedAt ?? (from === null ? null : new Date(endOf(from, offer))),
    createdAt: offer.createdAt,
  };
}

/** Units that the offer has to give away: its own, else what its products have; of a bundle, whole sets. */
export function unitsOf({ stock, kind, items }: WholeOffer): number {
  if (stock !== null) return stock;
  const free = items.map(({ product }) => Math.max(0, product.stock - product.reserved));
  return kind === "bundle" ? Math.min(...free) : free.reduce((sum, each) => sum + each, 0);
}
