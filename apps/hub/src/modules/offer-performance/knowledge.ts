import type { KnownProduct, OwnOffer } from "@showpulse/metrics";
import type { LabKnowledge } from "@showpulse/metrics/server";
import type { Offer, OfferItem, Product } from "../../../../../prisma/generated/client.ts";
import type { Database } from "../../database.ts";

/** An offer's row as plain data. */
export function ownOffer({ id, showId, title, kind, stock, durationSeconds, startedAt, endedAt }: Offer): OwnOffer {
  return {
    id,
    show: showId,
    title,
    kind,
    stock,
    durationSeconds,
    startedAt: startedAt?.getTime() ?? null,
    endedAt: endedAt?.getTime() ?? null,
  };
}

/** An offer as the lab compares it: with its products by SKU and what is taken off their list price. */
export function labOffer(offer: Offer & { items: (OfferItem & { product: Product })[] }): LabKnowledge {
  const [listed, asked] = offer.items.reduce(
    ([list, price], { product, priceMicros }) => [list + Number(product.priceMicros), price + Number(priceMicros)],
    [0, 0],
  );
  return {
    ...ownOffer(offer),
    isBlock: offer.switchbackId !== null,
    items: offer.items.map(({ product }) => product.sku),
    // In this order a fifth off is 0.2 exactly, and stands among those of a fifth and more.
    discount: listed > 0 ? Math.max(0, (listed - asked) / listed) : null,
  };
}

/**
 * What the workspace knows of its products' prices and costs, under both names that order lines use: the id, and the
 * SKU that shops know. Deleted ones too: they were sold once.
 */
export async function knownProducts(database: Database, workspaceId: string): Promise<KnownProduct[]> {
  const products = await database.product.findMany({ where: { workspaceId } });
  return products.flatMap((product) => [named(product.id, product), named(product.sku, product)]);
}

function named(item: string, { priceMicros, priceCurrency, costMicros, costCurrency }: Product): KnownProduct {
  return {
    item,
    price: { amountMicros: Number(priceMicros), currency: priceCurrency },
    cost: costMicros === null ? null : { amountMicros: Number(costMicros), currency: costCurrency ?? priceCurrency },
  };
}
