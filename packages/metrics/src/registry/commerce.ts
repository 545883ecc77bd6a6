import { count, type Definition, figure, people, ratio } from "./define.ts";

/** From seeing a product to buying it. */
export const commerce: Definition[] = [
  count("product_impressions", "Product impressions", "`view_promotion` + `view_item`", "events"),
  count("product_clicks", "Product clicks", "`select_item` + `select_promotion`", "events"),
  ratio(
    "product_ctr_per_view",
    "Product clicks per view",
    "product clicks ÷ views",
    { of: "product_clicks", per: "views" },
    { platformNames: [{ platform: "tiktok", name: "CTR", difference: "this one: clicks ÷ views, not ÷ impressions" }] },
  ),
  ratio("product_ctr_per_impression", "Product clicks per impression", "product clicks ÷ product impressions", {
    of: "product_clicks",
    per: "product_impressions",
  }),
  count("item_lines", "Paid item lines", "lines of paid orders", "lines"),
  ratio(
    "ctor_item",
    "Click to order, by item",
    "paid item lines ÷ product clicks",
    { of: "item_lines", per: "product_clicks" },
    { platformNames: [{ platform: "tiktok", name: "CTOR (SKU orders)", difference: "the same" }] },
  ),
  ratio(
    "ctor_order",
    "Click to order",
    "orders ÷ product clicks",
    { of: "orders", per: "product_clicks" },
    { platformNames: [{ platform: "tiktok", name: "CTOR (main orders)", difference: "the same" }] },
  ),
  people("people_clicking", "People clicking products", "distinct actors with `select_item` or `select_promotion`"),
  people("people_with_cart", "People with a cart", "distinct actors with `add_to_cart`"),
  ratio("add_to_cart_rate", "Add-to-cart rate", "actors adding ÷ actors clicking", {
    of: "people_with_cart",
    per: "people_clicking",
  }),
  figure(
    "cart_abandonment",
    "Carts abandoned",
    "1 − (actors with a cart who bought within 24 h of an `add_to_cart`) ÷ actors with a cart",
    "ratio",
    "ratio",
    { live: false },
  ),
  ratio(
    "conversion_rate",
    "Conversion",
    "buyers ÷ viewers_unique",
    { of: "buyers", per: "viewers_unique" },
    {
      platformNames: [
        {
          platform: "trade press",
          name: "conversion up to 30 %",
          difference: "buyers ÷ engaged viewers: given beside",
        },
        { platform: "lazada", name: "conversion rate", difference: "buyers ÷ people who clicked a product" },
      ],
    },
  ),
  ratio(
    "conversion_rate_engaged",
    "Conversion of the engaged",
    "buyers ÷ engaged people",
    { of: "buyers", per: "engaged_people" },
    {
      platformNames: [
        { platform: "firework", name: "conversion rate", difference: "only those engaged who bought, within 30 days" },
      ],
    },
  ),
  count("orders", "Orders", "paid orders, each once by its order id", "orders", {
    platformNames: [{ platform: "tiktok_shop", name: "main orders", difference: "the same" }],
  }),
  count("items_sold", "Items sold", "Σ quantity of the lines of paid orders", "units", {
    platformNames: [{ platform: "tiktok_shop", name: "items sold", difference: "the same" }],
  }),
  people("buyers", "Buyers", "distinct actors with a `purchase`", {
    platformNames: [{ platform: "tiktok_shop", name: "customers", difference: "the same" }],
  }),
  people("buyers_new", "New buyers", "buyers whose first order ever is in the show", { live: false }),
  count("orders_refunded", "Refunded orders", "paid orders with at least one `refund`", "orders"),
  ratio("refund_rate", "Refund rate", "refunded orders ÷ orders", { of: "orders_refunded", per: "orders" }),
];
