import { NativeSelect, SegmentedControl } from "@mantine/core";
import { lazy } from "react";
import { Link } from "react-router";
import { type AudiencePeriod, type NewAndReturningRow, useNewAndReturning } from "../../api/audience.ts";
import { useShows } from "../../api/shows.ts";
import { ChartFrame } from "../../charts/chart-frame.tsx";
import { Empty } from "../../components/empty.tsx";
import { Loading } from "../../components/loading.tsx";
import { Panel } from "../../components/panel.tsx";
import { comparePlatforms } from "../../components/platform.ts";
import { usePlatformName } from "../../components/platform-badge.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { useUrlChoice } from "../../components/use-url-state.ts";
import { exactNumber } from "../../format/number.ts";
import { useWords } from "../../i18n/index.ts";
import { showDays } from "./show-names.ts";
import { usePeriodWords } from "./use-period-words.ts";
import { usePlatform } from "./use-platform.ts";

const StackedColumnsChart = lazy(async () => ({
  default: (await import("../../charts/stacked-columns-chart.tsx")).StackedColumnsChart,
}));

const WHO = ["viewers", "buyers"] as const;

/** Who was there, or bought, for the first time, show by show. */
export function NewAndReturning({ period }: { period: AudiencePeriod }) {
  const { t, locale } = useWords();
  const nameOf = usePlatformName();
  const [who, setWho] = useUrlChoice("who", WHO);
  const question = useNewAndReturning(period);
  const shows = new Map((useShows().data ?? []).map((show) => [show.id, show]));
  const known = (question.data ?? []).flatMap((row) => countsOf(row, who));
  const platforms = [...new Set(known.map((row) => row.platform))].sort(comparePlatforms);
  const [platform, choose] = usePlatform(platforms);
  const rows = known.filter((row) => row.platform === platform);
  const series = [
    { key: "new", name: t("audience.new"), colour: "var(--series-1)" },
    { key: "returning", name: t("audience.returning"), colour: "var(--series-3)" },
  ];
  const caption = t(`audience.newCaption.${who}`, { where: nameOf(platform), period: usePeriodWords(period) });
  const days = showDays(
    rows.flatMap(({ show }) => shows.get(show) ?? []),
    locale,
  );
  const titled = rows.map(({ show, fresh, all }) => {
    const title = shows.get(show)?.title ?? show;
    return { show, title, when: days.get(show) ?? title, fresh, all };
  });
  const named = (title: string, when: string) => t("compare.show", { title, day: when });
  return (
    <Panel
      title={t("audience.newAndReturning")}
      aside={
        <>
          {platforms.length > 1 && (
            <NativeSelect
              size="xs"
              aria-label={t("group.platform")}
              value={platform}
              data={platforms.map((name) => ({ value: name, label: nameOf(name) }))}
              onChange={(event) => choose(event.currentTarget.value)}
            />
          )}
          <SegmentedControl
            size="xs"
            aria-label={t("audience.who")}
            value={who}
            data={WHO.map((value) => ({ value, label: t(`audience.people.${value}`) }))}
            onChange={setWho}
          />
        </>
      }
    >
      {question.error ? (
        <ProblemNote error={question.error} onRetry={() => void question.refetch()} />
      ) : !question.data ? (
        <Loading h={240} />
      ) : titled.length === 0 ? (
        <Empty action={<Link to="/shows">{t("shows.title")}</Link>}>
          {t(question.data.length === 0 ? "audience.noShows" : "audience.noOrders")}
        </Empty>
      ) : (
        <ChartFrame
          caption={caption}
          file={`new-and-returning-${who}`}
          legend={series}
          write={(value) => exactNumber(value, locale)}
          table={{
            head: [t("group.show"), t("audience.new"), t("audience.returning")],
            rows: titled.map(({ title, when, fresh, all }) => [named(title, when), fresh, all - fresh]),
          }}
        >
          <StackedColumnsChart
            columns={titled.map(({ show, title, when, fresh, all }) => ({
              key: show,
              name: when,
              title: named(title, when),
              values: { new: fresh, returning: all - fresh },
            }))}
            series={series}
            format={(value) => exactNumber(value, locale)}
          />
        </ChartFrame>
      )}
    </Panel>
  );
}

/** How many and how many of them new; nothing for a platform that tells of no orders. */
function countsOf({ show, platform, ...row }: NewAndReturningRow, who: (typeof WHO)[number]) {
  const [all, fresh] = who === "viewers" ? [row.viewers, row.viewersNew] : [row.buyers, row.buyersNew];
  return all === null || fresh === null ? [] : [{ show, platform, all, fresh }];
}
