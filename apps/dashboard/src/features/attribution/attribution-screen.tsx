import { NativeSelect, SegmentedControl } from "@mantine/core";
import { useMemo } from "react";
import { Link } from "react-router";
import { KEYS, MODELS, useModels } from "../../api/attribution.ts";
import { Empty } from "../../components/empty.tsx";
import { Loading } from "../../components/loading.tsx";
import { Panel } from "../../components/panel.tsx";
import { PeriodField, usePeriod } from "../../components/period-field.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { ScreenTitle } from "../../components/screen-title.tsx";
import { useUrlChoice } from "../../components/use-url-state.ts";
import { day } from "../../format/time.ts";
import { useWords } from "../../i18n/index.ts";
import classes from "./attribution.module.css";
import { Journeys } from "./journeys.tsx";
import { ModelChart } from "./model-chart.tsx";
import { ModelTable } from "./model-table.tsx";
import { Reconciliation } from "./reconciliation.tsx";

const LOOKBACKS = ["30", "1", "7", "90", "365"] as const;
const MEASURES = ["amount", "conversions", "share"] as const;
const DAY_SECONDS = 86_400;

/** Who gets the credit for what was bought, by every model at once, and what platforms claim beside it. */
export function AttributionScreen() {
  const { t, locale } = useWords();
  const period = usePeriod();
  const [groupBy, setGroupBy] = useUrlChoice("groupBy", KEYS);
  const [days, setDays] = useUrlChoice("lookback", LOOKBACKS);
  const [measure, setMeasure] = useUrlChoice("measure", MEASURES);
  const { from, to } = period;
  const lookbackSeconds = Number(days) * DAY_SECONDS;
  const results = useModels({ from, to, groupBy, lookbackSeconds });
  const error = results.find((result) => result.error)?.error;
  const answers = useMemo(() => MODELS.map((model, index) => ({ model, answer: results[index]?.data })), [results]);
  const known = answers.find(({ answer }) => answer)?.answer;
  const words = { from: day(`${from}T12:00`, locale), to: day(`${to}T12:00`, locale) };
  const caption = t("attribution.caption", { period: t("builder.period", words), count: Number(days) });
  return (
    <>
      <ScreenTitle title={t("attribution.screen")} subtitle={t("attribution.question")}>
        <PeriodField {...period} />
      </ScreenTitle>
      <div className={classes.stack}>
        <Panel
          title={t("attribution.models")}
          aside={
            <>
              <SegmentedControl
                size="xs"
                aria-label={t("roi.groupBy")}
                value={groupBy}
                data={KEYS.map((value) => ({ value, label: t(`group.${value}`) }))}
                onChange={setGroupBy}
              />
              <NativeSelect
                size="xs"
                aria-label={t("attribution.lookback")}
                value={days}
                data={LOOKBACKS.toSorted((a, b) => Number(a) - Number(b)).map((value) => ({
                  value,
                  label: t("attribution.days", { count: Number(value) }),
                }))}
                onChange={(event) => setDays(event.currentTarget.value as (typeof LOOKBACKS)[number])}
              />
              <SegmentedControl
                size="xs"
                aria-label={t("attribution.measure")}
                value={measure}
                data={MEASURES.map((value) => ({ value, label: t(`attribution.measures.${value}`) }))}
                onChange={setMeasure}
              />
            </>
          }
        >
          {error ? (
            <ProblemNote error={error} onRetry={() => results.forEach((result) => void result.refetch())} />
          ) : !known ? (
            <Loading h={320} />
          ) : known.total.conversions === 0 ? (
            <Empty action={<Link to="/connections">{t("nav.connections")}</Link>}>{t("attribution.empty")}</Empty>
          ) : (
            <div className={classes.answer}>
              <ModelChart answers={answers} groupBy={groupBy} caption={caption} />
              <ModelTable answers={answers} groupBy={groupBy} measure={measure} />
              <p className={classes.note}>{t("attribution.rules")}</p>
            </div>
          )}
        </Panel>
        <Reconciliation from={from} to={to} lookbackSeconds={lookbackSeconds} />
        <Journeys from={from} to={to} />
      </div>
    </>
  );
}
