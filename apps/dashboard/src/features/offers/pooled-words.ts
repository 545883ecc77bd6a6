import type { LabBin } from "../../api/offers.ts";
import { useWords } from "../../i18n/index.ts";
import { useRatioWords } from "./ratio-words.ts";

/** What several offers did together, of how many ran. */
type Pooled = LabBin["uplift"] & { ran: number };

/** Writes what several offers did together: how many ran, how many counted, and the ratio where there is one. */
export function usePooledWords() {
  const { t } = useWords();
  const { times, interval } = useRatioWords();
  return {
    pooled: (row: Pooled) => {
      const counted = t("lab.ofAll", { count: row.ran, enough: row.offers });
      return row.enough ? `${times(row.ratio)}, ${interval(row)}. ${counted}` : `${t("offer.few")}. ${counted}`;
    },
    /** Why there is nothing to draw; undefined where there is. */
    remark: (row: Pooled) =>
      row.enough ? undefined : row.ran === 0 ? t("lab.none") : t("lab.few", { count: row.ran }),
  };
}
