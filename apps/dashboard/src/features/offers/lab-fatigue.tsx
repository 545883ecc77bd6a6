import { NativeSelect } from "@mantine/core";
import type { LabFatigue, OfferLab } from "../../api/offers.ts";
import { ChartFrame } from "../../charts/chart-frame.tsx";
import { IntervalChart } from "../../charts/interval-chart.tsx";
import { Panel } from "../../components/panel.tsx";
import { useUrlChoice } from "../../components/use-url-state.ts";
import { compactNumber, exactNumber } from "../../format/number.ts";
import { useWords } from "../../i18n/index.ts";
import classes from "./offers.module.css";
import { usePooledWords } from "./pooled-words.ts";
import { useRatioWords } from "./ratio-words.ts";

const REPEATS = ["ofShow", "ofKind", "ofProduct", "ofProductOverShows"] as const;

/** Do offers wear out: the first, second, third … of a show, of a kind, of a product. */
export function LabFatiguePanel({ fatigue }: { fatigue: OfferLab["fatigue"] }) {
  const { t, locale } = useWords();
  const { pooled, remark } = usePooledWords();
  const [repeat, setRepeat] = useUrlChoice("repeat", REPEATS);
  const { nth, perStep } = fatigue[repeat];
  const rows = nth.map(({ n, ran, uplift }) => ({
    key: String(n),
    name: n === nth.length ? t("lab.nthOrLater", { n }) : t("lab.nth", { n }),
    ran,
    ...uplift,
  }));
  const caption = t("lab.fatigueCaption");
  return (
    <Panel
      title={t("lab.fatigue")}
      aside={
        <NativeSelect
          size="xs"
          aria-label={t("lab.repeatOf")}
          value={repeat}
          data={REPEATS.map((value) => ({ value, label: t(`lab.repeat.${value}`) }))}
          onChange={(event) => setRepeat(event.currentTarget.value as (typeof REPEATS)[number])}
        />
      }
    >
      <ChartFrame
        caption={caption}
        file={`offers-fatigue-${repeat}`}
        write={(value) => exactNumber(value, locale)}
        table={{
          head: [t("lab.which"), t("lab.ran"), t("lab.counted"), t("offer.ratio"), t("offer.low"), t("offer.high")],
          rows: rows.map(({ name, ran, offers, ratio, low, high }) => [name, ran, offers, ratio, low, high]),
        }}
      >
        <IntervalChart
          rows={rows.map((row) => ({
            ...row,
            detail: pooled(row),
            remark: remark(row),
          }))}
          format={(ratio) => t("roi.times", { ratio: compactNumber(ratio, locale) })}
          label={caption}
        />
      </ChartFrame>
      <PerStep perStep={perStep} />
    </Panel>
  );
}

function PerStep({ perStep }: { perStep: LabFatigue["perStep"] }) {
  const { t } = useWords();
  const { times, interval } = useRatioWords();
  const { ratio, low, high, enough } = perStep;
  const says = !enough || low === null || high === null ? "few" : high < 1 ? "wears" : low > 1 ? "grows" : "none";
  return (
    <p className={classes.note}>
      {t(`lab.perStep.${says}`, { ratio: times(ratio), interval: interval(perStep), count: perStep.offers })}
    </p>
  );
}
