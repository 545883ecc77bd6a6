import { useElementSize } from "@mantine/hooks";
import { Scrolled } from "../components/scrolled.tsx";

interface PairsChartProps {
  pairs: readonly { key: string; name: string; on: number; off: number; detail: string }[];
  words: { on: string; off: string };
  format: (value: number) => string;
  label: string;
}

const HEIGHT = 240;
const AXIS_WIDTH = 56;
const AXIS_HEIGHT = 28;
/** Below the words. */
const TOP = 28;

/** Two values of each pair, joined: full with it on, empty with it off. */
export function PairsChart({ pairs, words, format, label }: PairsChartProps) {
  const { ref, width } = useElementSize();
  // Where nothing was sold the axis still has a height.
  const most = Math.max(...pairs.flatMap(({ on, off }) => [on, off])) || 1;
  const each = Math.max(24, (width - AXIS_WIDTH) / Math.max(1, pairs.length));
  const y = (value: number) => TOP + (1 - value / most) * (HEIGHT - TOP - AXIS_HEIGHT);
  const every = Math.ceil(56 / each);
  return (
    <div ref={ref}>
      <Scrolled dir="ltr">
        <svg
          data-figure
          width={Math.max(width, AXIS_WIDTH + each * pairs.length)}
          height={HEIGHT}
          role="img"
          aria-label={label}
          style={{ display: "block" }}
        >
          {[0, 0.5, 1].map((share) => (
            <g key={share}>
              <line x1={AXIS_WIDTH} x2="100%" y1={y(share * most)} y2={y(share * most)} stroke="var(--line)" />
              <text x={AXIS_WIDTH - 8} y={y(share * most) + 4} textAnchor="end" fontSize={12} fill="var(--dim)">
                {format(share * most)}
              </text>
            </g>
          ))}
          {pairs.map(({ key, name, on, off, detail }, index) => {
            const x = AXIS_WIDTH + (index + 0.5) * each;
            return (
              <g key={key}>
                <title>{detail}</title>
                <line x1={x} x2={x} y1={y(on)} y2={y(off)} stroke="var(--gap)" strokeWidth={2} />
                <circle cx={x} cy={y(off)} r={5} fill="var(--surface)" stroke="var(--gap)" strokeWidth={2} />
                <circle cx={x} cy={y(on)} r={5} fill="var(--accent)" />
                {index % every === 0 && (
                  <text x={x} y={HEIGHT - 8} textAnchor="middle" fontSize={12} fill="var(--dim)">
                    {name}
                  </text>
                )}
              </g>
            );
          })}
          <g fontSize={12} fill="var(--text)">
            <circle cx={AXIS_WIDTH + 8} cy={6} r={5} fill="var(--accent)" />
            <text x={AXIS_WIDTH + 18} y={10}>
              {words.on}
            </text>
            <circle cx={AXIS_WIDTH + 78} cy={6} r={4} fill="var(--surface)" stroke="var(--gap)" strokeWidth={2} />
            <text x={AXIS_WIDTH + 88} y={10}>
              {words.off}
            </text>
          </g>
        </svg>
      </Scrolled>
    </div>
  );
}
