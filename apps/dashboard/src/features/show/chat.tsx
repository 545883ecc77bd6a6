import { Button, SegmentedControl, Skeleton } from "@mantine/core";
import { useCallback, useMemo, useRef, useState } from "react";
import { useChatHistory } from "../../api/chat.ts";
import type { Show } from "../../api/types.ts";
import { Empty } from "../../components/empty.tsx";
import { Panel } from "../../components/panel.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { takeFocusWhileScrolled } from "../../components/take-focus-while-scrolled.ts";
import { useUrlChoice } from "../../components/use-url-state.ts";
import { useWords } from "../../i18n/index.ts";
import type { LiveShow } from "../../live/live-show.ts";
import classes from "./chat.module.css";
import { type ChatLine, chatFeed } from "./chat-feed.ts";
import { ChatLineView } from "./chat-line.tsx";

const NONE: readonly never[] = [];
/** Pixels within which a list counts as scrolled to its newest line. */
const AT_TOP = 8;

/** The chat of all platforms as it comes, newest first; it stands still while somebody reads. */
export function Chat({ show, live }: { show: Show; live: LiveShow }) {
  const { t } = useWords();
  const history = useChatHistory(show.id);
  const [only, setOnly] = useUrlChoice("chat", ["all", "questions"]);
  const [standing, setStanding] = useState<readonly ChatLine[] | null>(null);
  const list = useRef<HTMLDivElement>(null);
  const holdList = useCallback((element: HTMLDivElement | null) => {
    list.current = element;
    return takeFocusWhileScrolled(element);
  }, []);
  const current = useMemo(
    () => chatFeed([...(history.data?.messages ?? NONE), ...(history.data?.deletions ?? NONE)], live.chat),
    [history.data, live.chat],
  );
  const lines = standing ? withoutDeleted(standing, current) : current;
  const shown = only === "questions" ? lines.filter(({ asks }) => asks) : lines;
  const newer = standing ? current.findIndex(({ key }) => key === standing[0]?.key) : 0;
  const stand = () => setStanding((before) => before ?? current);
  const resume = () => {
    list.current?.scrollTo({ top: 0 });
    setStanding(null);
  };
  return (
    <Panel
      title={t("chat.title")}
      padded={false}
      aside={
        <>
          {newer > 0 && (
            <Button size="compact-xs" onClick={resume}>
              {t("chat.newer", { count: newer })}
            </Button>
          )}
          <SegmentedControl
            size="xs"
            aria-label={t("chat.filter")}
            value={only}
            data={(["all", "questions"] as const).map((value) => ({ value, label: t(`chat.only.${value}`) }))}
            onChange={setOnly}
          />
        </>
      }
    >
      {history.error && (
        <div className={classes.padded}>
          <ProblemNote error={history.error} onRetry={() => void history.refetch()} />
        </div>
      )}
      {history.isPending && live.chat.length === 0 ? (
        <div className={classes.skeleton}>
          {[0, 1, 2, 3, 4].map((line) => (
            <Skeleton key={line} h={32} />
          ))}
        </div>
      ) : shown.length === 0 && !history.error ? (
        <Empty>{only === "questions" ? t("chat.noQuestions") : t("chat.empty")}</Empty>
      ) : (
        <div
          ref={holdList}
          className={classes.lines}
          role="log"
          aria-live="off"
          aria-label={t("chat.title")}
          onPointerEnter={stand}
          onPointerLeave={(event) => event.currentTarget.scrollTop <= AT_TOP && setStanding(null)}
          onScroll={(event) => event.currentTarget.scrollTop > AT_TOP && stand()}
        >
          <ul>
            {shown.map((line) => (
              <ChatLineView key={line.key} line={line} />
            ))}
          </ul>
        </div>
      )}
    </Panel>
  );
}

/** What was deleted meanwhile goes even from a list that stands still: recent, and no longer in the feed. */
function withoutDeleted(standing: readonly ChatLine[], current: readonly ChatLine[]): ChatLine[] {
  const present = new Set(current.map(({ key }) => key));
  const oldest = current.at(-1)?.at ?? "";
  return standing.filter(({ key, at }) => present.has(key) || at <= oldest);
}
