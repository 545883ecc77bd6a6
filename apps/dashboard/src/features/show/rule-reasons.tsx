import type { Definitions } from "../../api/comparisons.ts";
import type { MetricValue, Show } from "../../api/types.ts";
import { exactMetric, type Reading, readingOf } from "../../format/metric.ts";
import { useWords } from "../../i18n/index.ts";
import classes from "./rules.module.css";

interface RuleReasonsProps {
  set: Definitions["sets"][number];
  show: Show;
}

/** How a rule set counts, figure by figure: its formula, how far it is from ours, and why. */
export function RuleReasons({ set, show }: RuleReasonsProps) {
  const { t, locale } = useWords();
  const write = (value: MetricValue, reading: Reading) => exactMetric(value, reading, locale, show.currency);
  return (
    <div className={classes.reasons}>
      <p className={classes.about}>
        <strong>{t(`rules.set.${set.id}`)}.</strong> {set.about}
      </p>
      <dl className={classes.list}>
        {set.figures.map(({ concept, name, formula, value, unit, oursValue, difference, why }) => {
          const reading = readingOf(unit);
          return (
            <div key={concept}>
              <dt>
                {name}: <span className="nowrap">{write(value, reading)}</span>
              </dt>
              <dd>
                <span className={classes.formula}>{formula}</span>
                {why !== "" && (
                  <span>
                    {difference !== null && !(Array.isArray(difference) && difference.length === 0) && (
                      <>
                        {t("rules.difference", {
                          ours: write(oursValue, reading),
                          by: signed(difference, write, reading),
                        })}{" "}
                      </>
                    )}
                    {why}
                  </span>
                )}
              </dd>
            </div>
          );
        })}
      </dl>
    </div>
  );
}

/** A difference with its sign: money has one for each currency. */
function signed(value: MetricValue, write: (value: MetricValue, reading: Reading) => string, reading: Reading): string {
  const sign = (amount: number) => (amount > 0 ? "+" : amount < 0 ? "−" : "±");
  if (typeof value === "string") return write(value, reading);
  if (!Array.isArray(value)) return `${sign(value ?? 0)}${write(Math.abs(value ?? 0), reading)}`;
  return value
    .map(
      (money) =>
        `${sign(money.amountMicros)}${write([{ ...money, amountMicros: Math.abs(money.amountMicros) }], reading)}`,
    )
    .join(" · ");
}
