import type { ShowStatus, WallRow } from "../../api/types.ts";
import { amountIn } from "../../format/money.ts";

export const GROUPS: readonly ShowStatus[] = ["live", "coming", "ended"];

const revenueOf = ({ revenue, show }: WallRow): number =>
  revenue === null ? -1 : (amountIn(revenue, show.currency ?? undefined) ?? -1);

const startOf = ({ show }: WallRow): number => Date.parse(show.startedAt ?? show.startsAt ?? "1970-01-01T00:00:00Z");

/**
 * The rows by status, each group in its own order: live by trouble and then money, coming by what starts first,
 * ended by what ended last.
 */
export function orderRows(rows: readonly WallRow[]): { status: ShowStatus; rows: WallRow[] }[] {
  const orders: Record<ShowStatus, (a: WallRow, b: WallRow) => number> = {
    live: (a, b) => b.trouble - a.trouble || revenueOf(b) - revenueOf(a),
    coming: (a, b) => b.trouble - a.trouble || startOf(a) - startOf(b),
    ended: (a, b) => startOf(b) - startOf(a),
  };
  return GROUPS.map((status) => ({
    status,
    rows: rows.filter(({ show }) => show.status === status).sort(orders[status]),
  })).filter((group) => group.rows.length > 0);
}
