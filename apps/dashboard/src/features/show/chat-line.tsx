import { memo } from "react";
import { PlatformBadge } from "../../components/platform-badge.tsx";
import { clockWithSeconds } from "../../format/time.ts";
import { useWords } from "../../i18n/index.ts";
import classes from "./chat.module.css";
import type { ChatLine } from "./chat-feed.ts";

/** One message: where, who, what; each text in its own direction. */
export const ChatLineView = memo(function ChatLineView({ line }: { line: ChatLine }) {
  const { t, locale } = useWords();
  return (
    <li className={classes.line} data-asks={line.asks || undefined}>
      <PlatformBadge platform={line.platform} short />
      <div className={classes.body}>
        <span className={classes.who}>
          <bdi>{line.name ?? t("chat.anonymous")}</bdi>
          {line.asks && <span className={classes.asks}>{t("chat.asks")}</span>}
          {line.at && <time dateTime={line.at}>{clockWithSeconds(line.at, locale)}</time>}
        </span>
        <span className={classes.text} dir="auto">
          {line.text}
        </span>
      </div>
    </li>
  );
});
