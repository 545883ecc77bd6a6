import { Button, NativeSelect, SegmentedControl, Skeleton } from "@mantine/core";
import { lazy, Suspense, useMemo, useState } from "react";
import { usePlatformTimelines, useTimeline } from "../../api/figures.ts";
import type { Show, Timeline } from "../../api/types.ts";
import { Empty } from "../../components/empty.tsx";
import { Panel } from "../../components/panel.tsx";
import { platformHue } from "../../components/platform.ts";
import { usePlatformName } from "../../components/platform-badge.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { useNow } from "../../components/use-now.ts";
import { useUrlChoice, useUrlText } from "../../components/use-url-state.ts";
import { compactNumber } from "../../format/number.ts";
import { clock, clockWithSeconds, timeZoneName } from "../../format/time.ts";
import { useWords } from "../../i18n/index.ts";
import { MarkList, useMarkLabel } from "./mark-list.tsx";
import { readMarks } from "./marks.ts";
import { finished, fittingInterval, INTERVALS, mergeSeries } from "./series.ts";
import classes from "./show.module.css";
import { TimelineTable } from "./timeline-table.tsx";
import { useFigureWriter } from "./use-figure-writer.ts";

const TimelineChart = lazy(async () => ({
  default: (await import("../../charts/timeline-chart.tsx")).TimelineChart,
}));

/** The figures that have a course over time. */
const METRICS = [
  "viewers_now",
  "comments",
  "questions",
  "likes",
  "gifts",
  "tips",
  "views",
  "follows",
  "shares",
  "product_clicks",
  "orders",
  "gmv_paid",
] as const;

/** More than these would hide the lines. */
const MOST_MARKS = 200;

/** Together: one line. Apart: a line per platform. */
const TOGETHER = "all";

/** One figure over the time of the show, per platform, with what happened on the axis of time. */
export function TimelinePanel({ show, platforms }: { show: Show; platforms: readonly string[] }) {
  const { t, locale } = useWords();
  const nameOf = usePlatformName();
  const markLabel = useMarkLabel();
  const [metric, setMetric] = useUrlChoice("metric", METRICS);
  const [chosenInterval, setInterval] = useUrlChoice("interval", ["auto", ...INTERVALS]);
  const [platform, setPlatform] = useUrlText("platform");
  const [view, setView] = useUrlChoice("view", ["chart", "table"]);
  const [pointedAt, setPointedAt] = useState<string | null>(null);
  const running = show.status === "live";
  const now = useNow(running ? 5_000 : 60_000);
  const began = Date.parse(show.startedAt ?? show.startsAt ?? show.createdAt);
  const length = (show.endedAt ? Date.parse(show.endedAt) : now) - began;
  const interval = chosenInterval === "auto" ? fittingInterval(length) : chosenInterval;
  const request = { show: show.id, interval, metrics: [metric] };
  const together = useTimeline(request, running);
  const shown = platform === "" ? platforms : platforms.filter((name) => name === platform);
  const apart = usePlatformTimelines(request, platform === TOGETHER ? [] : shown, running);
  const keys = platform === TOGETHER || shown.length === 0 ? [TOGETHER] : shown;
  const timelines: Record<string, Timeline | undefined> = Object.fromEntries(
    keys.map((key, index) => [key, key === TOGETHER ? together.data : apart[index]?.data]),
  );
  const all = mergeSeries(timelines, metric, show.currency);
  const rows = running && metric !== "viewers_now" ? finished(all, interval, now) : all;
  const marks = useMemo(() => readMarks(together.data?.marks ?? []).slice(-MOST_MARKS), [together.data]);
  const series = keys.map((key) => ({
    key,
    name: key === TOGETHER ? t("timeline.together") : nameOf(key),
    colour: key === TOGETHER ? "var(--accent)" : platformHue(key),
  }));
  const write = useFigureWriter(metric, show.currency);
  const name = t(`timeline.metric.${metric}`);
  const loading = together.isPending || apart.some((query) => query.isPending);
  const error = together.error ?? apart.find((query) => query.error)?.error;
  const empty = !rows.some((row) => Object.values(row.values).some((value) => value !== null));
  const formatTime = (time: number) => (interval === "10s" ? clockWithSeconds(time, locale) : clock(time, locale));
  return (
    <Panel
      title={t("timeline.title")}
      aside={
        <>
          <NativeSelect
            size="xs"
            aria-label={t("timeline.figure")}
            value={metric}
            data={METRICS.map((value) => ({ value, label: t(`timeline.metric.${value}`) }))}
            onChange={(event) => setMetric(METRICS.find((id) => id === event.currentTarget.value) ?? METRICS[0])}
          />
          <NativeSelect
            size="xs"
            aria-label={t("timeline.platforms")}
            value={platform}
            data={[
              { value: "", label: t("timeline.perPlatform") },
              { value: TOGETHER, label: t("timeline.together") },
              ...platforms.map((value) => ({ value, label: nameOf(value) })),
            ]}
            onChange={(event) => setPlatform(event.currentTarget.value)}
          />
          <SegmentedControl
            size="xs"
            aria-label={t("timeline.interval")}
            value={chosenInterval}
            data={["auto" as const, ...INTERVALS].map((value) => ({ value, label: t(`interval.${value}`) }))}
            onChange={setInterval}
          />
          <Button
            size="compact-xs"
            variant="default"
            aria-pressed={view === "table"}
            onClick={() => setView(view === "chart" ? "table" : "chart")}
          >
            {view === "chart" ? t("timeline.asTable") : t("timeline.asChart")}
          </Button>
        </>
      }
    >
      <p className={classes.caption}>
        {t("timeline.caption", { name, interval: t(`interval.per.${interval}`), zone: timeZoneName() })}
        {series.map((each) => (
          <span key={each.key} className={classes.legend}>
            <i style={{ background: each.colour }} />
            {each.name}
          </span>
        ))}
      </p>
      {error ? (
        <ProblemNote error={error} onRetry={() => void together.refetch()} />
      ) : loading ? (
        <Skeleton h={280} />
      ) : empty ? (
        <Empty>{t("timeline.empty")}</Empty>
      ) : view === "table" ? (
        <TimelineTable rows={rows} series={series} formatTime={formatTime} write={write.exact} />
      ) : (
        <Suspense fallback={<Skeleton h={280} />}>
          <TimelineChart
            rows={rows}
            series={series}
            marks={marks.map((mark) => ({ ...mark, label: markLabel(mark) }))}
            pointedAt={pointedAt}
            formatTime={formatTime}
            formatAxis={(value) => compactNumber(value, locale)}
            formatValue={write.exact}
          />
        </Suspense>
      )}
      <MarkList marks={marks} onPoint={setPointedAt} />
    </Panel>
  );
}
