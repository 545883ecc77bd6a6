import { NativeSelect, SegmentedControl } from "@mantine/core";
import { useState } from "react";
import { type FunnelRequest, useFunnelResult } from "../../api/funnels.ts";
import { Empty } from "../../components/empty.tsx";
import { Loading } from "../../components/loading.tsx";
import { Panel } from "../../components/panel.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { duration } from "../../format/number.ts";
import { day } from "../../format/time.ts";
import { useWords } from "../../i18n/index.ts";
import { ANSWER } from "./answer-id.ts";
import { BreakdownTable, valueText } from "./breakdown-table.tsx";
import classes from "./funnels.module.css";
import { StepResult } from "./step-result.tsx";
import { TimeResult } from "./time-result.tsx";
import { TrendResult } from "./trend-result.tsx";
import { type Asked, WhoDrawer } from "./who-drawer.tsx";

const VIEWS = ["steps", "trend", "time_to_convert"] as const;
const INTERVALS = ["hour", "day", "week", "month"] as const;

interface ResultProps {
  definition: FunnelRequest;
  /** What is asked, which follows the definition when one pauses. */
  request: FunnelRequest;
  onChange: (definition: FunnelRequest) => void;
}

/** The answer to what is being built, renewed with every change. */
export function Result({ definition, request, onChange }: ResultProps) {
  const { t, locale } = useWords();
  const result = useFunnelResult(request);
  const [asked, setAsked] = useState<Asked | null>(null);
  const view = definition.view ?? "steps";
  const { countBy, from, to, interval, breakdown } = request;
  const last = definition.steps.length - 1;
  const fromStep = Math.min(definition.fromStep ?? 0, Math.max(0, last - 1));
  const toStep = Math.min(definition.toStep ?? last, last);
  const unit =
    typeof countBy === "object" && countBy !== null ? countBy.prop : t(`builder.counts.${countBy ?? "actor"}`);
  const moment = (at: string) => day(at.length === 10 ? `${at}T12:00` : at, locale);
  const period =
    from == null && to == null
      ? t("builder.allTime")
      : t("builder.period", { from: from ? moment(from) : "…", to: to ? moment(to) : t("builder.today") });
  const words = { unit, period, from: fromStep + 1, to: toStep + 1 };
  const shown = result.data;
  const isAnswer =
    shown && (view === "steps" ? shown.steps : view === "trend" ? (shown.series ?? shown.breakdowns) : shown.bins);
  return (
    <Panel
      id={ANSWER}
      className={classes.result}
      title={t("builder.answer")}
      aside={
        <>
          {view === "trend" && (
            <NativeSelect
              size="xs"
              aria-label={t("timeline.interval")}
              value={definition.interval ?? "day"}
              data={INTERVALS.map((value) => ({ value, label: t(`builder.interval.${value}`) }))}
              onChange={(event) =>
                onChange({ ...definition, interval: event.currentTarget.value as (typeof INTERVALS)[number] })
              }
            />
          )}
          {view !== "steps" && last > 1 && (
            <>
              <StepChoice
                label={t("builder.fromStep")}
                steps={definition.steps.slice(0, toStep)}
                first={0}
                value={fromStep}
                onChange={(step) => onChange({ ...definition, fromStep: step })}
              />
              <StepChoice
                label={t("builder.toStep")}
                steps={definition.steps.slice(fromStep + 1)}
                first={fromStep + 1}
                value={toStep}
                onChange={(step) => onChange({ ...definition, toStep: step })}
              />
            </>
          )}
          <SegmentedControl
            size="xs"
            aria-label={t("builder.view")}
            value={view}
            data={VIEWS.map((value) => ({ value, label: t(`builder.views.${value}`) }))}
            onChange={(value) => onChange({ ...definition, view: value })}
          />
        </>
      }
    >
      {result.error ? (
        <ProblemNote error={result.error} onRetry={() => void result.refetch()} />
      ) : !shown || !isAnswer ? (
        <Loading h={280} />
      ) : (
        <div
          className={classes.answer}
          data-stale={result.isPlaceholderData || undefined}
          aria-busy={result.isFetching}
        >
          {view === "steps" && shown.steps.every(({ count }) => count === 0) ? (
            <Empty>{t("builder.nobodySetOut")}</Empty>
          ) : view === "steps" ? (
            <>
              <StepResult
                steps={shown.steps}
                before={shown.compareTo?.steps}
                unit={unit}
                period={period}
                onWho={(step, dropped) => setAsked({ step, dropped })}
              />
              {request.compareTo && shown.compareTo && (
                <p className={classes.note}>
                  {t("builder.compared", {
                    from: moment(request.compareTo.from),
                    to: moment(request.compareTo.to),
                  })}
                </p>
              )}
              {shown.averageSeconds !== null && (
                <p className={classes.note}>{t("builder.whole", { time: duration(shown.averageSeconds, locale) })}</p>
              )}
              {shown.breakdowns && shown.breakdowns.length > 0 && (
                <BreakdownTable
                  prop={breakdown?.prop ?? breakdown?.props?.join(" · ") ?? ""}
                  rows={shown.breakdowns}
                  onWho={(step, { value }) =>
                    setAsked({ step, dropped: false, value, label: valueText(value) || t("builder.emptyValue") })
                  }
                />
              )}
            </>
          ) : view === "trend" ? (
            <TrendResult
              result={shown}
              prop={breakdown?.prop}
              interval={interval ?? "day"}
              caption={t("builder.trendCaption", { ...words, interval: t(`builder.interval.${interval ?? "day"}`) })}
            />
          ) : (
            <TimeResult result={shown} caption={t("builder.timeCaption", words)} />
          )}
        </div>
      )}
      <WhoDrawer request={request} asked={asked} onClose={() => setAsked(null)} />
    </Panel>
  );
}

interface StepChoiceProps {
  label: string;
  steps: FunnelRequest["steps"];
  /** The number of the first of them. */
  first: number;
  value: number;
  onChange: (step: number) => void;
}

function StepChoice({ label, steps, first, value, onChange }: StepChoiceProps) {
  const { t } = useWords();
  return (
    <NativeSelect
      size="xs"
      aria-label={label}
      value={String(value)}
      data={steps.map(({ event }, index) => ({
        value: String(first + index),
        label: `${first + index + 1} ${event ?? t("step.any")}`,
      }))}
      onChange={(event) => onChange(Number(event.currentTarget.value))}
    />
  );
}
