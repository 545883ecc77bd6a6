import { useCallback } from "react";
import { usePlatformName } from "../../components/platform-badge.tsx";
import { clock } from "../../format/time.ts";
import { useWords } from "../../i18n/index.ts";
import type { Mark } from "./marks.ts";
import classes from "./show.module.css";

/** Marks whose type has words of its own. */
const WORDED = [
  "product_pinned",
  "offer_started",
  "offer_sold_out",
  "connector_gap",
  "show_started",
  "show_ended",
  "show_paused",
  "show_resumed",
  "poll_opened",
  "poll_closed",
  "giveaway_opened",
  "giveaway_drawn",
] as const;

/** What a mark was, in words: "Pinned: Serum". */
export function useMarkLabel(): (mark: Mark) => string {
  const { t } = useWords();
  const nameOf = usePlatformName();
  return useCallback(
    (mark) => {
      const type = WORDED.find((worded) => worded === mark.type);
      const what = type ? t(`mark.${type}`) : mark.type.replaceAll("_", " ");
      const platform = mark.kind === "gap" ? mark.platforms.map(nameOf).join(", ") : null;
      const about = [platform, mark.about].filter(Boolean).join(", ");
      const recovered = mark.kind === "gap" && mark.recovered ? ` (${t("gap.recovered")})` : "";
      return (about ? t("mark.about", { what, about }) : what) + recovered;
    },
    [t, nameOf],
  );
}

interface MarkListProps {
  marks: readonly Mark[];
  /** The mark under the pointer or the focus, null for none. */
  onPoint: (key: string | null) => void;
}

/** What happened, in order; pointing at an entry shows it in the chart. */
export function MarkList({ marks, onPoint }: MarkListProps) {
  const { t, locale } = useWords();
  const label = useMarkLabel();
  if (marks.length === 0) return null;
  return (
    <ul className={classes.marks} aria-label={t("mark.title")}>
      {marks.map((mark) => (
        <li key={mark.key}>
          <button
            type="button"
            className={classes.mark}
            data-kind={mark.kind}
            onMouseEnter={() => onPoint(mark.key)}
            onMouseLeave={() => onPoint(null)}
            onFocus={() => onPoint(mark.key)}
            onBlur={() => onPoint(null)}
          >
            <span className={classes.markTime}>
              {clock(mark.at, locale)}
              {mark.to !== null && clock(mark.to, locale) !== clock(mark.at, locale) && `–${clock(mark.to, locale)}`}
            </span>
            {label(mark)}
          </button>
        </li>
      ))}
    </ul>
  );
}
