import { lazy } from "react";
import type { RoiFigures } from "../../api/roi.ts";
import { ChartFrame } from "../../charts/chart-frame.tsx";
import { Panel } from "../../components/panel.tsx";
import { compactMoney, exactMoney } from "../../format/money.ts";
import { useWords } from "../../i18n/index.ts";
import { type WaterfallPart, waterfallOf } from "./waterfall.ts";

const WaterfallChart = lazy(async () => ({
  default: (await import("../../charts/waterfall-chart.tsx")).WaterfallChart,
}));

interface WaterfallPanelProps {
  row: RoiFigures;
  name: string;
  period: string;
  model: string;
}

/** Where the money of a row went, from revenue to contribution. */
export function WaterfallPanel({ row, name, period, model }: WaterfallPanelProps) {
  const { t, locale } = useWords();
  const { currency } = row;
  const bars = waterfallOf(row);
  const word = (part: WaterfallPart) =>
    part === "revenue" || part === "refunds" || part === "netRevenue" || part === "goodsCost" || part === "contribution"
      ? t(`roi.part.${part}`)
      : t(`cost.kind.${part}`);
  const micros = (value: number) => Math.round(value * 1_000_000);
  return (
    <Panel title={t("roi.waterfall")}>
      <ChartFrame
        caption={t("roi.waterfallCaption", { name, currency, period, model })}
        file="waterfall"
        write={(value) => exactMoney({ amountMicros: micros(value), currency }, locale)}
        table={{
          head: [t("roi.partOf"), t("roi.amountIn", { currency })],
          rows: bars.map(({ part, kind, from, to }) => [word(part), (kind === "minus" ? to - from : to) / 1_000_000]),
        }}
      >
        <WaterfallChart
          steps={bars.map(({ part, kind, from, to }) => ({
            name: word(part),
            kind,
            from: from / 1_000_000,
            to: to / 1_000_000,
          }))}
          format={(value) => compactMoney({ amountMicros: micros(value), currency }, locale)}
        />
      </ChartFrame>
    </Panel>
  );
}
