import type { RoiAnswer, RoiFigures } from "../../api/roi.ts";
import type { Money } from "../../api/types.ts";
import { toCsv } from "../../charts/save-file.ts";

const HEAD = [
  "key",
  "currency",
  "revenue",
  "refunds",
  "netRevenue",
  "goodsCost",
  "allCosts",
  "contribution",
  "roi",
  "roas",
  "poas",
  "mer",
  "merCostShare",
  "cac",
  "cacNew",
  "orders",
  "buyers",
  "newCustomers",
  "newFromPaid",
  "aov",
  "from",
  "to",
  "model",
];

/** Of which days, both included, and by whose credit the figures are. */
interface Asked {
  from: string;
  to: string;
  model: string;
}

/** The ledger as a file: all digits, amounts in units of the row's currency, shares as 0–1; every row says what was asked. */
export function csvOf(
  { rows, total, otherTotals }: RoiAnswer,
  { from, to, model }: Asked,
  nameOf: (key: string) => string,
  totalName: string,
): Blob {
  const lines = [
    ...rows.map((row) => lineOf(nameOf(row.key), row)),
    ...[total, ...otherTotals].map((figures) => lineOf(totalName, figures)),
  ];
  const asked = lines.map((line) => [...line, from, to, model]);
  return new Blob([toCsv({ head: HEAD, rows: asked })], { type: "text/csv;charset=utf-8" });
}

const units = (money: Money | null) => (money === null ? null : money.amountMicros / 1_000_000);

const lineOf = (name: string, row: RoiFigures) => [
  name,
  row.currency,
  units(row.revenue),
  units(row.refunds),
  units(row.netRevenue),
  units(row.goodsCost),
  units(row.allCosts),
  units(row.contribution),
  row.roi,
  row.roas,
  row.poas,
  row.mer,
  row.merCostShare,
  units(row.cac),
  units(row.cacNew),
  row.orders,
  row.buyers,
  row.newCustomers,
  row.newFromPaid,
  units(row.aov),
];
