import { useCallback } from "react";
import { useWords } from "../i18n/index.ts";
import classes from "./badges.module.css";
import { platformHue, platformName } from "./platform.ts";

/** The name under which a platform is shown. */
export function usePlatformName(): (platform: string) => string {
  const { t } = useWords();
  return useCallback((platform) => platformName(platform) ?? t("platform.native"), [t]);
}

/** A platform by its fixed hue and its name; `short` shows the first letter and keeps the name for screen readers. */
export function PlatformBadge({ platform, short = false }: { platform: string; short?: boolean }) {
  const name = usePlatformName()(platform);
  return (
    <span className={classes.platform} title={short ? name : undefined}>
      <span className={classes.glyph} style={{ background: platformHue(platform) }} aria-hidden="true">
        {name.slice(0, 1).toUpperCase()}
      </span>
      <span className={short ? "visually-hidden" : undefined}>{name}</span>
    </span>
  );
}
