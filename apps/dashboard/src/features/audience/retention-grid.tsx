import type { AudiencePeriod, Retention, RetentionGroup } from "../../api/audience.ts";
import { ChartFrame } from "../../charts/chart-frame.tsx";
import { type HeatCell, HeatMap } from "../../charts/heat-map.tsx";
import { compactPercent, exactNumber, exactPercent } from "../../format/number.ts";
import { day, month, timeZoneName } from "../../format/time.ts";
import { useWords } from "../../i18n/index.ts";
import { usePeriodWords } from "./use-period-words.ts";

interface RetentionGridProps {
  period: AudiencePeriod;
  group: RetentionGroup;
  retention: Retention;
  interval: "day" | "week" | "month";
  /** The platform, in words. */
  where: string;
}

/** Cohorts below each other, intervals after the first beside each other; the last line is all cohorts together. */
export function RetentionGrid({ period, group, retention, interval, where }: RetentionGridProps) {
  const { t, locale } = useWords();
  const startOf = (at: string) => (interval === "month" ? month(at, locale) : day(at, locale));
  const longest = Math.max(...group.cohorts.map(({ back }) => back.length));
  const columns = Array.from({ length: longest }, (_, n) => ({ key: String(n), name: n === 0 ? "0" : `+${n}` }));
  const after = (n: number) => t(`audience.after.${interval}`, { count: n });
  const rows = group.cohorts.map(({ at, back }) => {
    const people = back[0] ?? 0;
    const name = t("audience.cohort", { start: startOf(at), people: exactNumber(people, locale) });
    const cells = columns.map((_, n): HeatCell | null => {
      const count = back[n];
      if (count === undefined) return null;
      const running = retention.unfinished && n === back.length - 1;
      const said = { back: exactNumber(count, locale), people: exactNumber(people, locale), start: startOf(at) };
      const rate = exactPercent(count / people, locale);
      const detail = n === 0 ? t("audience.first", said) : t("audience.back", { ...said, rate, after: after(n) });
      return {
        strength: count / people,
        text: compactPercent(count / people, locale),
        detail: running ? `${detail} ${t("audience.running")}` : detail,
        unsure: running,
      };
    });
    return { key: at, name, cells };
  });
  const overall = columns.map((_, n): HeatCell | null => {
    const { back = 0, people = 0, rate = null } = group.overall[n] ?? {};
    if (rate === null) return null;
    const said = { back: exactNumber(back, locale), people: exactNumber(people, locale) };
    return {
      strength: rate,
      text: compactPercent(rate, locale),
      detail: t("audience.overallBack", { ...said, rate: exactPercent(rate, locale), after: after(n) }),
    };
  });
  const caption = t("audience.retentionCaption", {
    steps: t(`audience.steps.${interval}`),
    where,
    zone: timeZoneName(),
    period: usePeriodWords(period),
  });
  return (
    <ChartFrame
      caption={caption}
      file="retention"
      write={(value) => exactNumber(value, locale)}
      writeTime={(at) => startOf(at.toISOString())}
      table={{
        head: [t("audience.start"), ...columns.map(({ key }) => key)],
        rows: [
          ...group.cohorts.map(({ at, back }) => [new Date(at), ...columns.map((_, n) => back[n] ?? null)]),
          [t("audience.overall"), ...columns.map((_, n) => group.overall[n]?.back ?? null)],
          [t("audience.overallOf"), ...columns.map((_, n) => group.overall[n]?.people ?? null)],
        ],
      }}
    >
      <HeatMap
        label={caption}
        columns={columns}
        rows={[...rows, { key: "overall", name: t("audience.overall"), cells: overall }]}
        hint={t("audience.hint")}
        names={152}
        cell={52}
      />
    </ChartFrame>
  );
}
