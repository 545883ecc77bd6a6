import type { KnownProduct, OwnOffer } from "@showpulse/metrics";
import type { Offer, Product } from "../../../../../prisma/generated/client.ts";
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
