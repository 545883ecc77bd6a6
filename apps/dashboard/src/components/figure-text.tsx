import type { MetricValue } from "../api/types.ts";
import { compactMetric, exactMetric, type Reading } from "../format/metric.ts";
import { useWords } from "../i18n/index.ts";

interface FigureTextProps {
  value: MetricValue | undefined;
  reading: Reading;
  currency?: string | null | undefined;
  /** Why the figure is unknown, where more is known than that no source gave it. */
  whyUnknown?: string | undefined;
}

/** A figure with at most 3 significant digits, the exact one on hover; unknown is a dash that says why. */
export function FigureText({ value = null, reading, currency, whyUnknown }: FigureTextProps) {
  const { t, locale } = useWords();
  if (value === null) {
    const why = whyUnknown ?? t("figure.unknown");
    return (
      <span className="dim" title={why}>
        <span aria-hidden="true">{compactMetric(null, reading, locale)}</span>
        <span className="visually-hidden">{why}</span>
      </span>
    );
  }
  return (
    <span className="nowrap" title={exactMetric(value, reading, locale, currency)}>
      {compactMetric(value, reading, locale, currency)}
    </span>
  );
}
