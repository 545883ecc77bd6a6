import { Table } from "@mantine/core";
import { lazy } from "react";
import type { FunnelStep } from "../../api/types.ts";
import { ChartFrame } from "../../charts/chart-frame.tsx";
import { Scrolled } from "../../components/scrolled.tsx";
import { Term } from "../../components/term.tsx";
import { compactMetric, exactMetric } from "../../format/metric.ts";
import { compactNumber, compactPercent, duration, exactNumber, exactPercent, UNKNOWN } from "../../format/number.ts";
import { useWords } from "../../i18n/index.ts";
import classes from "./funnels.module.css";
import { useStepWord } from "./step-word.ts";
import { Who } from "./who.tsx";

const DropOffChart = lazy(async () => ({ default: (await import("../../charts/drop-off-chart.tsx")).DropOffChart }));

const COLUMNS = ["count", "fromStart", "fromBefore", "lost", "median", "money"] as const;

interface StepResultProps {
  steps: readonly FunnelStep[];
  /** The same steps in the period that they are compared with. */
  before?: readonly FunnelStep[] | undefined;
  /** What is counted: people, sessions, … */
  unit: string;
  period: string;
  onWho: (step: number, dropped: boolean) => void;
}

/** How far they came: a column per step, and beneath it each step in figures, with who is behind them. */
export function StepResult({ steps, before, unit, period, onWho }: StepResultProps) {
  const { t, locale } = useWords();
  const word = useStepWord();
  const lost = (index: number) => Math.max(0, (steps[index - 1]?.count ?? 0) - (steps[index]?.count ?? 0));
  const share = (rate: number | null) => (rate === null ? UNKNOWN : compactPercent(rate, locale));
  const rows = steps.map((step, index) => ({
    name: `${index + 1} ${word(step.event)}`,
    reached: step.count,
    lost: index === 0 ? 0 : lost(index),
    share: share(step.conversionFromStart),
  }));
  const head = [t("builder.column.step"), ...COLUMNS.map((column) => t(`builder.column.${column}`))];
  return (
    <>
      <ChartFrame
        caption={t("builder.stepsCaption", { unit, period })}
        file="funnel"
        write={(value, column) =>
          column === 2 || column === 3 ? exactPercent(value, locale) : exactNumber(value, locale)
        }
        table={{
          head: [...head.slice(0, 5), t("builder.column.medianSeconds"), head[6] ?? ""],
          units: ["", "", "0–1", "0–1"],
          rows: steps.map((step, index) => [
            `${index + 1} ${word(step.event)}`,
            step.count,
            step.conversionFromStart,
            step.conversionFromPrevious,
            index === 0 ? null : lost(index),
            step.medianSeconds,
            step.amount.length > 0 ? exactMetric(step.amount, "money", locale) : null,
          ]),
        }}
      >
        <DropOffChart
          rows={rows}
          words={{ reached: t("builder.reached"), lost: t("builder.column.lost") }}
          format={(value) => compactNumber(value, locale)}
        />
      </ChartFrame>
      <Scrolled>
        <Table verticalSpacing={6} miw={640}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("builder.column.step")}</Table.Th>
              {COLUMNS.map((column) => (
                <Table.Th key={column} ta="end">
                  <Term word={t(`builder.column.${column}`)} formula={t(`builder.columnFormula.${column}`)} />
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {steps.map((step, index) => (
              // A step has no identity but its place.
              <Table.Tr key={index}>
                <Table.Th scope="row">
                  <span>
                    {index + 1} {word(step.event)}
                  </span>
                </Table.Th>
                <Table.Td ta="end" title={exactNumber(step.count, locale)}>
                  <Who
                    label={t("builder.whoReached", { number: index + 1 })}
                    disabled={step.count === 0}
                    onClick={() => onWho(index, false)}
                  >
                    {compactNumber(step.count, locale)}
                  </Who>
                </Table.Td>
                <Table.Td ta="end" className="nowrap">
                  {share(step.conversionFromStart)}
                  {before && (
                    <span
                      className={classes.cellShare}
                      title={t("builder.comparedCount", { count: before[index]?.count ?? 0 })}
                    >
                      {share(before[index]?.conversionFromStart ?? null)}
                    </span>
                  )}
                </Table.Td>
                <Table.Td ta="end">{index === 0 ? UNKNOWN : share(step.conversionFromPrevious)}</Table.Td>
                <Table.Td ta="end">
                  {index === 0 ? (
                    UNKNOWN
                  ) : (
                    <Who
                      label={t("builder.whoLost", { number: index + 1 })}
                      disabled={lost(index) === 0}
                      onClick={() => onWho(index, true)}
                    >
                      {compactNumber(lost(index), locale)}
                    </Who>
                  )}
                </Table.Td>
                <Table.Td ta="end" className="nowrap">
                  {step.medianSeconds === null ? UNKNOWN : duration(step.medianSeconds, locale)}
                </Table.Td>
                <Table.Td ta="end" className="nowrap" title={exactMetric(step.amount, "money", locale)}>
                  {step.amount.length === 0 ? UNKNOWN : compactMetric(step.amount, "money", locale)}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Scrolled>
    </>
  );
}
