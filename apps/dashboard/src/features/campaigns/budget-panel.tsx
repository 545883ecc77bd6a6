import { lazy } from "react";
import { type Campaign, type Spending, useSpending } from "../../api/campaigns.ts";
import type { Money } from "../../api/types.ts";
import { ChartFrame } from "../../charts/chart-frame.tsx";
import { Empty } from "../../components/empty.tsx";
import { Loading } from "../../components/loading.tsx";
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

type Part = "budget" | "spent" | "left" | "used" | "elapsed";

const DAY_MILLISECONDS = 86_400_000;

/** From nothing on the day before the first cost to today. */
function courseOf(days: Spending["days"]): { at: number; value: number }[] {
  const points = days.map(({ day, cumulatedMicros }) => ({ at: Date.parse(day), value: cumulatedMicros / 1_000_000 }));
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return [];
  const today = Math.floor(Date.now() / DAY_MILLISECONDS) * DAY_MILLISECONDS;
  return [
    { at: first.at - DAY_MILLISECONDS, value: 0 },
    ...points,
    ...(last.at < today ? [{ ...last, at: today }] : []),
  ];
}

const isOver = (left: Money | null): boolean => left !== null && left.amountMicros < 0;

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
  const facts: { part: Part; text: string | null; bad?: boolean }[] = answer
    ? [
        { part: "budget", text: answer.budget && exactMoney(answer.budget, locale) },
        { part: "spent", text: spent ? exactMoney(spent, locale) : null },
        { part: "left", text: answer.left && exactMoney(answer.left, locale), bad: isOver(answer.left) },
        { part: "used", text: answer.usedShare === null ? null : compactPercent(answer.usedShare, locale) },
        { part: "elapsed", text: answer.elapsedShare === null ? null : compactPercent(answer.elapsedShare, locale) },
      ]
    : [];
  const units = (micros: number) => micros / 1_000_000;
  const currency = spent?.currency ?? "";
  const money = (value: number) => ({ amountMicros: Math.round(value * 1_000_000), currency });
  return (
    <Panel title={t("spending.title", { name: campaign.name })}>
      {!answer ? (
        <Loading h={240} />
      ) : (
        <div className={classes.stack}>
          <Facts
            facts={facts.map(({ part, ...fact }) => ({
              ...fact,
              whyUnknown: t("spending.notGiven"),
              word: t(`spending.${part}`),
              formula: t(`spending.formula.${part}`),
            }))}
          />
          {answer.withoutRate.length > 0 && (
            <p className={classes.note}>
              {t("spending.withoutRate", { amounts: exactMetric(answer.withoutRate, "money", locale) })}
            </p>
          )}
          {answer.days.length === 0 ? (
            <Empty>{t("spending.empty")}</Empty>
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
                rows={courseOf(answer.days)}
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
