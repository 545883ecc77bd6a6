import { Link } from "react-router";
import type { MetricValue, WallRow } from "../../api/types.ts";
import { FigureText } from "../../components/figure-text.tsx";
import { Icon } from "../../components/icon.tsx";
import { comparePlatforms } from "../../components/platform.ts";
import { SampleMark, StatusMark } from "../../components/show-marks.tsx";
import { useNow } from "../../components/use-now.ts";
import type { Reading } from "../../format/metric.ts";
import { dayAndClock, relativeTime } from "../../format/time.ts";
import { useWords } from "../../i18n/index.ts";
import { useLiveShow } from "../../live/use-live.ts";
import { PlatformLine } from "./platform-line.tsx";
import classes from "./wall.module.css";

/** One show on one row: what it is, how each platform does, and what it earns. */
export function WallRowView({ row }: { row: WallRow }) {
  const { t, locale } = useWords();
  const { show } = row;
  const platforms = row.platforms.toSorted((a, b) => comparePlatforms(a.platform, b.platform));
  const live = useLiveShow(show.id);
  const began = show.startedAt ?? show.startsAt;
  const now = useNow(30_000);
  const pushed = (id: string, polled: MetricValue): MetricValue =>
    show.status === "live" ? (live.metrics[id] ?? polled) : polled;
  const figures: { label: string; value: MetricValue; reading: Reading }[] = [
    { label: t("wall.column.comments"), value: row.commentsPerMinute, reading: "count" },
    { label: t("wall.column.orders"), value: pushed("orders", row.orders), reading: "count" },
    { label: t("wall.column.revenue"), value: pushed("gmv_paid", row.revenue), reading: "money" },
  ];
  return (
    <li className={classes.row} data-trouble={row.trouble > 0 || undefined}>
      <div className={classes.show}>
        <Link to={`/shows/${show.id}`} className={classes.title}>
          {show.title}
        </Link>
        <span className={classes.marks}>
          <StatusMark status={show.status} />
          {show.sample && <SampleMark />}
        </span>
        <span className={classes.facts}>
          {began && (
            <time dateTime={began} title={dayAndClock(began, locale)}>
              {relativeTime(began, now, locale)}
            </time>
          )}
          {show.host && <span>{show.host}</span>}
        </span>
        {row.trouble > 0 && (
          <span className={classes.trouble}>
            <Icon name="alert" size={14} />
            {t("wall.trouble")}
          </span>
        )}
      </div>
      <ul className={classes.platforms}>
        {platforms.map((platform) => (
          <PlatformLine key={platform.platform} line={platform} />
        ))}
        {platforms.length === 0 && <li className={classes.none}>{t("wall.noSource")}</li>}
      </ul>
      {figures.map(({ label, value, reading }) => (
        <div key={label} className={classes.figure}>
          <span className={classes.figureLabel}>{label}</span>
          <FigureText value={value} reading={reading} currency={show.currency} />
        </div>
      ))}
    </li>
  );
}
