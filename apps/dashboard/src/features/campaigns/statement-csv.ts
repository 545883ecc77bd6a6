import type { CreatorStatement } from "../../api/creators.ts";
import { toCsv } from "../../charts/save-file.ts";

const HEAD = [
  "creator",
  "at",
  "platform",
  "order",
  "share",
  "currency",
  "revenue",
  "refunds",
  "netRevenue",
  "rate",
  "commission",
  "orders",
  "from",
  "to",
  "model",
];

const units = ({ amountMicros }: { amountMicros: number }) => amountMicros / 1_000_000;

/** A statement as a file: every order, then what is due per currency. All digits, amounts in units of the currency; every row says what was asked. */
export function statementCsv(
  { rate, lines, totals }: CreatorStatement,
  { from, to, model }: { from: string; to: string; model: string },
  name: string,
  totalName: string,
): Blob {
  const amounts = (one: (typeof totals)[number] | (typeof lines)[number]) => [
    one.currency,
    units(one.revenue),
    units(one.refunds),
    units(one.netRevenue),
    rate,
    units(one.commission),
  ];
  const rows = [
    ...lines.map((line) => [
      name,
      line.at,
      line.platform,
      line.order,
      line.share,
      ...amounts(line),
      null,
      from,
      to,
      model,
    ]),
    ...totals.map((total) => [name, totalName, "", "", null, ...amounts(total), total.orders, from, to, model]),
  ];
  return new Blob([toCsv({ head: HEAD, rows })], { type: "text/csv;charset=utf-8" });
}
