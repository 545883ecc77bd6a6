import type { FunnelStep } from "../../api/types.ts";
import { compactMetric, exactMetric } from "../../format/metric.ts";
import { compactNumber, compactPercent, duration, exactNumber, exactPercent } from "../../format/number.ts";
import { useWords } from "../../i18n/index.ts";
import classes from "./funnel.module.css";
import { useStepName } from "./step-name.ts";

/** One bar per step, as long as the share of the first step that reached it, and who was lost on the way there. */
export function FunnelSteps({ steps }: { steps: readonly FunnelStep[] }) {
  const { t, locale } = useWords();
  const stepName = useStepName();
  return (
    <ol className={classes.steps}>
      {steps.map((step, index) => {
        const before = steps[index - 1];
        const lost = before ? before.count - step.count : 0;
        const share = step.conversionFromStart ?? 0;
        return (
          <li key={step.event} className={classes.step}>
            <span className={classes.name}>{stepName(step.event)}</span>
            <span className={classes.track}>
              <span className={classes.bar} style={{ inlineSize: `${Math.min(1, share) * 100}%` }} />
            </span>
            <span className={classes.count} title={exactNumber(step.count, locale)}>
              {compactNumber(step.count, locale)}
            </span>
            <span className={classes.share} title={exactPercent(share, locale)}>
              {compactPercent(share, locale)}
            </span>
            <span className={classes.between}>
              {before && t("funnel.lost", { count: lost, people: compactNumber(lost, locale) })}
              {before && step.conversionFromPrevious !== null && (
                <> · {t("funnel.fromBefore", { share: compactPercent(step.conversionFromPrevious, locale) })}</>
              )}
              {step.medianSeconds !== null && before && (
                <> · {t("funnel.median", { time: duration(step.medianSeconds, locale) })}</>
              )}
              {step.amount.length > 0 && (
                <span title={exactMetric(step.amount, "money", locale)}>
                  {" "}
                  · {compactMetric(step.amount, "money", locale)}
                </span>
              )}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
