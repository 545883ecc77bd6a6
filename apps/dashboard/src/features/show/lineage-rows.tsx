import { Button, Skeleton } from "@mantine/core";
import { type LineageSide, useLineageRows } from "../../api/comparisons.ts";
import type { LiveEvent } from "../../api/types.ts";
import { PlatformBadge } from "../../components/platform-badge.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { exactMoney } from "../../format/money.ts";
import { dayAndClock } from "../../format/time.ts";
import { useWords } from "../../i18n/index.ts";
import classes from "./lineage.module.css";

interface LineageRowsProps {
  show: string;
  metric: string;
  side: LineageSide;
}

/** The events themselves behind one side of a figure, newest first. */
export function LineageRows({ show, metric, side }: LineageRowsProps) {
  const { t, locale } = useWords();
  const rows = useLineageRows(show, metric, side);
  if (rows.error) return <ProblemNote error={rows.error} onRetry={() => void rows.refetch()} />;
  if (rows.isPending) return <Skeleton h={96} mt="xs" />;
  return (
    <>
      <ol className={classes.rows}>
        {rows.data.pages.flatMap(({ data }) =>
          data.map((event) => (
            <li key={`${event.source} ${event.id}`}>
              <time dateTime={event.time}>{event.time ? dayAndClock(event.time, locale) : ""}</time>
              <code>{event.type}</code>
              {event.data?.platform && <PlatformBadge platform={event.data.platform} short />}
              <span className={classes.said}>
                {saidBy(event, locale).map((part) => (
                  <bdi key={part}>{part}</bdi>
                ))}
              </span>
            </li>
          )),
        )}
      </ol>
      {rows.hasNextPage && (
        <Button
          size="compact-xs"
          variant="default"
          loading={rows.isFetchingNextPage}
          onClick={() => void rows.fetchNextPage()}
        >
          {t("lineage.more")}
        </Button>
      )}
    </>
  );
}

/** Who, and what of it: a name, a text, a product, an amount. */
function saidBy({ data = {} }: LiveEvent, locale: string): string[] {
  const { actorName, actor, text, itemName, item, amountMicros, currency } = data;
  const money = amountMicros !== undefined && currency ? exactMoney({ amountMicros, currency }, locale) : undefined;
  return [actorName ?? actor, text ?? itemName ?? item, money].flatMap((part) => (part ? [part] : []));
}
