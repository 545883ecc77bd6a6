import { Table, UnstyledButton } from "@mantine/core";
import type { RoiFigures, RoiRow } from "../../api/roi.ts";
import type { Money } from "../../api/types.ts";
import { Term } from "../../components/term.tsx";
import { compactMoney, exactMoney } from "../../format/money.ts";
import { compactNumber, compactPercent, exactNumber, exactPercent, UNKNOWN } from "../../format/number.ts";
import { useWords } from "../../i18n/index.ts";
import classes from "./campaigns.module.css";

interface RoiTableProps {
  rows: readonly RoiRow[];
  /** In the reporting currency, then what has no rate to it. */
  totals: readonly RoiFigures[];
  groupWord: string;
  nameOf: (key: string) => string;
  /** The row whose waterfall is shown; null: that of the total. */
  chosen: string | null;
  onChoose: (key: string | null) => void;
}

/** A key has a row per currency where a rate is missing. */
export const rowId = ({ key, currency }: RoiRow): string => `${currency} ${key}`;

const COLUMNS = ["cost", "netRevenue", "contribution", "roi", "roas", "poas", "cac", "newCustomers", "aov"] as const;

/** One row per campaign, creator, platform or show, and a total that is that of all orders. */
export function RoiTable({ rows, totals, groupWord, nameOf, chosen, onChoose }: RoiTableProps) {
  const { t } = useWords();
  return (
    <Table miw={960} verticalSpacing={6} horizontalSpacing="md">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{groupWord}</Table.Th>
          {COLUMNS.map((column) => (
            <Table.Th key={column} ta="end">
              <Term word={t(`roi.column.${column}`)} formula={t(`roi.formula.${column}`)} />
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((row) => (
          <Table.Tr key={rowId(row)} className={classes.row} data-chosen={rowId(row) === chosen || undefined}>
            <Table.Th scope="row">
              <UnstyledButton
                className={classes.key}
                aria-pressed={rowId(row) === chosen}
                onClick={() => onChoose(rowId(row) === chosen ? null : rowId(row))}
              >
                {nameOf(row.key)}
              </UnstyledButton>
            </Table.Th>
            <Cells row={row} />
          </Table.Tr>
        ))}
      </Table.Tbody>
      <Table.Tfoot>
        {totals.map((total, index) => (
          <Table.Tr
            key={total.currency}
            className={classes.total}
            data-chosen={(index === 0 && chosen === null) || undefined}
          >
            <Table.Th scope="row">
              {index === 0 ? (
                <UnstyledButton className={classes.key} aria-pressed={chosen === null} onClick={() => onChoose(null)}>
                  {t("roi.total")}
                </UnstyledButton>
              ) : (
                t("roi.totalIn", { currency: total.currency })
              )}
            </Table.Th>
            <Cells row={total} />
          </Table.Tr>
        ))}
      </Table.Tfoot>
    </Table>
  );
}

function Cells({ row }: { row: RoiFigures }) {
  const { t, locale } = useWords();
  const money = (amount: Money | null) => (
    <Table.Td
      ta="end"
      className="nowrap"
      data-negative={(amount !== null && amount.amountMicros < 0) || undefined}
      title={amount === null ? t("roi.nothingBelow") : exactMoney(amount, locale)}
    >
      <bdi>{amount === null ? UNKNOWN : compactMoney(amount, locale)}</bdi>
    </Table.Td>
  );
  const times = (ratio: number | null) => (
    <Table.Td ta="end" className="nowrap" title={ratio === null ? t("roi.nothingBelow") : exactNumber(ratio, locale)}>
      <bdi>{ratio === null ? UNKNOWN : t("roi.times", { ratio: compactNumber(ratio, locale) })}</bdi>
    </Table.Td>
  );
  return (
    <>
      {money(row.allCosts)}
      {money(row.netRevenue)}
      {money(row.contribution)}
      <Table.Td
        ta="end"
        className="nowrap"
        data-negative={(row.roi !== null && row.roi < 0) || undefined}
        title={row.roi === null ? t("roi.nothingBelow") : exactPercent(row.roi, locale)}
      >
        <bdi>{row.roi === null ? UNKNOWN : compactPercent(row.roi, locale)}</bdi>
      </Table.Td>
      {times(row.roas)}
      {times(row.poas)}
      {money(row.cac)}
      <Table.Td ta="end">{exactNumber(row.newCustomers, locale)}</Table.Td>
      {money(row.aov)}
    </>
  );
}
