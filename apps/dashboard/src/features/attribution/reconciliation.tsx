import { Table } from "@mantine/core";
import { useReconciliation } from "../../api/attribution.ts";
import type { Money } from "../../api/types.ts";
import { Empty } from "../../components/empty.tsx";
import { Loading } from "../../components/loading.tsx";
import { Panel } from "../../components/panel.tsx";
import { PlatformBadge } from "../../components/platform-badge.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { Term } from "../../components/term.tsx";
import { compactMetric, exactMetric } from "../../format/metric.ts";
import { exactNumber, UNKNOWN } from "../../format/number.ts";
import { useWords } from "../../i18n/index.ts";
import classes from "./attribution.module.css";

interface ReconciliationProps {
  from: string;
  to: string;
  lookbackSeconds: number;
}

/** What each platform claims beside what the orders say; what several claim, and what none does. */
export function Reconciliation(request: ReconciliationProps) {
  const { t } = useWords();
  const reconciliation = useReconciliation(request);
  const answer = reconciliation.data;
  return (
    <Panel title={t("reconciliation.title")} padded={false}>
      <p className={classes.caption}>{t("reconciliation.caption")}</p>
      {reconciliation.error ? (
        <div className={classes.padded}>
          <ProblemNote error={reconciliation.error} onRetry={() => void reconciliation.refetch()} />
        </div>
      ) : !answer ? (
        <Loading h={160} m="md" w="auto" />
      ) : answer.platforms.length === 0 && answer.total.orders === 0 ? (
        <Empty>{t("attribution.empty")}</Empty>
      ) : (
        <Table miw={800} verticalSpacing={6} horizontalSpacing="md">
          <Table.Thead>
            <Table.Tr>
              <Table.Th rowSpan={2}>{t("group.platform")}</Table.Th>
              {(["claimed", "found", "foundAlone"] as const).map((column) => (
                <Table.Th key={column} colSpan={2} ta="end">
                  <Term word={t(`reconciliation.${column}`)} formula={t(`reconciliation.formula.${column}`)} />
                </Table.Th>
              ))}
            </Table.Tr>
            <Table.Tr>
              {(["claimed", "found", "foundAlone"] as const).flatMap((column) => [
                <Table.Th key={`${column} orders`} ta="end" fw={400}>
                  {t("reconciliation.orders")}
                </Table.Th>,
                <Table.Th key={`${column} amount`} ta="end" fw={400}>
                  {t("reconciliation.amount")}
                </Table.Th>,
              ])}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {answer.platforms.map(({ platform, claimed, found, foundAlone }) => (
              <Table.Tr key={platform}>
                <Table.Th scope="row">
                  <PlatformBadge platform={platform} />
                </Table.Th>
                <Orders {...claimed} />
                <Orders {...found} />
                <Orders {...foundAlone} />
              </Table.Tr>
            ))}
            {(["claimedBySeveral", "claimedByNone"] as const).map((part) => (
              <Table.Tr key={part}>
                <Table.Th scope="row">{t(`reconciliation.${part}`)}</Table.Th>
                <Table.Td colSpan={2} />
                <Orders {...answer[part]} />
                <Table.Td colSpan={2} />
              </Table.Tr>
            ))}
          </Table.Tbody>
          <Table.Tfoot>
            <Table.Tr className={classes.total}>
              <Table.Th scope="row">{t("roi.total")}</Table.Th>
              <Table.Td colSpan={2} />
              <Orders {...answer.total} />
              <Table.Td colSpan={2} />
            </Table.Tr>
          </Table.Tfoot>
        </Table>
      )}
    </Panel>
  );
}

function Orders({ orders, amount }: { orders: number | null; amount: Money[] | null }) {
  const { t, locale } = useWords();
  const why = t("reconciliation.notReported");
  return (
    <>
      <Table.Td ta="end" title={orders === null ? why : undefined}>
        {orders === null ? UNKNOWN : exactNumber(orders, locale)}
      </Table.Td>
      <Table.Td ta="end" className="nowrap" title={amount === null ? why : exactMetric(amount, "money", locale)}>
        {amount === null ? UNKNOWN : compactMetric(amount, "money", locale)}
      </Table.Td>
    </>
  );
}
