import type { AudiencePeriod } from "../../api/audience.ts";
import type { ProductPerformance, ProductTotals } from "../../api/products.ts";
import { toCsv } from "../../charts/save-file.ts";
import { clickRateOf, conversionOf } from "./product-rates.ts";

const COUNTS = ["units", "orders", "impressions", "clicks", "carts"] as const;

/** The table as a file: all digits, amounts in units, a column a currency, the period in every row. What is unknown is an empty cell. */
export function productCsv(
  { rows, total }: ProductPerformance,
  { from, to }: Pick<AudiencePeriod, "from" | "to">,
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
    head: [...head, "clickRate", "conversion", "shows", "from", "to"],
    rows: [
      ...rows.map((row) => [row.item, titleOf(row.item), ...figures(row), row.shows, from, to]),
      ["", totalName, ...figures(total), null, from, to],
    ],
  };
  return new Blob([toCsv(table)], { type: "text/csv;charset=utf-8" });
}
