import { page, readCursor } from "./lists.ts";
import { Problem } from "./problem.ts";

interface PageQuery {
  limit: number;
  cursor?: string;
}

/**
 * The part of a query that gives the next page of a table's rows, the newest first; `key` is the column that tells
 * rows of one moment apart. @throws Problem 400 for a cursor of elsewhere
 */
export function newestFirst<Key extends string = "id">({ limit, cursor }: PageQuery, key = "id" as Key) {
  const after = readCursor(cursor);
  const column = <Value>(value: Value) => ({ [key]: value }) as Record<Key, Value>;
  return {
    where: after === undefined ? {} : { OR: olderThan(momentOf(after[0]), column({ lt: String(after[1]) })) },
    orderBy: [{ createdAt: "desc" as const }, column("desc" as const)],
    take: limit + 1,
  };
}

const olderThan = <Earlier>(at: Date, earlier: Earlier) => [{ createdAt: { lt: at } }, { createdAt: at, ...earlier }];

function momentOf(time: unknown): Date {
  const at = new Date(Number(time));
  if (!Number.isNaN(at.getTime())) return at;
  const detail = "is not a cursor that this list gave";
  throw new Problem(400, "Bad Request", { detail: `cursor ${detail}.`, errors: [{ pointer: "/cursor", detail }] });
}

/** Cuts the page out of what {@link newestFirst} asked for. */
export const newestPage = <Row extends { createdAt: Date }, Item, Key extends string = "id">(
  rows: readonly (Row & Record<NoInfer<Key>, string>)[],
  limit: number,
  view: (row: Row) => Item,
  key = "id" as Key,
) => page(rows, limit, view, (row) => [row.createdAt.getTime(), row[key]]);
