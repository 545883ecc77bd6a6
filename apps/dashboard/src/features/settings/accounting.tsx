import { Skeleton, Table } from "@mantine/core";
import { useAccounting } from "../../api/settings.ts";
import { Empty } from "../../components/empty.tsx";
import { Panel } from "../../components/panel.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { exactNumber } from "../../format/number.ts";
import { useWords } from "../../i18n/index.ts";

const COLUMNS = ["received", "stored", "duplicates", "deadLettered", "waiting"] as const;

/** Whether every event that came in is accounted for, per source. */
export function Accounting() {
  const { t, locale } = useWords();
  const accounting = useAccounting();
  const rows = accounting.data ?? [];
  return (
    <Panel title={t("accounting.title")} aside={t("accounting.identity")} padded={false}>
      {accounting.error && <ProblemNote error={accounting.error} onRetry={() => void accounting.refetch()} />}
      {accounting.isPending && !accounting.error && <Skeleton h={56} m="md" w="auto" />}
      {accounting.data?.length === 0 && <Empty>{t("accounting.empty")}</Empty>}
      {rows.length > 0 && (
        <Table horizontalSpacing="md" verticalSpacing={4}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("accounting.source")}</Table.Th>
              {COLUMNS.map((column) => (
                <Table.Th key={column} ta="end" className="nowrap">
                  {t(`counter.${column}`)}
                </Table.Th>
              ))}
              <Table.Th ta="end">{t("accounting.difference")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((row) => {
              const difference = row.received - row.stored - row.duplicates - row.deadLettered - row.waiting;
              return (
                <Table.Tr key={row.source}>
                  <Table.Th scope="row" fw={400}>
                    <bdi>{row.source}</bdi>
                  </Table.Th>
                  {COLUMNS.map((column) => (
                    <Table.Td key={column} ta="end">
                      {exactNumber(row[column], locale)}
                    </Table.Td>
                  ))}
                  <Table.Td ta="end" {...(difference === 0 ? {} : { c: "red" })}>
                    {exactNumber(difference, locale)}
                  </Table.Td>
                </Table.Tr>
              );
            })}
          </Table.Tbody>
        </Table>
      )}
    </Panel>
  );
}
