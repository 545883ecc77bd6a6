import { lazy } from "react";
import type { FunnelResult } from "../../api/funnels.ts";
import { ChartFrame } from "../../charts/chart-frame.tsx";
import { Empty } from "../../components/empty.tsx";
import { compactNumber, duration, exactNumber } from "../../format/number.ts";
import { useWords } from "../../i18n/index.ts";

const ColumnChart = lazy(async () => ({ default: (await import("../../charts/column-chart.tsx")).ColumnChart }));

/** How long those who came through took, as a distribution. */
export function TimeResult({ result, caption }: { result: FunnelResult; caption: string }) {
  const { t, locale } = useWords();
  const bins = result.bins ?? [];
  if (bins.every(({ count }) => count === 0)) return <Empty>{t("builder.nobody")}</Empty>;
  const mean = result.averageSeconds;
  const columns = bins.map(({ fromSeconds, count }) => ({ name: duration(fromSeconds, locale), value: count }));
  const meanBin = mean === null ? -1 : bins.findLastIndex(({ fromSeconds }) => fromSeconds <= mean);
  const at = columns[meanBin];
  return (
    <ChartFrame
      caption={caption}
      file="funnel-time"
      write={(value, column) => (column === 0 ? duration(value, locale) : exactNumber(value, locale))}
      table={{
        head: [t("builder.atLeastSeconds"), t("builder.column.count")],
        rows: bins.map(({ fromSeconds, count }) => [fromSeconds, count]),
      }}
    >
      <ColumnChart
        columns={columns}
        word={t("builder.column.count")}
        format={(value) => compactNumber(value, locale)}
        mark={
          at && mean !== null ? { name: at.name, label: t("builder.mean", { time: duration(mean, locale) }) } : null
        }
      />
    </ChartFrame>
  );
}
