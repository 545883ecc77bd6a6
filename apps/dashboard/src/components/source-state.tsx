import type { SourceState } from "../api/types.ts";
import { useWords } from "../i18n/index.ts";
import classes from "./badges.module.css";

type Tone = "good" | "busy" | "warn" | "bad" | "off";

const TONES: Record<SourceState, Tone> = {
  live: "good",
  connecting: "busy",
  degraded: "warn",
  rate_limited: "warn",
  quota_exhausted: "warn",
  auth_required: "bad",
  failed: "bad",
  offline: "off",
  ended: "off",
};

/** Shapes differ as well as colours: a dot, a ring, a triangle, a cross, a bar. */
const SHAPES: Record<Tone, string> = {
  good: "M6 1.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9Z",
  busy: "M6 2a4 4 0 1 0 4 4",
  warn: "M6 1 11.5 10.8H.5Z",
  bad: "M1.8 1.8l8.4 8.4M10.2 1.8l-8.4 8.4",
  off: "M1.5 6h9",
};

const FILLED: ReadonlySet<Tone> = new Set<Tone>(["good", "warn"]);

/** Whether somebody should look at a source in this state. */
export const needsSomebody = (state: SourceState): boolean => TONES[state] === "warn" || TONES[state] === "bad";

/** Whether a source's own words say why it brings nothing, or less than it should. */
export const explainsItself = (state: SourceState): boolean => needsSomebody(state) || state === "offline";

/** A source's state as a shape and a word. */
export function SourceStateMark({ state, short = false }: { state: SourceState; short?: boolean }) {
  const { t } = useWords();
  const tone = TONES[state] ?? "off";
  const word = t(`sourceState.${state}`);
  return (
    <span className={classes.state} data-tone={tone} title={short ? word : undefined}>
      <svg width="10" height="10" viewBox="0 0 12 12" aria-hidden="true">
        <path
          d={SHAPES[tone]}
          fill={FILLED.has(tone) ? "currentColor" : "none"}
          stroke={FILLED.has(tone) ? "none" : "currentColor"}
          strokeWidth="2"
          strokeLinecap="round"
        />
      </svg>
      <span className={short ? "visually-hidden" : undefined}>{word}</span>
    </span>
  );
}
