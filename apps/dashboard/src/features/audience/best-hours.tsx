import { NativeSelect, SegmentedControl } from "@mantine/core";
import { Link } from "react-router";
import { type AudiencePeriod, useBestTime, useNewAndReturning } from "../../api/audience.ts";
import { Empty } from "../../components/empty.tsx";
import { Icon } from "../../components/icon.tsx";
import { Loading } from "../../components/loading.tsx";
import { Panel } from "../../components/panel.tsx";
import { comparePlatforms } from "../../components/platform.ts";
import { usePlatformName } from "../../components/platform-badge.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { useUrlChoice, useUrlText } from "../../components/use-url-state.ts";
import { timeZoneName } from "../../format/time.ts";
import { useWords } from "../../i18n/index.ts";
import classes from "./audience.module.css";
import { HOUR_MEASURES } from "./hours.ts";
import { HoursMap } from "./hours-map.tsx";

const ZONES = Intl.supportedValuesOf("timeZone");

/** When to go live: what each hour of the week has brought, and whether that is enough to say. */
export function BestHours({ period }: { period: AudiencePeriod }) {
  const { t } = useWords();
  const nameOf = usePlatformName();
  const [measure, setMeasure] = useUrlChoice("measure", HOUR_MEASURES);
  const [asked, setZone] = useUrlText("zone");
  const [platform, setPlatform] = useUrlText("hoursOf");
  const zone = asked || timeZoneName();
  const shows = useNewAndReturning(period).data ?? [];
  const platforms = [...new Set(shows.map((row) => row.platform))].sort(comparePlatforms);
  const best = useBestTime({ ...period, timezone: zone, platform });
  const answer = best.data;
  return (
    <Panel
      title={t("audience.bestHours")}
      aside={
        <>
          <NativeSelect
            size="xs"
            aria-label={t("group.platform")}
            value={platform}
            data={[
              { value: "", label: t("audience.allPlatforms") },
              ...platforms.map((name) => ({ value: name, label: nameOf(name) })),
            ]}
            onChange={(event) => setPlatform(event.currentTarget.value)}
          />
          <SegmentedControl
            size="xs"
            aria-label={t("attribution.measure")}
            value={measure}
            data={HOUR_MEASURES.map((value) => ({ value, label: t(`audience.measures.${value}`) }))}
            onChange={setMeasure}
          />
          <NativeSelect
            size="xs"
            aria-label={t("audience.zone")}
            value={zone}
            data={ZONES.includes(zone) ? ZONES : [zone, ...ZONES]}
            onChange={(event) => setZone(event.currentTarget.value)}
          />
        </>
      }
    >
      {best.error ? (
        <ProblemNote error={best.error} onRetry={() => void best.refetch()} />
      ) : !answer ? (
        <Loading h={280} />
      ) : answer.shows === 0 ? (
        <Empty action={<Link to="/shows">{t("shows.title")}</Link>}>{t("audience.noShows")}</Empty>
      ) : (
        <>
          {!answer.enough && (
            <p className={classes.few}>
              <Icon name="alert" />
              <span>
                <strong>{t("audience.few", { shows: answer.shows, needed: answer.needed })}</strong>{" "}
                {t("audience.fewWhy")}
              </span>
            </p>
          )}
          <HoursMap answer={answer} measure={measure} period={period} />
        </>
      )}
    </Panel>
  );
}
