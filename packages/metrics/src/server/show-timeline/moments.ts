import type { ClickHouseClient } from "@clickhouse/client";
import { Type } from "typebox";
import type { Budget } from "../../budget.ts";
import { ask, defineQuery } from "../query.ts";
import { OF_SHOW, type ShowSelectionParams } from "../selection.ts";
import { bucketOf } from "./buckets.ts";
import type { MarkRow } from "./marks.ts";
import { type ViewerMoment, type ViewerReading, viewerMoments } from "./viewers-in-bucket.ts";

const MOST_MARKS = 5000;

/**
 * A show's moments, each once: readings of viewers as they are, the running totals of likes by bucket, and of all else
 * the newest. (Rows of one type and time are gathered, which makes one of those that are there twice; FINAL would have
 * to look at every column for that.)
 */
const momentsQuery = defineQuery(
  {
    name: "show-timeline/moments",
    row: Type.Object({
      type: Type.String(),
      platform: Type.String(),
      at: Type.Integer(),
      highest: Type.Union([Type.Number(), Type.Null()]),
      start: Type.Union([Type.Number(), Type.Null()]),
      marks: Type.Array(
        Type.Object({
          seq: Type.Integer(),
          item: Type.String(),
          item_name: Type.String(),
          offer: Type.String(),
          text: Type.String(),
          gap_from: Type.String(),
          gap_to: Type.String(),
          reason: Type.String(),
          recoverable: Type.String(),
        }),
      ),
    }),
  },
  `
SELECT
    type,
    platform,
    if(type = 'like_total', ${bucketOf("milliseconds")}, milliseconds) AS at,
    max(value) AS highest,
    min(start_value) AS start,
    groupUniqArrayIf(mark, is_mark) AS marks
FROM
(
    SELECT
        type,
        platform,
        toUnixTimestamp64Milli(time) AS milliseconds,
        value,
        toFloat64OrNull(properties['start']) AS start_value,
        type NOT IN ('viewer_count', 'like_total') AS is_mark,
        CAST(
            (
                seq, item, item_name, offer, text, JSONExtractString(properties['from']),
                JSONExtractString(properties['to']), JSONExtractString(properties['reason']), properties['recoverable'],
                source, id
            ),
            'Tuple(seq UInt64, item String, item_name String, offer String, text String, gap_from String,
                gap_to String, reason String, recoverable String, source String, id String)'
        ) AS mark
    FROM moments
    WHERE ${OF_SHOW}
)
GROUP BY type, platform, at
ORDER BY at DESC
LIMIT ${MOST_MARKS} BY if(type IN ('viewer_count', 'like_total'), at, 0)`,
);

/** The running total of a platform's likes in a bucket: the highest, and its start where the platform gives one. */
export interface LikeTotal {
  /** The bucket's start; milliseconds. */
  bucket: number;
  platform: string;
  highest: number;
  start: number | null;
}

export interface ShowMoments {
  viewers: ViewerMoment[];
  likeTotals: LikeTotal[];
  /** The newest 5,000 at most, oldest first. */
  marks: MarkRow[];
}

/**
 * What a show's course is drawn from beside its counts, in one question. Likes come in buckets of so many
 * `milliseconds` (a minute), of which one starts at `origin`.
 */
export async function askShowMoments(
  client: ClickHouseClient,
  selection: ShowSelectionParams & { milliseconds?: number; origin?: number },
  budget?: Budget,
): Promise<ShowMoments> {
  const rows = await ask(client, momentsQuery, { milliseconds: 60_000, origin: 0, ...selection }, budget);
  const readings = rows.flatMap(({ type, platform, at, highest }): ViewerReading[] => {
    if (type === "show_ended") return [{ at, platform, viewers: null }];
    return type === "viewer_count" && highest !== null ? [{ at, platform, viewers: highest }] : [];
  });
  const likeTotals = rows.flatMap(({ type, platform, at, highest, start }) =>
    type === "like_total" && highest !== null ? [{ bucket: at, platform, highest, start }] : [],
  );
  const marks = rows
    .flatMap(({ type, platform, at, marks: own }) => own.map((mark) => ({ type, platform, at, ...mark })))
    .sort((a, b) => a.at - b.at || a.seq - b.seq)
    .slice(-MOST_MARKS);
  return { viewers: viewerMoments(readings), likeTotals, marks };
}
