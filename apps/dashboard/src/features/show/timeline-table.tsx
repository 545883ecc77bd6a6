import { Table } from "@mantine/core";
import type { ChartRow, ChartSeries } from "../../charts/timeline-chart.tsx";
import { Scrolled } from "../../components/scrolled.tsx";
import { UNKNOWN } from "../../format/number.ts";
import { useWords } from "../../i18n/index.ts";
import classes from "./show.module.css";

interface TimelineTableProps {
  rows: readonly ChartRow[];
  series: readonly ChartSeries[];
  formatTime: (time: number) => string;
  write: (value: number) => string;
}

/** The chart's figures, newest first. */
export function TimelineTable({ rows, series, formatTime, write }: TimelineTableProps) {
  const { t } = useWords();
  return (
    <Scrolled className={classes.scroll} role="region" aria-label={t("timeline.asTable")}>
      <Table stickyHeader verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("timeline.time")}</Table.Th>
            {series.map(({ key, name }) => (
              <Table.Th key={key} ta="end">
                {name}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.toReversed().map((row) => (
            <Table.Tr key={row.time}>
              <Table.Th scope="row" fw={400}>
                {formatTime(row.time)}
              </Table.Th>
              {series.map(({ key }) => {
                const value = row.values[key] ?? null;
                return (
                  <Table.Td key={key} ta="end">
                    {value === null ? UNKNOWN : write(value)}
                  </Table.Td>
                );
              })}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Scrolled>
  );
}
