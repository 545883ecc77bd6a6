import type { LabBin } from "../../api/offers.ts";
import { ChartFrame } from "../../charts/chart-frame.tsx";
import { IntervalChart } from "../../charts/interval-chart.tsx";
import { Panel } from "../../components/panel.tsx";
import { compactNumber, compactPercent, duration, exactNumber } from "../../format/number.ts";
import { useWords } from "../../i18n/index.ts";
import { usePooledWords } from "./pooled-words.ts";

/** The offers of a period by how long they ran, what they took off, or how many units there were. */
export function LabBins({ of, bins }: { of: "length" | "discount" | "stock"; bins: readonly LabBin[] }) {
  const { t, locale } = useWords();
  const { pooled, remark } = usePooledWords();
  const write = (value: number) =>
    of === "length"
      ? duration(value, locale)
      : of === "discount"
        ? compactPercent(value, locale)
        : compactNumber(value, locale);
  const nameOf = ({ from, to }: LabBin) =>
    to === null
      ? t("lab.atLeast", { from: write(from) })
      : from === 0
        ? t("lab.below", { to: write(to) })
        : t("lab.between", { from: write(from), to: write(to) });
  const rows = bins.map((bin) => ({ key: String(bin.from), name: nameOf(bin), ran: bin.ran, ...bin.uplift }));
  const caption = t(`lab.by.${of}Caption`);
  return (
    <Panel title={t(`lab.by.${of}`)}>
      <ChartFrame
        caption={caption}
        file={`offers-by-${of}`}
        write={(value) => exactNumber(value, locale)}
        table={{
          head: [t(`lab.by.${of}`), t("lab.ran"), t("lab.counted"), t("offer.ratio"), t("offer.low"), t("offer.high")],
          rows: rows.map(({ name, ran, offers, ratio, low, high }) => [name, ran, offers, ratio, low, high]),
        }}
      >
        <IntervalChart
          rows={rows.map((row) => ({ ...row, detail: pooled(row), remark: remark(row) }))}
          format={(ratio) => t("roi.times", { ratio: compactNumber(ratio, locale) })}
          label={caption}
        />
      </ChartFrame>
    </Panel>
  );
}
