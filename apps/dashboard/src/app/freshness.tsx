import { useQueryClient } from "@tanstack/react-query";
import { Icon } from "../components/icon.tsx";
import { useNow } from "../components/use-now.ts";
import { clockWithSeconds } from "../format/time.ts";
import { useWords } from "../i18n/index.ts";
import { liveStore } from "../live/socket.ts";
import { useConnection } from "../live/use-live.ts";
import classes from "./shell.module.css";

/** Whether what is on screen is live, and if not, since when it is stale. */
export function Freshness() {
  const { t, locale } = useWords();
  const connection = useConnection();
  const queries = useQueryClient();
  const now = useNow();
  if (connection.state === "idle") return null;
  if (connection.state !== "away")
    return (
      <span className={classes.fresh} role="status">
        <span className={classes.pulse} data-state={connection.state} aria-hidden="true" />
        <span>{t(`freshness.${connection.state}`)}</span>
      </span>
    );
  const seconds = Math.max(0, Math.ceil((connection.retryAt - now) / 1000));
  return (
    <button
      type="button"
      className={classes.stale}
      title={t("freshness.retryIn", { seconds })}
      onClick={() => {
        liveStore.retryNow();
        void queries.invalidateQueries();
      }}
    >
      <Icon name="clock" size={14} />
      {t("freshness.stale", { at: clockWithSeconds(connection.since, locale) })}
    </button>
  );
}
