import { useElementSize } from "@mantine/hooks";
import { Scrolled } from "../components/scrolled.tsx";

export type BlockMark = "planned" | "now" | "done" | "late" | "missed" | "cut";

interface BlocksChartProps {
  blocks: readonly { key: string; on: boolean; mark: BlockMark; detail: string }[];
  words: { on: string; off: string };
  label: string;
}

const HEIGHT = 96;
const ROW = 28;
const NAMES = 48;

/** Blocks in time: on ones above, off ones below; solid once they ran as drawn, dashed where they did not. */
export function BlocksChart({ blocks, words, label }: BlocksChartProps) {
  const { ref, width } = useElementSize();
  const each = Math.max(4, (width - NAMES) / Math.max(1, blocks.length));
  return (
    <div ref={ref}>
      <Scrolled dir="ltr">
        <svg
          data-figure
          width={Math.max(width, NAMES + each * blocks.length)}
          height={HEIGHT}
          role="img"
          aria-label={label}
          style={{ display: "block" }}
        >
          {[words.on, words.off].map((word, row) => (
            <text key={word} x={0} y={8 + row * (ROW + 12) + ROW / 2 + 4} fontSize={12} fill="var(--dim)">
              {word}
            </text>
          ))}
          {blocks.map(({ key, on, mark, detail }, index) => {
            const colour = on ? "var(--accent)" : "var(--gap)";
            const spoilt = mark === "late" || mark === "missed" || mark === "cut";
            return (
              <rect
                key={key}
                x={NAMES + index * each + 1}
                y={8 + (on ? 0 : ROW + 12)}
                width={each - 2}
                height={ROW}
                fill={spoilt ? "none" : colour}
                fillOpacity={mark === "planned" ? 0.25 : 1}
                stroke={mark === "now" ? "var(--text)" : spoilt ? "var(--warn)" : colour}
                strokeWidth={mark === "now" ? 2.5 : 1}
                strokeDasharray={spoilt ? "3 3" : undefined}
              >
                <title>{detail}</title>
              </rect>
            );
          })}
        </svg>
      </Scrolled>
    </div>
  );
}
