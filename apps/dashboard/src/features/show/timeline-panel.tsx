import { Skeleton } from "@mantine/core";
import { lazy, Suspense, useCallback, useMemo, useRef, useState } from "react";
import type { Show } from "../../api/types.ts";
import { SaveMenu } from "../../charts/save-menu.tsx";
import { Empty } from "../../components/empty.tsx";
import { Panel } from "../../components/panel.tsx";
import { platformHue } from "../../components/platform.ts";
import { usePlatformName } from "../../components/platform-badge.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { useUrlChoice, useUrlText } from "../../components/use-url-state.ts";
import { compactNumber } from "../../format/number.ts";
import { clock, clockWithSeconds, timeZoneName } from "../../format/time.ts";
import { useWords } from "../../i18n/index.ts";
import { MarkList, useMarkLabel } from "./mark-list.tsx";
import { INTERVALS } from "./series.ts";
import classes from "./show.module.css";
import { TimelineControls } from "./timeline-controls.tsx";
import { TimelineTable } from "./timeline-table.tsx";
import { COURSES, TOGETHER, useCourse } from "./use-course.ts";
import { useFigureWriter } from "./use-figure-writer.ts";

const TimelineChart = lazy(async () => ({
  default: (await import("../../charts/timeline-chart.tsx")).TimelineChart,
}));

/** One figure over the time of the show, per platform, with what happened on the axis of time. */
export function TimelinePanel({ show, platforms }: { show: Show; platforms: readonly string[] }) {
  const { t, locale } = useWords();
  const nameOf = usePlatformName();
  const markLabel = useMarkLabel();
  const [metric, onMetric] = useUrlChoice("metric", COURSES);
  const [chosenInterval, onInterval] = useUrlChoice("interval", ["auto", ...INTERVALS]);
  const [platform, onPlatform] = useUrlText("platform");
  const [view, onView] = useUrlChoice("view", ["chart", "table"]);
  const [pointedAt, setPointedAt] = useState<string | null>(null);
  const course = useCourse({ show, platforms, metric, interval: chosenInterval, platform });
  const { interval, rows, marks } = course;
  const write = useFigureWriter(metric, show.currency);
  const formatTime = useCallback(
    (time: number) => (interval === "10s" ? clockWithSeconds(time, locale) : clock(time, locale)),
    [interval, locale],
  );
  const formatAxis = useCallback((value: number) => compactNumber(value, locale), [locale]);
  const keys = course.keys.join();
  // Pushes and clicks elsewhere must not draw the chart again: it gets the same objects as long as nothing changed.
  const series = useMemo(
    () =>
      keys.split(",").map((key) => ({
        key,
        name: key === TOGETHER ? t("timeline.together") : nameOf(key),
        colour: key === TOGETHER ? "var(--accent)" : platformHue(key),
      })),
    [keys, t, nameOf],
  );
  const labelled = useMemo(() => marks.map((mark) => ({ ...mark, label: markLabel(mark) })), [marks, markLabel]);
  const empty = !rows.some((row) => Object.values(row.values).some((value) => value !== null));
  const name = t(`timeline.metric.${metric}`);
  const caption = t("timeline.caption", { name, interval: t(`interval.per.${interval}`), zone: timeZoneName() });
  const drawing = useRef<HTMLDivElement>(null);
  const choices = { metric, onMetric, platform, onPlatform, interval: chosenInterval, onInterval, view, onView };
  return (
    <Panel
      title={t("timeline.title")}
      aside={
        <>
          <TimelineControls platforms={platforms} {...choices} />
          <SaveMenu
            caption={`${show.title}: ${caption}`}
            legend={series}
            table={{
              head: [t("timeline.time"), ...series.map((each) => each.name)],
              rows: rows.map(({ time, values }) => [
                new Date(time).toISOString(),
                ...series.map(({ key }) => values[key] ?? null),
              ]),
            }}
            file={`timeline-${metric}`}
            drawing={drawing}
            isDrawn={view === "chart" && !empty}
          />
        </>
      }
    >
      <p className={classes.caption}>
        {caption}
        {series.map((each) => (
          <span key={each.key} className={classes.legend}>
            <i style={{ background: each.colour }} />
            {each.name}
          </span>
        ))}
      </p>
      {course.error ? (
        <ProblemNote error={course.error} onRetry={course.retry} />
      ) : course.loading ? (
        <Skeleton h={280} />
      ) : empty ? (
        <Empty>{t("timeline.empty")}</Empty>
      ) : view === "table" ? (
        <TimelineTable rows={rows} series={series} formatTime={formatTime} write={write} />
      ) : (
        <Suspense fallback={<Skeleton h={280} />}>
          <div ref={drawing}>
            <TimelineChart
              rows={rows}
              series={series}
              marks={labelled}
              pointedAt={pointedAt}
              formatTime={formatTime}
              formatAxis={formatAxis}
              formatValue={write}
            />
          </div>
        </Suspense>
      )}
      <MarkList marks={marks} onPoint={setPointedAt} />
    </Panel>
  );
}
