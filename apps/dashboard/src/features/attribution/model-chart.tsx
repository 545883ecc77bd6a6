import { lazy } from "react";
import type { AttributionKey } from "../../api/attribution.ts";
import { ChartFrame } from "../../charts/chart-frame.tsx";
import { seriesColour } from "../../charts/chart-parts.tsx";
import { useKeyName } from "../../components/key-name.ts";
import { platformHue } from "../../components/platform.ts";
import { compactPercent, exactPercent } from "../../format/number.ts";
import { useWords } from "../../i18n/index.ts";
import { MOST_PARTS, type ModelAnswer, sharesOf, sideBySide } from "./side-by-side.ts";

const ShareChart = lazy(async () => ({ default: (await import("../../charts/share-chart.tsx")).ShareChart }));

interface ModelChartProps {
  answers: readonly ModelAnswer[];
  groupBy: AttributionKey;
  caption: string;
}

/** Every model as a bar, parted by whom it credits. */
export function ModelChart({ answers, groupBy, caption }: ModelChartProps) {
  const { t, locale } = useWords();
  const nameOf = useKeyName(groupBy);
  const keys = sideBySide(answers).map(({ key }) => key);
  const drawn = keys.slice(0, MOST_PARTS);
  const series = [
    ...drawn.map((key, index) => ({
      key: `key ${key}`,
      name: nameOf(key),
      colour: groupBy === "platform" ? platformHue(key) : seriesColour(index),
    })),
    ...(keys.length > drawn.length
      ? [{ key: "others", name: t("attribution.others"), colour: "var(--series-6)" }]
      : []),
    { key: "unattributed", name: t("roi.unattributed"), colour: "var(--gap)" },
  ];
  const rows = answers.map(({ model, answer }) => ({ name: t(`model.${model}`), shares: sharesOf(answer, drawn) }));
  return (
    <ChartFrame
      caption={caption}
      file="attribution"
      legend={series}
      write={(value) => exactPercent(value, locale)}
      table={{
        head: [t("roi.model"), ...series.map(({ name }) => name)],
        units: ["", ...series.map(() => "0–1")],
        rows: rows.map(({ name, shares }) => [name, ...series.map(({ key }) => shares[key] ?? null)]),
      }}
    >
      <ShareChart rows={rows} series={series} format={(share) => compactPercent(share, locale)} />
    </ChartFrame>
  );
}
