import { type AudiencePeriod, useRepeatRate } from "../../api/audience.ts";
import { Empty } from "../../components/empty.tsx";
import { Loading } from "../../components/loading.tsx";
import { Panel } from "../../components/panel.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { compactPercent, exactNumber, exactPercent, UNKNOWN } from "../../format/number.ts";
import { useWords } from "../../i18n/index.ts";
import classes from "./audience.module.css";

/** How many of those who bought first in the period bought again within 30, 60 and 90 days. */
export function RepeatRates({ period }: { period: AudiencePeriod }) {
  const { t, locale } = useWords();
  const question = useRepeatRate(period);
  const all = question.data?.groups.find(({ platform }) => platform === null);
  return (
    <Panel title={t("audience.repeat")}>
      {question.error ? (
        <ProblemNote error={question.error} onRetry={() => void question.refetch()} />
      ) : !question.data ? (
        <Loading h={72} />
      ) : !all ? (
        <Empty>{t("audience.nobody.bought")}</Empty>
      ) : (
        <>
          <p className={classes.note}>{t("audience.repeatRule", { count: all.buyers })}</p>
          <dl className={classes.rates}>
            {all.rates.map(({ days, repeated, passed, rate }) => (
              <div key={days}>
                <dt>{t("audience.within", { count: days })}</dt>
                <dd title={rate === null ? t("audience.notPassed") : exactPercent(rate, locale)}>
                  {rate === null ? UNKNOWN : compactPercent(rate, locale)}
                  <span>
                    {passed === 0
                      ? t("audience.notPassed")
                      : t("audience.ofPassed", {
                          repeated: exactNumber(repeated, locale),
                          passed: exactNumber(passed, locale),
                        })}
                  </span>
                </dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </Panel>
  );
}
