import { Button, NativeSelect, SegmentedControl } from "@mantine/core";
import { usePlatformName } from "../../components/platform-badge.tsx";
import { useWords } from "../../i18n/index.ts";
import { INTERVALS, type Interval } from "./series.ts";
import { COURSES, TOGETHER } from "./use-course.ts";

interface TimelineControlsProps {
  platforms: readonly string[];
  metric: (typeof COURSES)[number];
  onMetric: (metric: (typeof COURSES)[number]) => void;
  platform: string;
  onPlatform: (platform: string) => void;
  interval: Interval | "auto";
  onInterval: (interval: Interval | "auto") => void;
  view: "chart" | "table";
  onView: (view: "chart" | "table") => void;
}

/** Which figure, of which platforms, how finely, as lines or as numbers. */
export function TimelineControls(props: TimelineControlsProps) {
  const { platforms, metric, onMetric, platform, onPlatform, interval, onInterval, view, onView } = props;
  const { t } = useWords();
  const nameOf = usePlatformName();
  return (
    <>
      <NativeSelect
        size="xs"
        aria-label={t("timeline.figure")}
        value={metric}
        data={COURSES.map((value) => ({ value, label: t(`timeline.metric.${value}`) }))}
        onChange={(event) => onMetric(COURSES.find((id) => id === event.currentTarget.value) ?? COURSES[0])}
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
        onChange={(event) => onPlatform(event.currentTarget.value)}
      />
      <SegmentedControl
        size="xs"
        aria-label={t("timeline.interval")}
        value={interval}
        data={["auto" as const, ...INTERVALS].map((value) => ({ value, label: t(`interval.${value}`) }))}
        onChange={onInterval}
      />
      <Button
        size="compact-xs"
        variant="default"
        aria-pressed={view === "table"}
        onClick={() => onView(view === "chart" ? "table" : "chart")}
      >
        {view === "chart" ? t("timeline.asTable") : t("timeline.asChart")}
      </Button>
    </>
  );
}
