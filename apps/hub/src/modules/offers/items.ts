import type { Database } from "../../database.ts";
import { Problem } from "../../problem.ts";
import { notOwn } from "../../references.ts";
import type { NewOffer } from "./offer.ts";

/**
 * The rows of an offer's items.
 * @throws Problem 404 for products that this workspace does not have, 400 for one named twice or priced in another
 * currency than the product's, since what the offer saves could not be told
 */
export async function itemRows(database: Database, workspaceId: string, items: NewOffer["items"], pointer = "/items") {
  const ids = items.map(({ product }) => product);
  const products = await database.product.findMany({ where: { workspaceId, id: { in: ids }, deletedAt: null } });
  const currencies = new Map(products.map(({ id, priceCurrency }) => [id, priceCurrency]));
  const missing = items.flatMap(({ product }, index) =>
    currencies.has(product) ? [] : [{ pointer: `${pointer}/${index}/product`, what: "product" }],
  );
  if (missing.length > 0) throw notOwn(missing);
  const errors = items.flatMap(({ product, price }, index) => [
    ...(ids.indexOf(product) === index
      ? []
      : [{ pointer: `${pointer}/${index}/product`, detail: "stands among the items already" }]),
    ...(currencies.get(product) === price.currency
      ? []
      : [
          {
            pointer: `${pointer}/${index}/price/currency`,
            detail: `must be the product's: ${currencies.get(product)}`,
          },
        ]),
  ]);
  if (errors.length > 0) {
    const detail = errors.map(({ pointer, detail }) => `${pointer} ${detail}`).join("; ");
    throw new Problem(400, "Bad Request", { detail: `The items do not fit: ${detail}.`, errors });
  }
  return items.map(({ product, price }) => ({
    productId: product,
    priceMicros: price.amountMicros,
    priceCurrency: price.currency,
  }));
}
