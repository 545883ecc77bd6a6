import type { AudiencePeriod } from "../../api/audience.ts";
import { day } from "../../format/time.ts";
import { useWords } from "../../i18n/index.ts";

/** "3 Sept – 26 Nov". */
export function usePeriodWords({ from, to }: AudiencePeriod): string {
  const { t, locale } = useWords();
  return t("builder.period", { from: day(`${from}T12:00`, locale), to: day(`${to}T12:00`, locale) });
}
