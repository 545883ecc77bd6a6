import type { ClickHouseClient } from "@clickhouse/client";
import { Budget } from "../../budget.ts";
import { type Block, fewTexts, float64, texts } from "../native.ts";
import { askBlocks } from "../query.ts";
import { OF_SHOW, type ShowSelectionParams } from "../selection.ts";
import { bucketAt } from "./buckets.ts";
import type { MarkRow } from "./marks.ts";
import { type ViewerMoment, type ViewerReading, viewerMoments } from "./viewers-in-bucket.ts";

const MOST_MARKS = 5000;
/** A show of a day has a tenth of them. The newest count. */
const MOST_MOMENTS = 200_000;

/** A show's moments, each once, the newest first; NaN where a reading or the start of a count is not told. */
const moments = {
  name: "show-timeline/moments",
  schema: {
    at: float64,
    seq: float64,
    type: fewTexts,
    platform: fewTexts,
    reading: float64,
    start: float64,
    item: texts,
    item_name: texts,
    offer: texts,
    text: texts,
    gap_from: texts,
    gap_to: texts,
    reason: texts,
    recoverable: texts,
  },
  sql: `
SELECT
    toFloat64(toUnixTimestamp64Milli(time)) AS at,
    toFloat64(seq) AS seq,
    type,
    platform,
    ifNull(value, nan) AS reading,
    ifNull(toFloat64OrNull(properties['start']), nan) AS start,
    item,
    item_name,
    offer,
    text,
    JSONExtractString(properties['from']) AS gap_from,
    JSONExtractString(properties['to']) AS gap_to,
    JSONExtractString(properties['reason']) AS reason,
    properties['recoverable'] AS recoverable
FROM moments FINAL
WHERE ${OF_SHOW}
ORDER BY time DESC, seq DESC
LIMIT ${MOST_MOMENTS}`,
};

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
  budget = new Budget(),
): Promise<ShowMoments> {
  const { milliseconds = 60_000, origin = 0 } = selection;
  const viewers: ViewerReading[] = [];
  const likes: LikeTotal[] = [];
  const marks: MarkRow[] = [];
  for await (const block of askBlocks(client, moments, selection, budget)) {
    for (let row = 0; row < block.rows; row += 1) {
      const [at, type, platform] = [block.at[row] as number, block.type[row] as string, block.platform[row] as string];
      const reading = block.reading[row] as number;
      if (type === "viewer_count" || type === "like_total") {
        if (Number.isNaN(reading)) continue;
        if (type === "viewer_count") viewers.push({ at, platform, viewers: reading });
        else
          likes.push({
            bucket: bucketAt(at, milliseconds, origin),
            platform,
            highest: reading,
            start: startIn(block, row),
          });
      } else if (marks.length < MOST_MARKS) marks.push(markIn(block, row));
    }
  }
  const ends = marks.filter(({ type }) => type === "show_ended");
  return {
    viewers: viewerMoments([...viewers, ...ends.map(({ at, platform }) => ({ at, platform, viewers: null }))]),
    likeTotals: highestOfEach(likes),
    marks: marks.sort((a, b) => a.at - b.at || a.seq - b.seq),
  };
}

type MomentBlock = Block<typeof moments.schema>;

function startIn({ start }: MomentBlock, row: number): number | null {
  const known = start[row] as number;
  return Number.isNaN(known) ? null : known;
}

function markIn(block: MomentBlock, row: number): MarkRow {
  const text = (column: readonly string[]) => column[row] as string;
  return {
    at: block.at[row] as number,
    seq: block.seq[row] as number,
    type: text(block.type),
    platform: text(block.platform),
    item: text(block.item),
    item_name: text(block.item_name),
    offer: text(block.offer),
    text: text(block.text),
    gap_from: text(block.gap_from),
    gap_to: text(block.gap_to),
    reason: text(block.reason),
    recoverable: text(block.recoverable),
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
