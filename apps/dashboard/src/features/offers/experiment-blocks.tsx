import type { Switchback, SwitchbackBlock } from "../../api/switchbacks.ts";
import { type BlockMark, BlocksChart } from "../../charts/blocks-chart.tsx";
import { ChartFrame } from "../../charts/chart-frame.tsx";
import { Panel } from "../../components/panel.tsx";
import { useNow } from "../../components/use-now.ts";
import { duration, exactNumber } from "../../format/number.ts";
import { clockWithSeconds } from "../../format/time.ts";
import { useWords } from "../../i18n/index.ts";

/** Which blocks are on, which run now, and which did not run as drawn. */
export function ExperimentBlocks({ switchback }: { switchback: Switchback }) {
  const { t, locale } = useWords();
  const now = useNow();
  const { blocks, status } = switchback;
  const rows = blocks.map((block, index) => {
    const state = stateOf(block, switchback, now);
    const late = block.switchedAt && block.from ? (Date.parse(block.switchedAt) - Date.parse(block.from)) / 1000 : 0;
    const said = t(`experiment.block.${state}`, { late: duration(late, locale) });
    const onOff = t(block.on ? "experiment.on" : "experiment.off");
    return { key: String(index), number: index + 1, from: block.from, on: block.on, state, onOff, said };
  });
  const current = rows.find(({ state }) => state === "now");
  return (
    <Panel
      title={t("experiment.course")}
      aside={
        status === "running" && current && t("experiment.nowBlock", { number: current.number, state: current.onOff })
      }
    >
      <ChartFrame
        caption={t("experiment.blocksCaption")}
        file="experiment-blocks"
        write={(value) => exactNumber(value, locale)}
        writeTime={(at) => clockWithSeconds(at, locale)}
        table={{
          head: [t("experiment.blockNumber"), t("experiment.startsAt"), t("experiment.drawn"), t("offer.status")],
          rows: rows.map(({ number, from, onOff, said }) => [number, from ? new Date(from) : null, onOff, said]),
        }}
      >
        <BlocksChart
          label={t("experiment.blocksCaption")}
          words={{ on: t("experiment.on"), off: t("experiment.off") }}
          blocks={rows.map(({ key, on, state, number, onOff, said }) => ({
            key,
            on,
            mark: state,
            detail: `${exactNumber(number, locale)}: ${onOff}. ${said}`,
          }))}
        />
      </ChartFrame>
    </Panel>
  );
}

function stateOf(
  { from, to, switchedAt, cutAt }: SwitchbackBlock,
  { burnInSeconds }: Switchback,
  now: number,
): BlockMark {
  if (from === null || to === null) return "planned";
  const [begin, end] = [Date.parse(from), Date.parse(to)];
  if (cutAt !== null) return "cut";
  if (begin > now) return "planned";
  if (switchedAt === null) return end > now ? "now" : "missed";
  if (Date.parse(switchedAt) - begin > Math.max(1, burnInSeconds) * 1000) return "late";
  return end > now ? "now" : "done";
}
