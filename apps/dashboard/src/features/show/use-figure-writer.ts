import { useCallback } from "react";
import { useDefinitions } from "../../api/figures.ts";
import { exactMetric, readingOf } from "../../format/metric.ts";
import { useWords } from "../../i18n/index.ts";

/** Writes a number that was drawn, in its figure's own unit. */
export function useFigureWriter(metric: string, currency: string | null): (value: number) => string {
  const { locale } = useWords();
  const definitions = useDefinitions();
  const reading = readingOf(definitions.data?.get(metric)?.unit);
  return useCallback(
    (value) =>
      reading === "money" && currency
        ? exactMetric([{ amountMicros: Math.round(value * 1_000_000), currency }], reading, locale)
        : exactMetric(value, reading === "money" ? "count" : reading, locale),
    [reading, currency, locale],
  );
}
