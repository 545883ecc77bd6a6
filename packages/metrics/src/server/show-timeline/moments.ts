import type { ClickHouseClient } from "@clickhouse/client";
import { Type } from "typebox";
import type { Budget } from "../../budget.ts";
import { ask, defineQuery } from "../query.ts";
import { OF_SHOW, type ShowSelectionParams } from "../selection.ts";
import { bucketOf } from "./buckets.ts";
import type { MarkRow } from "./marks.ts";
import { type ViewerMoment, viewerMoments } from "./viewers-in-bucket.ts";

const MOST_MARKS = 5000;

/**
 * A show's moments, each once: readings of viewers as they are, the running totals of likes by bucket, and of all else
 * the newest.
 */
const momentsQuery = defineQuery(
  {
    name: "show-timeline/moments",
    row: Type.Object({
      type: Type.String(),
      platform: Type.String(),
      /** at, highest value, start */
      readings: Type.Array(
        Type.Tuple([
          Type.Integer(),
          Type.Union([Type.Number(), Type.Null()]),
          Type.Union([Type.Number(), Type.Null()]),
        ]),
      ),
      marks: Type.Array(
        Type.Object({
          at: Type.Integer(),
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
    groupArrayIf((at, highest, start), is_reading) AS readings,
    groupArrayArray(marks) AS marks
FROM
(
    SELECT
        type,
        platform,
        is_reading,
        if(type = 'like_total', ${bucketOf("milliseconds")}, milliseconds) AS at,
        max(value) AS highest,
        min(start_value) AS start,
        groupArrayIf(mark, NOT is_reading) AS marks
    FROM
    (
        SELECT
            type,
            platform,
            toUnixTimestamp64Milli(time) AS milliseconds,
            value,
            toFloat64OrNull(properties['start']) AS start_value,
            type IN ('viewer_count', 'like_total') AS is_reading,
            CAST(
                (
                    milliseconds, seq, item, item_name, offer, text, JSONExtractString(properties['from']),
                    JSONExtractString(properties['to']), JSONExtractString(properties['reason']),
                    properties['recoverable']
                ),
                'Tuple(at Int64, seq UInt64, item String, item_name String, offer String, text String, gap_from String,
                    gap_to String, reason String, recoverable String)'
            ) AS mark
        FROM moments FINAL
        WHERE ${OF_SHOW}
    )
    GROUP BY type, platform, is_reading, at
    ORDER BY at DESC
    LIMIT ${MOST_MARKS} BY if(is_reading, at, 0)
)
GROUP BY type, platform`,
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
  const marks = rows.flatMap(({ type, platform, marks: own }) => own.map((mark) => ({ ...mark, type, platform })));
  const ends = marks.filter(({ type }) => type === "show_ended");
  const readingsOf = (wanted: string) =>
    rows.flatMap(({ type, platform, readings }) =>
      type !== wanted
        ? []
        : readings.flatMap(([at, highest, start]) => (highest === null ? [] : [{ platform, at, highest, start }])),
    );
  return {
    viewers: viewerMoments([
      ...readingsOf("viewer_count").map(({ at, platform, highest }) => ({ at, platform, viewers: highest })),
      ...ends.map(({ at, platform }) => ({ at, platform, viewers: null })),
    ]),
    likeTotals: readingsOf("like_total").map(({ at, ...reading }) => ({ bucket: at, ...reading })),
    marks: marks.sort((a, b) => a.at - b.at || a.seq - b.seq).slice(-MOST_MARKS),
  };
}
