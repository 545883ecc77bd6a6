import { Type } from "typebox";
import { Problem } from "./problem.ts";

/** Query of every list: how many, and where the page before ended. */
export const Page = Type.Object({
  limit: Type.Integer({ minimum: 1, maximum: 1000, default: 100 }),
  cursor: Type.Optional(Type.String({ maxLength: 512 })),
});

/** The position after the last row of a page, opaque to the caller. */
export const writeCursor = (position: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify(position)).toString("base64url");

/** Reads a cursor that {@link writeCursor} wrote. @throws Problem 400 for anything else. */
export function readCursor(cursor: string | undefined): (string | number)[] | undefined {
  if (cursor === undefined) return undefined;
  try {
    const position: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString());
    if (Array.isArray(position) && position.every(isPlace)) return position;
  } catch {
    // Falls through to the problem below.
  }
  const detail = "is not a cursor that this list gave";
  throw new Problem(400, "Bad Request", { detail: `cursor ${detail}.`, errors: [{ pointer: "/cursor", detail }] });
}

const isPlace = (part: unknown): part is string | number =>
  typeof part === "number" || (typeof part === "string" && !part.includes("\0"));

/** Time and number after which a page begins. @throws Problem 400 */
export function positionOf(cursor: string | undefined): readonly [number, number] | undefined {
  const position = readCursor(cursor);
  if (position === undefined) return undefined;
  const [time, number] = position;
  if (Number.isSafeInteger(time) && Number.isSafeInteger(number) && Number(number) >= 0) {
    return [time as number, number as number];
  }
  throw new Problem(400, "Bad Request", { detail: "cursor is not one that this list gave." });
}

/** Cuts a page out of `limit + 1` rows. */
export function page<Row, Item>(
  rows: readonly Row[],
  limit: number,
  toItem: (row: Row) => Item,
  position: (row: Row) => readonly (string | number)[],
): { data: Item[]; nextCursor: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    data: shown.map(toItem),
    nextCursor: rows.length > limit && last !== undefined ? writeCursor(position(last)) : null,
  };
}
