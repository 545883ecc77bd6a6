import type { ReactNode } from "react";
import type { Source, SourceGap } from "../api/types.ts";
import { exactNumber } from "../format/number.ts";
import { clockWithSeconds, relativeTime } from "../format/time.ts";
import { useWords } from "../i18n/index.ts";
import { PlatformBadge } from "./platform-badge.tsx";
import classes from "./source-details.module.css";
import { SourceStateMark } from "./source-state.tsx";
import { useNow } from "./use-now.ts";

/** What a person typed to connect it: "@brandhost", a video's id. */
function titleOf({ settings }: Source): string | null {
  const handle = settings?.["handle"];
  if (typeof handle === "string") return `@${handle}`;
  const other = settings?.["video"] ?? settings?.["channel"];
  return typeof other === "string" ? other : null;
}

/** One source: state and since when, the platform's own words, counters, and the times in which it was not heard. */
export function SourceDetails({ source, children }: { source: Source; children?: ReactNode }) {
  const { t, locale } = useWords();
  const now = useNow(10_000);
  const title = titleOf(source);
  const { counters } = source;
  return (
    <div className={classes.source}>
      <div className={classes.head}>
        <PlatformBadge platform={source.platform} />
        {title && <bdi className={classes.title}>{title}</bdi>}
        <span className={classes.end}>{children}</span>
      </div>
      <div className={classes.state}>
        <SourceStateMark state={source.state} />
        <time className="dim" dateTime={source.since} title={clockWithSeconds(source.since, locale)}>
          {relativeTime(source.since, now, locale)}
        </time>
      </div>
      {source.detail && <p className={classes.detail}>{source.detail}</p>}
      <dl className={classes.counters}>
        {(["received", "stored", "duplicates", "deadLettered", "reconnects"] as const).map((counter) => (
          <div key={counter}>
            <dt>{t(`counter.${counter}`)}</dt>
            <dd>{exactNumber(counters[counter], locale)}</dd>
          </div>
        ))}
      </dl>
      {source.gaps.length > 0 && (
        <ul className={classes.gaps} aria-label={t("gap.title")}>
          {source.gaps.slice(-5).map((gap) => (
            <Gap key={gap.from} gap={gap} />
          ))}
        </ul>
      )}
    </div>
  );
}

function Gap({ gap }: { gap: SourceGap }) {
  const { t, locale } = useWords();
  const from = clockWithSeconds(gap.from, locale);
  return (
    <li>
      {gap.to === null
        ? t("gap.open", { from, reason: gap.reason })
        : t("gap.closed", { from, to: clockWithSeconds(gap.to, locale), reason: gap.reason })}
      {" · "}
      {gap.recovered ? t("gap.recovered") : t("gap.lost")}
    </li>
  );
}
