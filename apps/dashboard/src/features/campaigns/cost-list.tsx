import { Table } from "@mantine/core";
import { type Campaign, type Cost, useCosts, useUndoCosts } from "../../api/campaigns.ts";
import { useCreators } from "../../api/creators.ts";
import { useMay } from "../../api/session.ts";
import { useShows } from "../../api/shows.ts";
import { ActionsHead } from "../../components/actions-head.tsx";
import { Empty } from "../../components/empty.tsx";
import { Loading } from "../../components/loading.tsx";
import { Panel } from "../../components/panel.tsx";
import { PlatformBadge } from "../../components/platform-badge.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { RemoveButton } from "../../components/remove-button.tsx";
import { showUndo } from "../../components/undo.tsx";
import { exactMoney } from "../../format/money.ts";
import { UNKNOWN } from "../../format/number.ts";
import { day } from "../../format/time.ts";
import { useWords } from "../../i18n/index.ts";
import classes from "./campaigns.module.css";

/** What was spent on one campaign, entry by entry. */
export function CostList({ campaign }: { campaign: Campaign }) {
  const { t, locale } = useWords();
  const costs = useCosts(campaign.id);
  const creators = useCreators();
  const shows = useShows();
  const undo = useUndoCosts();
  const mayPlan = useMay("plan");
  const remove = ({ id }: Cost) =>
    undo.mutate(
      { ids: [id] },
      {
        onSuccess: () => showUndo(t("cost.removed"), t("action.undo"), () => undo.mutate({ ids: [id], redo: true })),
      },
    );
  return (
    <Panel title={t("cost.of", { name: campaign.name })} padded={false}>
      {costs.error ? (
        <div className={classes.padded}>
          <ProblemNote error={costs.error} onRetry={() => void costs.refetch()} />
        </div>
      ) : costs.isPending ? (
        <Loading h={120} m="md" w="auto" />
      ) : costs.data.length === 0 ? (
        <Empty>{t("cost.empty")}</Empty>
      ) : (
        <Table miw={640} verticalSpacing={4} horizontalSpacing="md">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("cost.day")}</Table.Th>
              <Table.Th>{t("cost.kindOf")}</Table.Th>
              <Table.Th ta="end">{t("cost.amount")}</Table.Th>
              <Table.Th>{t("group.platform")}</Table.Th>
              <Table.Th>{t("group.creator")}</Table.Th>
              <Table.Th>{t("group.show")}</Table.Th>
              <ActionsHead />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {costs.data.map((cost) => (
              <Table.Tr key={cost.id}>
                <Table.Td className="nowrap">{day(`${cost.day}T12:00`, locale)}</Table.Td>
                <Table.Td>{t(`cost.kind.${cost.kind}`)}</Table.Td>
                <Table.Td ta="end" className="nowrap">
                  {exactMoney(cost, locale)}
                </Table.Td>
                <Table.Td>{cost.platform ? <PlatformBadge platform={cost.platform} /> : UNKNOWN}</Table.Td>
                <Table.Td>
                  {creators.data?.find(({ id }) => id === cost.creator)?.name ?? cost.creator ?? UNKNOWN}
                </Table.Td>
                <Table.Td>{shows.data?.find(({ id }) => id === cost.show)?.title ?? cost.show ?? UNKNOWN}</Table.Td>
                <Table.Td ta="end">
                  {mayPlan && <RemoveButton label={t("cost.remove")} onClick={() => remove(cost)} />}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Panel>
  );
}
