import type { Highlights, PeakRule } from "../../api/highlights.ts";
import { exactNumber } from "../../format/number.ts";
import { useWords } from "../../i18n/index.ts";
import classes from "./highlights.module.css";

/** What counts as a peak and what mattered, with the figures of this show. */
export function PeakRules({ peaks }: { peaks: Highlights["peaks"] }) {
  const { t, locale } = useWords();
  const text = (kind: "chat" | "sales", { median, spread, threshold, factor, minimum, minutes }: PeakRule) =>
    median === null || spread === null || threshold === null
      ? t(`highlights.noPeaks.${kind}`)
      : t(`highlights.rule.${kind}`, {
          threshold: exactNumber(Math.round(threshold * 10) / 10, locale),
          median: exactNumber(median, locale),
          spread: exactNumber(Math.round(spread * 10) / 10, locale),
          factor,
          minimum,
          minutes,
        });
  return (
    <details className={classes.rules}>
      <summary>{t("highlights.definition")}</summary>
      <p>{text("sales", peaks.sales)}</p>
      <p>{text("chat", peaks.chat)}</p>
      <p>{t("highlights.mattered")}</p>
    </details>
  );
}
