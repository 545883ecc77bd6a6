import { Button, NativeSelect, SegmentedControl } from "@mantine/core";
import { useState } from "react";
import { Link } from "react-router";
import { MODELS } from "../../api/attribution.ts";
import { useRoi } from "../../api/roi.ts";
import { saveFile } from "../../charts/save-file.ts";
import { Empty } from "../../components/empty.tsx";
import { Icon } from "../../components/icon.tsx";
import { useKeyName } from "../../components/key-name.ts";
import { Loading } from "../../components/loading.tsx";
import { Panel } from "../../components/panel.tsx";
import { PeriodField, usePeriod } from "../../components/period-field.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { useUrlChoice } from "../../components/use-url-state.ts";
import { day } from "../../format/time.ts";
import { useWords } from "../../i18n/index.ts";
import classes from "./campaigns.module.css";
import { EfficiencyPanel } from "./efficiency-panel.tsx";
import { csvOf } from "./roi-csv.ts";
import { RoiTable, rowId } from "./roi-table.tsx";
import { WaterfallPanel } from "./waterfall-panel.tsx";

const GROUPS = ["campaign", "creator", "platform", "show"] as const;

/** What earned its cost? The table, with the model named, and the way from revenue to contribution. */
export function ResultTab() {
  const { t, locale } = useWords();
  const period = usePeriod();
  const [groupBy, setGroupBy] = useUrlChoice("groupBy", GROUPS);
  const [model, setModel] = useUrlChoice("model", MODELS);
  const { from, to } = period;
  const roi = useRoi({ from, to, groupBy, model });
  const nameOf = useKeyName(groupBy);
  const [chosen, setChosen] = useState<string | null>(null);
  const words = { from: day(`${from}T12:00`, locale), to: day(`${to}T12:00`, locale) };
  const periodText = t("builder.period", words);
  const modelText = t(`model.${model}`);
  const answer = roi.data;
  const chosenRow = answer?.rows.find((row) => rowId(row) === chosen);
  const shown = chosenRow ?? answer?.total;
  const isEmpty = answer && answer.rows.length === 0;
  const missing = [...new Set(answer?.total.missingRates.map((rate) => `${rate.from} → ${rate.to}`))];
  const save = () => answer && saveFile("roi.csv", csvOf(answer, { from, to, model }, nameOf, t("roi.total")));
  return (
    <div className={classes.stack}>
      <Panel
        title={t("roi.title")}
        padded={false}
        aside={
          <>
            <PeriodField {...period} />
            <SegmentedControl
              size="xs"
              aria-label={t("roi.groupBy")}
              value={groupBy}
              data={GROUPS.map((value) => ({ value, label: t(`group.${value}`) }))}
              onChange={(value) => {
                setGroupBy(value);
                setChosen(null);
              }}
            />
            <NativeSelect
              size="xs"
              aria-label={t("roi.model")}
              value={model}
              data={MODELS.map((value) => ({ value, label: t(`model.${value}`) }))}
              onChange={(event) => setModel(event.currentTarget.value as (typeof MODELS)[number])}
            />
            <Button size="compact-sm" variant="default" leftSection={<Icon name="download" size={14} />} onClick={save}>
              CSV
            </Button>
          </>
        }
      >
        <p className={classes.caption}>{t("roi.caption", { model: modelText, period: periodText })}</p>
        {missing.length > 0 && (
          <p className={classes.warn}>
            <Icon name="alert" size={14} /> {t("roi.missingRates", { currencies: missing.join(", ") })}
          </p>
        )}
        {shown && shown.unitsWithoutCost > 0 && (
          <p className={classes.caption}>{t("roi.unitsWithoutCost", { count: shown.unitsWithoutCost })}</p>
        )}
        {roi.error ? (
          <div className={classes.padded}>
            <ProblemNote error={roi.error} onRetry={() => void roi.refetch()} />
          </div>
        ) : !answer ? (
          <Loading h={200} m="md" w="auto" />
        ) : isEmpty ? (
          <Empty action={<Link to="/campaigns?tab=costs">{t("roi.tab.costs")}</Link>}>{t("roi.empty")}</Empty>
        ) : (
          <RoiTable
            rows={answer.rows}
            totals={[answer.total, ...answer.otherTotals]}
            groupWord={t(`group.${groupBy}`)}
            nameOf={nameOf}
            chosen={chosen}
            onChoose={setChosen}
          />
        )}
      </Panel>
      {shown && !isEmpty && (
        <EfficiencyPanel
          row={shown}
          caption={t("roi.figuresOf", {
            name: chosenRow ? nameOf(chosenRow.key) : t("roi.total"),
            period: periodText,
            model: modelText,
          })}
        />
      )}
      {shown && !isEmpty && (
        <WaterfallPanel
          row={shown}
          name={chosenRow ? nameOf(chosenRow.key) : t("roi.total")}
          period={periodText}
          model={modelText}
        />
      )}
    </div>
  );
}
