import type { Source } from "../../api/types.ts";
import { Icon } from "../../components/icon.tsx";
import { usePlatformName } from "../../components/platform-badge.tsx";
import { needsSomebody } from "../../components/source-state.tsx";
import { clock } from "../../format/time.ts";
import { useWords } from "../../i18n/index.ts";
import classes from "./show.module.css";

/** What is missing from the figures below: times in which a platform was not heard, and sources that need somebody. */
export function PartialNote({ sources }: { sources: readonly Source[] }) {
  const { t, locale } = useWords();
  const nameOf = usePlatformName();
  const parts = sources.flatMap((source) => {
    const platform = nameOf(source.platform);
    const gaps = source.gaps
      .filter((gap) => !gap.recovered)
      .map((gap) =>
        gap.to === null
          ? t("partial.blindSince", { platform, from: clock(gap.from, locale) })
          : t("partial.blind", { platform, from: clock(gap.from, locale), to: clock(gap.to, locale) }),
      );
    const trouble = needsSomebody(source.state)
      ? [
          t("partial.state", {
            platform,
            state: t(`sourceState.${source.state}`),
            since: clock(source.since, locale),
          }),
        ]
      : [];
    return [...trouble, ...gaps.slice(-3)];
  });
  if (parts.length === 0) return null;
  return (
    <p className={classes.partial}>
      <Icon name="alert" size={14} />
      <span>
        <strong>{t("partial.title")}</strong> {parts.join("; ")}
      </span>
    </p>
  );
}
