import { MultiSelect, NativeSelect, NumberInput } from "@mantine/core";
import { useDeferredValue } from "react";
import { Link } from "react-router";
import { useComparison } from "../../api/compare.ts";
import { useShows } from "../../api/shows.ts";
import { seriesColour } from "../../charts/chart-parts.tsx";
import { Empty } from "../../components/empty.tsx";
import { Loading } from "../../components/loading.tsx";
import { Panel } from "../../components/panel.tsx";
import { usePlatformName } from "../../components/platform-badge.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { ScreenTitle } from "../../components/screen-title.tsx";
import { day } from "../../format/time.ts";
import { useWords } from "../../i18n/index.ts";
import classes from "./compare.module.css";
import { DifferenceTable } from "./difference-table.tsx";
import { Multiples } from "./multiples.tsx";
import { COMPARABLE, MOST_SHOWS, useChoice } from "./use-choice.ts";

const PLATFORMS = ["tiktok", "youtube", "native", "twitch", "facebook", "instagram"] as const;

/** What went otherwise? Shows minute by minute since each began, and by how much they differ. */
export function ComparedShowsScreen() {
  const { t, locale } = useWords();
  const nameOf = usePlatformName();
  const known = useShows();
  const begun = (known.data ?? []).filter(({ startedAt }) => startedAt !== null);
  const choice = useChoice(begun);
  const { shows, metrics, platform, minutes } = choice;
  const comparison = useComparison({ shows, metrics, platform, minutes: useDeferredValue(minutes) });
  const compared = (comparison.data ?? []).filter(({ show }) => shows.includes(show));
  const series = compared.map(({ show, title, startedAt }, index) => ({
    key: show,
    name: t("compare.show", { title, day: day(startedAt, locale) }),
    colour: seriesColour(index),
  }));
  return (
    <>
      <ScreenTitle title={t("compare.screen")} subtitle={t("compare.question")} />
      <div className={classes.stack}>
        <Panel title={t("compare.choose")}>
          <div className={classes.choice}>
            <MultiSelect
              searchable
              label={t("compare.shows", { most: MOST_SHOWS })}
              maxValues={MOST_SHOWS}
              value={shows}
              data={begun.map(({ id, title, startedAt, createdAt }) => ({
                value: id,
                label: t("compare.show", { title, day: day(startedAt ?? createdAt, locale) }),
              }))}
              onChange={choice.setShows}
            />
            <MultiSelect
              label={t("compare.figures")}
              value={metrics}
              data={COMPARABLE.map((value) => ({ value, label: t(`timeline.metric.${value}`) }))}
              onChange={choice.setMetrics}
            />
            <NativeSelect
              label={t("group.platform")}
              value={platform}
              data={[
                { value: "", label: t("audience.allPlatforms") },
                ...PLATFORMS.map((name) => ({ value: name, label: nameOf(name) })),
              ]}
              onChange={(event) => choice.setPlatform(event.currentTarget.value)}
            />
            <NumberInput
              label={t("compare.minutes")}
              placeholder={t("compare.allMinutes")}
              min={1}
              max={10_000}
              allowDecimal={false}
              value={minutes ?? ""}
              onChange={(value) => choice.setMinutes(typeof value === "number" && value > 0 ? value : null)}
            />
          </div>
        </Panel>
        {known.error ? (
          <ProblemNote error={known.error} onRetry={() => void known.refetch()} />
        ) : known.data && begun.length < 2 ? (
          <Panel title={t("compare.courses")}>
            <Empty action={<Link to="/shows">{t("shows.title")}</Link>}>{t("compare.tooFew")}</Empty>
          </Panel>
        ) : shows.length === 1 || (known.data && shows.length === 0) || metrics.length === 0 ? (
          <Panel title={t("compare.courses")}>
            <Empty>{t("compare.chooseMore")}</Empty>
          </Panel>
        ) : comparison.error ? (
          <ProblemNote error={comparison.error} onRetry={() => void comparison.refetch()} />
        ) : !comparison.data ? (
          <Panel title={t("compare.courses")}>
            <Loading h={480} />
          </Panel>
        ) : (
          <>
            <Multiples shows={compared} metrics={metrics} series={series} />
            <DifferenceTable shows={compared} series={series} />
          </>
        )}
      </div>
    </>
  );
}
