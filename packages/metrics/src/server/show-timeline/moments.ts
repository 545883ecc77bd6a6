import type { ClickHouseClient } from "@clickhouse/client";
import { Type } from "typebox";
import type { Budget } from "../../budget.ts";
import { askOne, defineQuery } from "../query.ts";
import { OF_SHOW, type ShowSelectionParams } from "../selection.ts";
import { bucketAt } from "./buckets.ts";
import type { MarkRow } from "./marks.ts";
import { type ViewerMoment, type ViewerReading, viewerMoments } from "./viewers-in-bucket.ts";

const MOST_MARKS = 5000;
/** A show of a day has a tenth of them. The newest count. */
const MOST_MOMENTS = 200_000;

const Texts = Type.Array(Type.String());
const Numbers = Type.Array(Type.Union([Type.Number(), Type.Null()]));

/**
 * A show's moments, each once: readings of viewers and likes side by side in columns; of all else the newest, as they are.
 */
const momentsQuery = defineQuery(
  {
    name: "show-timeline/moments",
    row: Type.Object({
      types: Texts,
      platforms: Texts,
      times: Type.Array(Type.Integer()),
      readings: Numbers,
      starts: Numbers,
      marks: Type.Array(
        Type.Object({
          at: Type.Integer(),
          seq: Type.Integer(),
          type: Type.String(),
          platform: Type.String(),
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
    groupArrayIf(toString(type), is_reading) AS types,
    groupArrayIf(toString(platform), is_reading) AS platforms,
    groupArrayIf(toUnixTimestamp64Milli(time), is_reading) AS times,
    groupArrayIf(assumeNotNull(value), is_reading) AS readings,
    groupArrayIf(ifNull(toFloat64OrNull(properties['start']), nan), is_reading) AS starts,
    groupArrayIf(
        CAST(
            (
                toUnixTimestamp64Milli(time), seq, type, platform, item, item_name, offer, text,
                JSONExtractString(properties['from']), JSONExtractString(properties['to']),
                JSONExtractString(properties['reason']), properties['recoverable']
            ),
            'Tuple(at Int64, seq UInt64, type String, platform String, item String, item_name String, offer String,
                text String, gap_from String, gap_to String, reason String, recoverable String)'
        ),
        NOT is_gauge
    ) AS marks
FROM
(
    SELECT *, type IN ('viewer_count', 'like_total') AS is_gauge, is_gauge AND isNotNull(value) AS is_reading
    FROM moments FINAL
    WHERE ${OF_SHOW}
    ORDER BY time DESC, seq DESC
    LIMIT ${MOST_MARKS} BY if(is_gauge, seq, 0)
    LIMIT ${MOST_MOMENTS}
)`,
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
  const { milliseconds = 60_000, origin = 0 } = selection;
  const { types, platforms, times, readings, starts, marks } = await askOne(client, momentsQuery, selection, budget);
  const ends = marks.filter(({ type }) => type === "show_ended");
  const viewers: ViewerReading[] = [];
  const likes: LikeTotal[] = [];
  for (const [index, at] of times.entries()) {
    const [type, platform, reading] = [types[index], platforms[index] as string, readings[index] as number];
    if (type === "viewer_count") viewers.push({ at, platform, viewers: reading });
    else
      likes.push({
        bucket: bucketAt(at, milliseconds, origin),
        platform,
        highest: reading,
        start: starts[index] ?? null,
      });
  }
  return {
    viewers: viewerMoments([...viewers, ...ends.map(({ at, platform }) => ({ at, platform, viewers: null }))]),
    likeTotals: highestOfEach(likes),
    marks: marks.sort((a, b) => a.at - b.at || a.seq - b.seq),
  };
}

/** One for each platform and bucket. */
function highestOfEach(likes: readonly LikeTotal[]): LikeTotal[] {
  const all = new Map<string, LikeTotal>();
  for (const like of likes) {
    const key = `${like.bucket} ${like.platform}`;
    const other = all.get(key) ?? like;
    const own = [other.start, like.start].filter((start) => start !== null);
    all.set(key, {
      ...like,
      highest: Math.max(other.highest, like.highest),
      start: own.length === 0 ? null : Math.min(...own),
    });
  }
  return [...all.values()];
}
