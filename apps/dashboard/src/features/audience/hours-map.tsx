import { NativeSelect } from "@mantine/core";
import type { AudiencePeriod, BestTime, Estimate, HourOfWeek } from "../../api/audience.ts";
import { ChartFrame } from "../../charts/chart-frame.tsx";
import { type HeatCell, HeatMap } from "../../charts/heat-map.tsx";
import { useUrlText } from "../../components/use-url-state.ts";
import { compactMoney, exactMoney } from "../../format/money.ts";
import { compactNumber, compactPercent, exactNumber, exactPercent } from "../../format/number.ts";
import { hourName, weekdayName } from "../../format/time.ts";
import { useWords } from "../../i18n/index.ts";
import classes from "./audience.module.css";
import { bestHours, currenciesOf, estimateOf, type HourMeasure, hoursInUse } from "./hours.ts";
import { usePeriodWords } from "./use-period-words.ts";

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;

interface HoursMapProps {
  answer: BestTime;
  measure: HourMeasure;
  period: AudiencePeriod;
}

/** The week as a map: one line a day, one column an hour, each with its figure and how sure that is. */
export function HoursMap({ answer, measure, period }: HoursMapProps) {
  const { t, locale } = useWords();
  const currencies = currenciesOf(answer.hours);
  const [asked, setCurrency] = useUrlText("currency");
  const currency = currencies.includes(asked) ? asked : currencies[0];
  const of = (hour: HourOfWeek) => estimateOf(hour, measure, currency);
  const money = (micros: number) => ({ amountMicros: Math.round(micros), currency: currency ?? "XXX" });
  const written = (value: number) =>
    measure === "viewers"
      ? compactNumber(value, locale)
      : measure === "engagement"
        ? compactPercent(value, locale)
        : compactMoney(money(value), locale);
  const exact = (value: number) =>
    measure === "viewers"
      ? exactNumber(Math.round(value), locale)
      : measure === "engagement"
        ? exactPercent(Math.round(value * 1000) / 1000, locale)
        : exactMoney(money(value), locale);
  const interval = ({ low, high }: Estimate) =>
    low === null || high === null
      ? t("audience.noInterval")
      : t("audience.interval", { low: exact(low), high: exact(high) });
  const when = ({ weekday, hour }: HourOfWeek) =>
    t("audience.hour", { day: weekdayName(weekday, locale), hour: hourName(hour, locale) });
  const detail = (hour: HourOfWeek, estimate: Estimate) =>
    t("audience.hourDetail", {
      when: when(hour),
      value: t(`audience.valueOf.${measure}`, { value: exact(estimate.value) }),
      interval: interval(estimate),
      shows: t("audience.showsCount", { count: estimate.shows }),
    }) + (estimate.enough ? "" : ` ${t("audience.fewHere", { needed: answer.needed })}`);

  const best = bestHours(answer, of);
  const hours = hoursInUse(answer.hours);
  const highest = Math.max(...answer.hours.map((hour) => of(hour)?.value ?? 0), 0);
  const rows = WEEKDAYS.map((weekday) => ({
    key: String(weekday),
    name: weekdayName(weekday, locale),
    cells: hours.map((at): HeatCell | null => {
      const hour = answer.hours.find((one) => one.weekday === weekday && one.hour === at);
      const estimate = hour && of(hour);
      if (!hour || !estimate) return null;
      return {
        strength: highest === 0 ? 0 : estimate.value / highest,
        text: written(estimate.value),
        detail: detail(hour, estimate),
        unsure: !answer.enough || !estimate.enough,
        best: hour === best?.first.hour,
      };
    }),
  }));
  const known = answer.hours.flatMap((hour) => {
    const estimate = of(hour);
    return estimate ? [{ hour, estimate }] : [];
  });
  const caption = t("audience.hoursCaption", {
    what: t(`audience.unitOf.${measure}`),
    zone: answer.timezone,
    period: usePeriodWords(period),
  });
  const unit = measure === "revenue" ? (currency ?? "") : measure === "engagement" ? "0–1" : "";
  const scale = (value: number | null) => (value === null ? null : measure === "revenue" ? value / 1_000_000 : value);
  return (
    <>
      {best && (
        <p className={classes.answer}>
          <strong>{when(best.first.hour)}</strong>{" "}
          {t("audience.best", {
            value: t(`audience.valueOf.${measure}`, { value: written(best.first.estimate.value) }),
            interval: interval(best.first.estimate),
          })}{" "}
          {best.alike.length > 0 && t("audience.alike", { count: best.alike.length })}
        </p>
      )}
      {measure === "revenue" && currencies.length > 1 && (
        <NativeSelect
          size="xs"
          maw={120}
          mb="xs"
          aria-label={t("audience.currency")}
          value={currency}
          data={currencies}
          onChange={(event) => setCurrency(event.currentTarget.value)}
        />
      )}
      {known.length === 0 ? (
        <p className={classes.note}>{t(`audience.unknown.${measure}`)}</p>
      ) : (
        <ChartFrame
          caption={caption}
          file={`best-hours-${measure}`}
          write={(value, column) =>
            column < 4 ? exact(measure === "revenue" ? value * 1_000_000 : value) : exactNumber(value, locale)
          }
          table={{
            head: [
              t("audience.when"),
              t(`audience.measures.${measure}`),
              t("offer.low"),
              t("offer.high"),
              t("audience.shows"),
            ],
            units: ["", unit, unit, unit, ""],
            rows: known.map(({ hour, estimate }) => [
              when(hour),
              scale(estimate.value),
              scale(estimate.low),
              scale(estimate.high),
              estimate.shows,
            ]),
          }}
        >
          <HeatMap
            label={caption}
            columns={hours.map((hour) => ({ key: String(hour), name: String(hour) }))}
            rows={rows}
            hint={t("audience.hoursHint", { needed: answer.needed })}
            names={92}
            cell={60}
          />
        </ChartFrame>
      )}
    </>
  );
}
