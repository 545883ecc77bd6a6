import { NativeSelect, SegmentedControl } from "@mantine/core";
import { Link } from "react-router";
import { type AudiencePeriod, useRetention } from "../../api/audience.ts";
import { Empty } from "../../components/empty.tsx";
import { Loading } from "../../components/loading.tsx";
import { Panel } from "../../components/panel.tsx";
import { comparePlatforms } from "../../components/platform.ts";
import { usePlatformName } from "../../components/platform-badge.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { useUrlChoice } from "../../components/use-url-state.ts";
import { useWords } from "../../i18n/index.ts";
import classes from "./audience.module.css";
import { RetentionGrid } from "./retention-grid.tsx";
import { usePlatform } from "./use-platform.ts";

const ACTIVITIES = ["watched", "bought"] as const;
const INTERVALS = ["week", "day", "month"] as const;

/** Who came back, cohort by cohort. */
export function RetentionPanel({ period }: { period: AudiencePeriod }) {
  const { t } = useWords();
  const nameOf = usePlatformName();
  const [activity, setActivity] = useUrlChoice("activity", ACTIVITIES);
  const [interval, setInterval] = useUrlChoice("interval", INTERVALS);
  const retention = useRetention({ ...period, activity, interval });
  const groups = (retention.data?.groups ?? []).toSorted((a, b) =>
    a.platform === null || b.platform === null ? 0 : comparePlatforms(a.platform, b.platform),
  );
  const names = groups.map(({ platform }) => platform ?? "");
  const [platform, choose] = usePlatform(names);
  const group = groups.find((one) => (one.platform ?? "") === platform);
  return (
    <Panel
      title={t(`audience.retention.${activity}`)}
      aside={
        <>
          {names.length > 1 && (
            <NativeSelect
              size="xs"
              aria-label={t("group.platform")}
              value={platform}
              data={names.map((name) => ({ value: name, label: name === "" ? t("audience.allShops") : nameOf(name) }))}
              onChange={(event) => choose(event.currentTarget.value)}
            />
          )}
          <SegmentedControl
            size="xs"
            aria-label={t("audience.activity")}
            value={activity}
            data={ACTIVITIES.map((value) => ({ value, label: t(`audience.activities.${value}`) }))}
            onChange={setActivity}
          />
          <SegmentedControl
            size="xs"
            aria-label={t("audience.interval")}
            value={interval}
            data={INTERVALS.map((value) => ({ value, label: t(`audience.intervals.${value}`) }))}
            onChange={setInterval}
          />
        </>
      }
    >
      {retention.error ? (
        <ProblemNote error={retention.error} onRetry={() => void retention.refetch()} />
      ) : !retention.data ? (
        <Loading h={280} />
      ) : !group || group.cohorts.length === 0 ? (
        <Empty action={<Link to="/connections">{t("nav.connections")}</Link>}>{t(`audience.nobody.${activity}`)}</Empty>
      ) : (
        <>
          <p className={classes.note}>{t(`audience.rule.${activity}`)}</p>
          <RetentionGrid
            period={period}
            group={group}
            retention={retention.data}
            interval={interval}
            where={platform === "" ? t("audience.allShops") : nameOf(platform)}
          />
        </>
      )}
    </Panel>
  );
}
