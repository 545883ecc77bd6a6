import { ActionIcon, Table } from "@mantine/core";
import { PRODUCT_ORDERS, type ProductOrder, type ProductPerformance, type ProductTotals } from "../../api/products.ts";
import { FigureText } from "../../components/figure-text.tsx";
import { Icon } from "../../components/icon.tsx";
import { Term } from "../../components/term.tsx";
import { exactNumber } from "../../format/number.ts";
import { useWords } from "../../i18n/index.ts";
import classes from "./audience.module.css";
import { clickRateOf, conversionOf } from "./product-rates.ts";

interface ProductTableProps {
  answer: ProductPerformance;
  titleOf: (item: string) => string;
  /** What is ranked by, the most first. */
  sort: ProductOrder;
  onSort: (sort: ProductOrder) => void;
}

const RATES = { clickRate: clickRateOf, conversion: conversionOf } as const;

/** One line a product, the most of the chosen figure first, and a total over all of them. */
export function ProductTable({ answer: { rows, total, rankedBy }, titleOf, sort, onSort }: ProductTableProps) {
  const { t, locale } = useWords();
  return (
    <Table miw={960} verticalSpacing={6} horizontalSpacing="md">
      <Table.Thead>
        <Table.Tr>
          <Table.Th miw={168}>{t("product.product")}</Table.Th>
          {PRODUCT_ORDERS.map((column) => (
            <Table.Th key={column} ta="end" aria-sort={column === sort ? "descending" : undefined}>
              <span className={classes.sorted}>
                <Term word={t(`products.column.${column}`)} formula={t(`products.formula.${column}`)} />
                <ActionIcon
                  size="xs"
                  variant={column === sort ? "light" : "subtle"}
                  color={column === sort ? "pulse" : "gray"}
                  aria-label={t("products.sortBy", { figure: t(`products.column.${column}`) })}
                  aria-pressed={column === sort}
                  onClick={() => onSort(column)}
                >
                  <Icon name="down" size={12} />
                </ActionIcon>
              </span>
            </Table.Th>
          ))}
          {(["clickRate", "conversion", "shows"] as const).map((column) => (
            <Table.Th key={column} ta="end">
              <Term word={t(`products.column.${column}`)} formula={t(`products.formula.${column}`)} />
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((row) => (
          <Table.Tr key={row.item}>
            <Table.Th scope="row">
              <bdi title={row.item}>{titleOf(row.item)}</bdi>
            </Table.Th>
            <Figures of={row} currency={rankedBy} />
            <Table.Td ta="end">{exactNumber(row.shows, locale)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
      <Table.Tfoot>
        <Table.Tr className={classes.total}>
          <Table.Th scope="row">{t("products.all")}</Table.Th>
          <Figures of={total} currency={rankedBy} />
          <Table.Td />
        </Table.Tr>
      </Table.Tfoot>
    </Table>
  );
}

function Figures({ of, currency }: { of: ProductTotals; currency: string | null }) {
  const { t } = useWords();
  return (
    <>
      {PRODUCT_ORDERS.map((column) => (
        <Table.Td key={column} ta="end">
          <FigureText
            value={of[column]}
            reading={column === "revenue" ? "money" : "count"}
            currency={currency}
            whyUnknown={t("products.unknown")}
          />
        </Table.Td>
      ))}
      {(["clickRate", "conversion"] as const).map((rate) => (
        <Table.Td key={rate} ta="end">
          <FigureText value={RATES[rate](of)} reading="rate" whyUnknown={t("roi.nothingBelow")} />
        </Table.Td>
      ))}
    </>
  );
}
