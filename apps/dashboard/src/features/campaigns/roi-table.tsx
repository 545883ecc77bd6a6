import { Table, UnstyledButton } from "@mantine/core";
import type { RoiRow } from "../../api/roi.ts";
import { compactMoney, exactMoney } from "../../format/money.ts";
import { compactNumber, compactPercent, exactNumber, UNKNOWN } from "../../format/number.ts";
import { useWords } from "../../i18n/index.ts";
import classes from "./campaigns.module.css";

interface RoiTableProps {
  rows: readonly RoiRow[];
  total: RoiRow;
  groupWord: string;
  nameOf: (key: string) => string;
  /** The key whose waterfall is shown; null: that of the total. */
  chosen: string | null;
  onChoose: (key: string | null) => void;
}

/** All that was spent on a row, in micros. */
export const costOf = ({ costs }: RoiRow): number => Object.values(costs).reduce((sum, amount) => sum + amount, 0);

const COLUMNS = ["cost", "netRevenue", "contribution", "roi", "roas", "poas", "cac", "newCustomers", "aov"] as const;

/** One row per campaign, creator, platform or show, and a total that is that of all orders. */
export function RoiTable({ rows, total, groupWord, nameOf, chosen, onChoose }: RoiTableProps) {
  const { t } = useWords();
  return (
    <Table miw={960} verticalSpacing={6} horizontalSpacing="md">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{groupWord}</Table.Th>
          {COLUMNS.map((column) => (
            <Table.Th key={column} ta="end" title={t(`roi.formula.${column}`)}>
              <abbr className={classes.term}>{t(`roi.column.${column}`)}</abbr>
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((row) => (
          <Table.Tr
            key={`${row.key} ${row.currency}`}
            className={classes.row}
            data-chosen={row.key === chosen || undefined}
          >
            <Table.Th scope="row">
              <UnstyledButton
                className={classes.key}
                aria-pressed={row.key === chosen}
                onClick={() => onChoose(row.key === chosen ? null : row.key)}
              >
                {nameOf(row.key)}
              </UnstyledButton>
            </Table.Th>
            <Cells row={row} />
          </Table.Tr>
        ))}
      </Table.Tbody>
      <Table.Tfoot>
        <Table.Tr className={classes.total} data-chosen={chosen === null || undefined}>
          <Table.Th scope="row">
            <UnstyledButton className={classes.key} aria-pressed={chosen === null} onClick={() => onChoose(null)}>
              {t("roi.total")}
            </UnstyledButton>
          </Table.Th>
          <Cells row={total} />
        </Table.Tr>
      </Table.Tfoot>
    </Table>
  );
}

function Cells({ row }: { row: RoiRow }) {
  const { t, locale } = useWords();
  const { currency } = row;
  const money = (amountMicros: number | null, signed = false) => (
    <Table.Td
      ta="end"
      className="nowrap"
      data-negative={(signed && amountMicros !== null && amountMicros < 0) || undefined}
      title={amountMicros === null ? t("roi.nothingBelow") : exactMoney({ amountMicros, currency }, locale)}
    >
      {amountMicros === null ? UNKNOWN : compactMoney({ amountMicros, currency }, locale)}
    </Table.Td>
  );
  const times = (ratio: number | null) => (
    <Table.Td ta="end" className="nowrap" title={ratio === null ? t("roi.nothingBelow") : exactNumber(ratio, locale)}>
      {ratio === null ? UNKNOWN : t("roi.times", { ratio: compactNumber(ratio, locale) })}
    </Table.Td>
  );
  return (
    <>
      {money(costOf(row))}
      {money(row.netRevenue)}
      {money(row.contribution, true)}
      <Table.Td
        ta="end"
        className="nowrap"
        data-negative={(row.roi !== null && row.roi < 0) || undefined}
        title={row.roi === null ? t("roi.nothingBelow") : exactNumber(row.roi, locale)}
      >
        {row.roi === null ? UNKNOWN : compactPercent(row.roi, locale)}
      </Table.Td>
      {times(row.roas)}
      {times(row.poas)}
      {money(row.cac)}
      <Table.Td ta="end">{exactNumber(row.newCustomers, locale)}</Table.Td>
      {money(row.aov)}
    </>
  );
}
