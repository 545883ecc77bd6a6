import { compactNumber, UNKNOWN } from "../../format/number.ts";
import { useWords } from "../../i18n/index.ts";

/** A ratio with its 95 % interval. */
export interface RatioOf {
  ratio: number | null;
  low: number | null;
  high: number | null;
  enough: boolean;
}

/** Writes a ratio with its interval, and what it says: more, less, no difference to be seen, or too little data. */
export function useRatioWords() {
  const { t, locale } = useWords();
  const times = (ratio: number | null) =>
    ratio === null ? UNKNOWN : t("roi.times", { ratio: compactNumber(ratio, locale) });
  const interval = ({ low, high }: RatioOf) =>
    low === null
      ? UNKNOWN
      : t("offer.interval", { low: times(low), high: high === null ? t("offer.noEnd") : times(high) });
  return {
    times,
    interval,
    verdict: ({ low, high, enough }: RatioOf) =>
      t(
        !enough || low === null
          ? "offer.verdict.few"
          : low > 1
            ? "offer.verdict.more"
            : high !== null && high < 1
              ? "offer.verdict.less"
              : "offer.verdict.none",
      ),
  };
}
