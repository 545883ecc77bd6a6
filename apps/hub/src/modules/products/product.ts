import { Type } from "typebox";
import type { Product } from "../../../../../prisma/generated/client.ts";
import { id, orNull, text, units } from "../../formats.ts";
import { Money, moneyOf } from "../../money.ts";

const image = Type.Refine(
  text(2048),
  (value) => URL.canParse(value) && ["http:", "https:"].includes(new URL(value).protocol),
  () => "must be an http or https address",
);

export const NewProduct = Type.Object({
  sku: text(128),
  title: text(300),
  price: Money,
  cost: orNull(Money),
  stock: units(0),
  image: orNull(image),
});
export type NewProduct = Type.Static<typeof NewProduct>;
export const ProductChange = Type.Partial(NewProduct);
export const ProductParams = Type.Object({ id });

/** A product as it leaves the hub. `stock` is what there is, `reserved` what of it unpaid checkouts hold. */
export function productView(product: Product) {
  const { id, sku, title, stock, reserved, image, createdAt } = product;
  return {
    id,
    sku,
    title,
    price: moneyOf(product.priceMicros, product.priceCurrency),
    cost: moneyOf(product.costMicros, product.costCurrency),
    stock,
    reserved,
    image,
    createdAt,
  };
}

/** The columns of what a body names. */
export function productColumns({ sku, title, price, cost, stock, image }: Type.Static<typeof ProductChange>) {
  return {
    ...(sku === undefined ? {} : { sku }),
    ...(title === undefined ? {} : { title }),
    ...(price === undefined ? {} : { priceMicros: price.amountMicros, priceCurrency: price.currency }),
    ...(cost === undefined ? {} : { costMicros: cost?.amountMicros ?? null, costCurrency: cost?.currency ?? null }),
    ...(stock === undefined ? {} : { stock }),
    ...(image === undefined ? {} : { image }),
  };
}
