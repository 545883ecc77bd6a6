import {
  FEWEST_ORDERS,
  FEWEST_PAIRS,
  type Switchback,
  type SwitchbackVerdict,
  useSwitchbackResult,
} from "../../api/switchbacks.ts";
import { ChartFrame } from "../../charts/chart-frame.tsx";
import { IntervalChart } from "../../charts/interval-chart.tsx";
import { PairsChart } from "../../charts/pairs-chart.tsx";
import { Empty } from "../../components/empty.tsx";
import { Loading } from "../../components/loading.tsx";
import { Panel } from "../../components/panel.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { compactNumber, exactNumber } from "../../format/number.ts";
import { clock, clockWithSeconds } from "../../format/time.ts";
import { useWords } from "../../i18n/index.ts";
import classes from "./offers.module.css";
import { useRatioWords } from "./ratio-words.ts";

/** Pairs that follow each other faster need seconds to tell their times apart. */
const MINUTE_MILLISECONDS = 60_000;

/** What the experiment says; nothing before it is over, since looking early makes chance look like an effect. */
export function ExperimentResult({ switchback }: { switchback: Switchback }) {
  const { t } = useWords();
  const { id, status, stoppedAt } = switchback;
  const answer = useSwitchbackResult(id, status);
  const isOver = status === "ended" || status === "stopped";
  return (
    <Panel title={t("experiment.result")}>
      {!isOver ? (
        <Empty>{t(`experiment.notYet.${status}`)}</Empty>
      ) : answer.error ? (
        <ProblemNote error={answer.error} onRetry={() => void answer.refetch()} />
      ) : !answer.data ? (
        <Loading h={120} />
      ) : answer.data.result === null ? (
        <Empty>{t("experiment.noOrders")}</Empty>
      ) : (
        <Verdict result={answer.data.result} spoilt={answer.data.spoilt} stopped={stoppedAt !== null} />
      )}
    </Panel>
  );
}

function Verdict({ result, spoilt, stopped }: { result: SwitchbackVerdict; spoilt: number; stopped: boolean }) {
  const { t, locale } = useWords();
  const { times, interval, verdict } = useRatioWords();
  const { enough, pairs, orders, pValue } = result;
  const each = result.each.map(({ from, ...rates }) => ({ from: Date.parse(from), ...rates }));
  const per = result.perViewer ? "perViewer" : "perShow";
  const caption = t(`experiment.ratioCaption.${per}`);
  // A viewer's rate is tiny: people read orders of a thousand.
  const shown = (rate: number) => rate * (result.perViewer ? 1000 : 1);
  const pairsCaption = t(`experiment.pairsCaption.${per}`);
  const isShort = (each[1]?.from ?? Number.POSITIVE_INFINITY) - (each[0]?.from ?? 0) < MINUTE_MILLISECONDS;
  const begin = (at: number) => (isShort ? clockWithSeconds : clock)(at, locale);
  return (
    <div className={classes.stack}>
      <p className={classes.verdict}>
        <strong data-few={!enough || undefined}>{enough ? times(result.ratio) : t("offer.few")}</strong>
        <span>
          {enough ? verdict(result) : t("experiment.few", { pairs: FEWEST_PAIRS, orders: FEWEST_ORDERS })}{" "}
          {enough && result.low !== null && t("offer.intervalIs", { interval: interval(result) })}{" "}
          {enough && t("experiment.chance", { p: compactNumber(pValue, locale) })}
        </span>
      </p>
      <p className={classes.small}>
        {t("experiment.counted", { count: pairs, on: orders.on, off: orders.off })}{" "}
        {spoilt > 0 && t("experiment.spoilt", { count: spoilt })} {stopped && t("experiment.stoppedEarly")}
      </p>
      {enough && (
        <ChartFrame
          caption={caption}
          file="experiment-ratio"
          write={(value) => exactNumber(value, locale)}
          table={{
            head: [t("experiment.result"), t("offer.ratio"), t("offer.low"), t("offer.high")],
            rows: [[t("experiment.onOff"), result.ratio, result.low, result.high]],
          }}
        >
          <IntervalChart
            rows={[{ key: "ratio", name: t("experiment.onOff"), ...result, detail: interval(result) }]}
            format={times}
            label={caption}
            isNamed={false}
          />
        </ChartFrame>
      )}
      {each.length > 0 && (
        <ChartFrame
          caption={pairsCaption}
          file="experiment-pairs"
          write={(value) => exactNumber(value, locale)}
          writeTime={(at) => begin(at.getTime())}
          table={{
            head: [t("experiment.pair"), t("experiment.on"), t("experiment.off")],
            rows: each.map(({ from, on, off }) => [new Date(from), shown(on), shown(off)]),
          }}
        >
          <PairsChart
            label={pairsCaption}
            words={{ on: t("experiment.on"), off: t("experiment.off") }}
            format={(value) => compactNumber(value, locale)}
            pairs={each.map(({ from, on, off }) => ({
              key: String(from),
              name: begin(from),
              on: shown(on),
              off: shown(off),
              detail: `${begin(from)}: ${t("experiment.on")} ${compactNumber(shown(on), locale)}, ${t("experiment.off")} ${compactNumber(shown(off), locale)}`,
            }))}
          />
        </ChartFrame>
      )}
    </div>
  );
}
