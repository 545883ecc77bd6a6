import { Button, SegmentedControl, Skeleton } from "@mantine/core";
import { type UIEvent, useMemo, useRef, useState } from "react";
import { useChatHistory } from "../../api/chat.ts";
import type { Show } from "../../api/types.ts";
import { Empty } from "../../components/empty.tsx";
import { Panel } from "../../components/panel.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { useUrlChoice } from "../../components/use-url-state.ts";
import { useWords } from "../../i18n/index.ts";
import type { LiveShow } from "../../live/live-show.ts";
import classes from "./chat.module.css";
import { type ChatLine, chatFeed } from "./chat-feed.ts";
import { ChatLineView } from "./chat-line.tsx";

const NONE: readonly never[] = [];

/** The chat of all platforms as it comes, newest first; it stands still while somebody reads. */
export function Chat({ show, live }: { show: Show; live: LiveShow }) {
  const { t } = useWords();
  const history = useChatHistory(show.id);
  const [only, setOnly] = useUrlChoice("chat", ["all", "questions"]);
  const [hovered, setHovered] = useState(false);
  const [scrolled, setScrolled] = useState(false);
  const list = useRef<HTMLUListElement>(null);
  const frozen = useRef<ChatLine[] | null>(null);
  const current = useMemo(
    () => chatFeed([...(history.data?.messages ?? NONE), ...(history.data?.deletions ?? NONE)], live.chat),
    [history.data, live.chat],
  );
  const paused = hovered || scrolled;
  if (!paused) frozen.current = null;
  else frozen.current ??= current;
  const standing = frozen.current;
  const present = new Set(current.map(({ key }) => key));
  // What was deleted meanwhile goes even from a list that stands still.
  const lines = standing
    ? standing.filter(({ key }) => present.has(key) || !isRecent(key, current, standing))
    : current;
  const shown = only === "questions" ? lines.filter(({ asks }) => asks) : lines;
  const newer = standing ? current.findIndex(({ key }) => key === standing[0]?.key) : 0;
  const resume = () => {
    list.current?.scrollTo({ top: 0 });
    setScrolled(false);
    setHovered(false);
  };
  return (
    <Panel
      title={t("chat.title")}
      padded={false}
      aside={
        <>
          {paused && newer > 0 && (
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
      {history.error && <ProblemNote error={history.error} onRetry={() => void history.refetch()} />}
      {history.isPending && live.chat.length === 0 ? (
        <div className={classes.skeleton}>
          {[0, 1, 2, 3, 4].map((line) => (
            <Skeleton key={line} h={32} />
          ))}
        </div>
      ) : shown.length === 0 && !history.error ? (
        <Empty>{only === "questions" ? t("chat.noQuestions") : t("chat.empty")}</Empty>
      ) : (
        <ul
          ref={list}
          className={classes.lines}
          role="log"
          aria-live="off"
          aria-label={t("chat.title")}
          tabIndex={0}
          onMouseEnter={() => setHovered(true)}
          onMouseLeave={() => setHovered(false)}
          onScroll={(event: UIEvent<HTMLUListElement>) => setScrolled(event.currentTarget.scrollTop > 8)}
        >
          {shown.map((line) => (
            <ChatLineView key={line.key} line={line} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

/** Whether a line would still be among the newest ones, so that its absence means that it was deleted. */
function isRecent(key: string, current: readonly ChatLine[], standing: readonly ChatLine[]): boolean {
  const oldest = current.at(-1)?.at ?? "";
  return (standing.find((line) => line.key === key)?.at ?? "") > oldest;
}
