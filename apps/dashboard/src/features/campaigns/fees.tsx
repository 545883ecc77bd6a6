import { Button, Table } from "@mantine/core";
import { useState } from "react";
import { type Fee, useFeeChanges, useFees } from "../../api/fees.ts";
import { useMay } from "../../api/session.ts";
import { ActionsHead } from "../../components/actions-head.tsx";
import { Empty } from "../../components/empty.tsx";
import { Loading } from "../../components/loading.tsx";
import { Panel } from "../../components/panel.tsx";
import { PlatformBadge } from "../../components/platform-badge.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { RemoveButton } from "../../components/remove-button.tsx";
import { showUndo } from "../../components/undo.tsx";
import { exactMoney } from "../../format/money.ts";
import { exactPercent, UNKNOWN } from "../../format/number.ts";
import { day } from "../../format/time.ts";
import { useWords } from "../../i18n/index.ts";
import classes from "./campaigns.module.css";
import { FeeForm } from "./fee-form.tsx";

/** What platforms keep of each order, by rule. */
export function Fees() {
  const { t, locale } = useWords();
  const fees = useFees();
  const changes = useFeeChanges();
  const mayPlan = useMay("plan");
  const [changed, setChanged] = useState<Fee | null>(null);
  const remove = ({ id, name }: Fee) =>
    changes.remove.mutate(id, {
      onSuccess: () => showUndo(t("campaign.removed", { name }), t("action.undo"), () => changes.restore.mutate(id)),
    });
  return (
    <Panel title={t("fee.title")} padded={false}>
      <p className={classes.caption}>{t("fee.caption")}</p>
      {fees.error ? (
        <div className={classes.padded}>
          <ProblemNote error={fees.error} onRetry={() => void fees.refetch()} />
        </div>
      ) : fees.isPending ? (
        <Loading h={80} m="md" w="auto" />
      ) : fees.data.length === 0 ? (
        <Empty>{t("fee.empty")}</Empty>
      ) : (
        <Table miw={640} verticalSpacing={4} horizontalSpacing="md">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("group.platform")}</Table.Th>
              <Table.Th>{t("keys.name")}</Table.Th>
              <Table.Th>{t("fee.from")}</Table.Th>
              <Table.Th ta="end">{t("fee.rate")}</Table.Th>
              <Table.Th ta="end">{t("fee.perOrder")}</Table.Th>
              <ActionsHead />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {inOrder(fees.data).map((fee) => (
              <Table.Tr key={fee.id} className={classes.row} data-chosen={fee.id === changed?.id || undefined}>
                <Table.Td>
                  <PlatformBadge platform={fee.platform} />
                </Table.Td>
                <Table.Th scope="row">{fee.name}</Table.Th>
                <Table.Td className="nowrap">{day(`${fee.from}T12:00`, locale)}</Table.Td>
                <Table.Td ta="end">{exactPercent(fee.rate, locale)}</Table.Td>
                <Table.Td ta="end">{fee.perOrder === null ? UNKNOWN : exactMoney(fee.perOrder, locale)}</Table.Td>
                <Table.Td ta="end" className="nowrap">
                  {mayPlan && (
                    <span className={classes.tools}>
                      <Button
                        size="compact-sm"
                        variant="subtle"
                        aria-label={t("fee.change", { name: fee.name })}
                        onClick={() => setChanged(fee)}
                      >
                        {t("action.change")}
                      </Button>
                      <RemoveButton label={t("campaign.remove", { name: fee.name })} onClick={() => remove(fee)} />
                    </span>
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      {mayPlan && <FeeForm key={changed?.id ?? "new"} fee={changed} onDone={() => setChanged(null)} />}
    </Panel>
  );
}

/** Rules that follow each other stand under each other, the newest first. */
const inOrder = (fees: readonly Fee[]): Fee[] =>
  fees.toSorted(
    (a, b) => a.platform.localeCompare(b.platform) || a.name.localeCompare(b.name) || b.from.localeCompare(a.from),
  );
