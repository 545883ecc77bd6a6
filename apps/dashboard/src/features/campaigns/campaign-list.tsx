import { Progress, Table, UnstyledButton } from "@mantine/core";
import { type Campaign, useRemoveCampaign } from "../../api/campaigns.ts";
import { useMay } from "../../api/session.ts";
import { ActionsHead } from "../../components/actions-head.tsx";
import { RemoveButton } from "../../components/remove-button.tsx";
import { showUndo } from "../../components/undo.tsx";
import { exactMetric } from "../../format/metric.ts";
import { exactMoney } from "../../format/money.ts";
import { compactPercent, UNKNOWN } from "../../format/number.ts";
import { day } from "../../format/time.ts";
import { useWords } from "../../i18n/index.ts";
import classes from "./campaigns.module.css";

interface CampaignListProps {
  campaigns: readonly Campaign[];
  chosen: string | undefined;
  onChoose: (id: string) => void;
}

/** Of each campaign: when it runs, what it may cost, and how much of that is spent. */
export function CampaignList({ campaigns, chosen, onChoose }: CampaignListProps) {
  const { t, locale } = useWords();
  const removal = useRemoveCampaign();
  const mayPlan = useMay("plan");
  const remove = ({ id, name }: Campaign) =>
    removal.mutate(
      { id },
      {
        onSuccess: () =>
          showUndo(t("campaign.removed", { name }), t("action.undo"), () => removal.mutate({ id, restore: true })),
      },
    );
  return (
    <Table miw={640} verticalSpacing={6} horizontalSpacing="md">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t("group.campaign")}</Table.Th>
          <Table.Th>{t("campaign.runs")}</Table.Th>
          <Table.Th ta="end">{t("campaign.budget")}</Table.Th>
          <Table.Th ta="end">{t("campaign.spent")}</Table.Th>
          <Table.Th w={200}>{t("campaign.used")}</Table.Th>
          <ActionsHead />
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {campaigns.map((campaign) => {
          const { id, name, startsAt, endsAt, budget, spent } = campaign;
          const inBudget = spent.find(({ currency }) => currency === budget?.currency)?.amountMicros ?? 0;
          const used = budget && budget.amountMicros > 0 ? inBudget / budget.amountMicros : null;
          return (
            <Table.Tr key={id} className={classes.row} data-chosen={id === chosen || undefined}>
              <Table.Th scope="row">
                <UnstyledButton className={classes.key} aria-pressed={id === chosen} onClick={() => onChoose(id)}>
                  {name}
                </UnstyledButton>
              </Table.Th>
              <Table.Td className="nowrap">
                {startsAt || endsAt
                  ? t("builder.period", {
                      from: startsAt ? day(startsAt, locale) : "…",
                      to: endsAt ? day(endsAt, locale) : "…",
                    })
                  : UNKNOWN}
              </Table.Td>
              <Table.Td ta="end" className="nowrap">
                {budget ? exactMoney(budget, locale) : UNKNOWN}
              </Table.Td>
              <Table.Td ta="end" className="nowrap">
                {spent.length === 0 ? UNKNOWN : exactMetric(spent, "money", locale)}
              </Table.Td>
              <Table.Td>
                {used === null ? (
                  UNKNOWN
                ) : (
                  <span className={classes.used}>
                    <Progress
                      value={Math.min(1, used) * 100}
                      color={used > 1 ? "var(--bad)" : "var(--accent)"}
                      aria-label={t("campaign.used")}
                      flex={1}
                    />
                    <span data-negative={used > 1 || undefined}>{compactPercent(used, locale)}</span>
                  </span>
                )}
              </Table.Td>
              <Table.Td ta="end">
                {mayPlan && <RemoveButton label={t("campaign.remove", { name })} onClick={() => remove(campaign)} />}
              </Table.Td>
            </Table.Tr>
          );
        })}
      </Table.Tbody>
    </Table>
  );
}
