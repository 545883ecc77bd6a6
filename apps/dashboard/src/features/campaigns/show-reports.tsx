import { Table } from "@mantine/core";
import type { ShowResultAnswer } from "../../api/show-result.ts";
import { Panel } from "../../components/panel.tsx";
import { PlatformBadge } from "../../components/platform-badge.tsx";
import { Term } from "../../components/term.tsx";
import { exactMetric } from "../../format/metric.ts";
import { exactNumber, UNKNOWN } from "../../format/number.ts";
import { useWords } from "../../i18n/index.ts";
import classes from "./campaigns.module.css";

const COLUMNS = ["claimedOrders", "claimed", "orders", "paid"] as const;

/** What platforms reported of the show beside its orders there; nothing where none did. */
export function ShowReports({ answer: { reports } }: { answer: ShowResultAnswer }) {
  const { t, locale } = useWords();
  if (reports.every(({ claimedOrders, claimed }) => claimedOrders === null && claimed === null)) return null;
  const why = t("reconciliation.notReported");
  return (
    <Panel title={t("showReports.title")} padded={false}>
      <p className={classes.caption}>{t("reconciliation.caption")}</p>
      <Table miw={560} verticalSpacing={6} horizontalSpacing="md">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("group.platform")}</Table.Th>
            {COLUMNS.map((column) => (
              <Table.Th key={column} ta="end">
                <Term word={t(`showReports.${column}`)} formula={t(`showReports.formula.${column}`)} />
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {reports.map(({ platform, claimedOrders, claimed, orders, paid }) => (
            <Table.Tr key={platform}>
              <Table.Th scope="row">
                <PlatformBadge platform={platform} />
              </Table.Th>
              <Table.Td ta="end" title={claimedOrders === null ? why : undefined}>
                {claimedOrders === null ? UNKNOWN : exactNumber(claimedOrders, locale)}
              </Table.Td>
              <Table.Td ta="end" className="nowrap" title={claimed === null ? why : undefined}>
                {claimed === null ? UNKNOWN : exactMetric(claimed, "money", locale)}
              </Table.Td>
              <Table.Td ta="end">{exactNumber(orders, locale)}</Table.Td>
              <Table.Td ta="end" className="nowrap">
                {exactMetric(paid, "money", locale)}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Panel>
  );
}
