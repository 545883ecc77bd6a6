import type { ProductPerformance, ProductTotals } from "../../api/products.ts";
import { toCsv } from "../../charts/save-file.ts";
import { clickRateOf, conversionOf } from "./product-rates.ts";

const COUNTS = ["units", "orders", "impressions", "clicks", "carts"] as const;

/** The table as a file: all digits, amounts in units, a column a currency. What is unknown is an empty cell. */
export function productCsv(
  { rows, total }: ProductPerformance,
  titleOf: (item: string) => string,
  totalName: string,
): Blob {
  const currencies = total.revenue?.map(({ currency }) => currency) ?? [];
  const amounts = ({ revenue }: ProductTotals) =>
    currencies.map((currency) => {
      const money = revenue?.find((one) => one.currency === currency);
      return revenue === null ? null : (money?.amountMicros ?? 0) / 1_000_000;
    });
  const figures = (of: ProductTotals) => [
    ...amounts(of),
    ...COUNTS.map((count) => of[count]),
    clickRateOf(of),
    conversionOf(of),
  ];
  const head = ["item", "title", ...currencies.map((currency) => `revenue ${currency}`), ...COUNTS];
  const table = {
    head: [...head, "clickRate", "conversion", "shows"],
    rows: [
      ...rows.map((row) => [row.item, titleOf(row.item), ...figures(row), row.shows]),
      ["", totalName, ...figures(total), null],
    ],
  };
  return new Blob([toCsv(table)], { type: "text/csv;charset=utf-8" });
}
