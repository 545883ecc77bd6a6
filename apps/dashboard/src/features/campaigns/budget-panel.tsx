import { Skeleton } from "@mantine/core";
import { lazy } from "react";
import { type Campaign, useSpending } from "../../api/campaigns.ts";
import { ChartFrame } from "../../charts/chart-frame.tsx";
import { Empty } from "../../components/empty.tsx";
import { Panel } from "../../components/panel.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { exactMetric } from "../../format/metric.ts";
import { compactMoney, exactMoney } from "../../format/money.ts";
import { compactPercent } from "../../format/number.ts";
import { day } from "../../format/time.ts";
import { useWords } from "../../i18n/index.ts";
import classes from "./campaigns.module.css";
import { Facts } from "./facts.tsx";

const CourseChart = lazy(async () => ({ default: (await import("../../charts/course-chart.tsx")).CourseChart }));

/** What was spent of a campaign's budget, day by day. */
export function BudgetPanel({ campaign }: { campaign: Campaign }) {
  const { t, locale } = useWords();
  const spending = useSpending(campaign.id);
  const answer = spending.data;
  const spent = answer?.spent;
  if (spending.error) {
    return (
      <Panel title={t("spending.title", { name: campaign.name })}>
        <ProblemNote error={spending.error} onRetry={() => void spending.refetch()} />
      </Panel>
    );
  }
  const facts = answer && [
    { term: "budget", text: answer.budget && exactMoney(answer.budget, locale) },
    { term: "spent", text: spent ? exactMoney(spent, locale) : null },
    { term: "left", text: answer.left && exactMoney(answer.left, locale), bad: (answer.left?.amountMicros ?? 0) < 0 },
    { term: "used", text: answer.usedShare === null ? null : compactPercent(answer.usedShare, locale) },
    { term: "elapsed", text: answer.elapsedShare === null ? null : compactPercent(answer.elapsedShare, locale) },
  ];
  const units = (micros: number) => micros / 1_000_000;
  const currency = spent?.currency ?? "";
  const money = (value: number) => ({ amountMicros: Math.round(value * 1_000_000), currency });
  return (
    <Panel title={t("spending.title", { name: campaign.name })}>
      {!answer ? (
        <Skeleton h={240} aria-label={t("loading")} />
      ) : (
        <div className={classes.stack}>
          <Facts
            facts={(facts ?? []).map(({ term, text, bad = false }) => ({
              word: t(`spending.${term as "budget"}`),
              formula: t(`spending.formula.${term as "budget"}`),
              text,
              bad,
            }))}
          />
          {answer.withoutRate.length > 0 && (
            <p className={classes.note}>
              {t("spending.withoutRate", { amounts: exactMetric(answer.withoutRate, "money", locale) })}
            </p>
          )}
          {answer.days.length === 0 ? (
            <Empty>{t("cost.empty")}</Empty>
          ) : (
            <ChartFrame
              caption={t("spending.caption", { name: campaign.name, currency })}
              file="budget"
              write={(value) => exactMoney(money(value), locale)}
              table={{
                head: [t("cost.day"), t("spending.onDay", { currency }), t("spending.soFar", { currency })],
                rows: answer.days.map((each) => [each.day, units(each.amountMicros), units(each.cumulatedMicros)]),
              }}
            >
              <CourseChart
                rows={answer.days.map((each) => ({
                  at: Date.parse(`${each.day}T12:00:00Z`),
                  value: units(each.cumulatedMicros),
                }))}
                name={t("spending.spent")}
                line={
                  answer.budget ? { value: units(answer.budget.amountMicros), word: t("spending.budget") } : undefined
                }
                formatTime={(at) => day(at, locale)}
                format={(value) => compactMoney(money(value), locale)}
              />
            </ChartFrame>
          )}
        </div>
      )}
    </Panel>
  );
}
