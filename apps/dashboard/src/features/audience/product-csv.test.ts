import { expect, test } from "vitest";
import { productCsv } from "./product-csv.ts";

const eur = (amountMicros: number) => ({ amountMicros, currency: "EUR" });

const period = { from: "2026-11-01", to: "2026-11-30" };

test("a file has all digits, a column a currency, and no figure where none was measured", async () => {
  const total = {
    revenue: [eur(20_000_001), { amountMicros: 5_000_000, currency: "USD" }],
    units: 3,
    orders: 2,
    impressions: null,
    clicks: 0,
    carts: null,
  };
  const row = { ...total, item: "mug", revenue: [eur(20_000_001)], units: 2, orders: 1, clicks: 4, shows: 1 };
  const file = productCsv(
    { rows: [row], total: { ...total, products: 2 }, rankedBy: "EUR" },
    period,
    () => "Mug, blue",
    "All",
  );
  expect((await file.text()).split("\r\n")).toEqual([
    "item,title,revenue EUR,revenue USD,units,orders,impressions,clicks,carts,clickRate,conversion,shows,from,to",
    'mug,"Mug, blue",20.000001,0,2,1,,4,,,0.25,1,2026-11-01,2026-11-30',
    ",All,20.000001,5,3,2,,0,,,,,2026-11-01,2026-11-30",
  ]);
});
