import { expect, test } from "vitest";
import type { WallRow } from "../../api/types.ts";
import { orderRows } from "./order-rows.ts";

const row = (id: string, show: Partial<WallRow["show"]>, rest: Partial<WallRow> = {}): WallRow => ({
  show: {
    id,
    title: id,
    startsAt: null,
    endsAt: null,
    startedAt: null,
    status: "live",
    host: null,
    sample: false,
    currency: "USD",
    ...show,
  },
  platforms: [],
  commentsPerMinute: null,
  orders: null,
  revenue: null,
  trouble: 0,
  ...rest,
});

const earned = (units: number) => [{ amountMicros: units * 1_000_000, currency: "USD" }];
const ids = (rows: readonly WallRow[]) => orderRows(rows).map((group) => group.rows.map(({ show }) => show.id));

test("live shows stand first, by trouble and then by money; unknown money after a measured none", () =>
  expect(
    ids([
      row("unknown", {}),
      row("nothing", {}, { revenue: [] }),
      row("rich", {}, { revenue: earned(900) }),
      row("blind", {}, { trouble: 2, revenue: earned(1) }),
      row("modest", {}, { revenue: earned(10) }),
    ]),
  ).toEqual([["blind", "rich", "modest", "nothing", "unknown"]]));

test("coming shows by what starts first, ended ones by what was last", () =>
  expect(
    ids([
      row("old", { status: "ended", startsAt: "2026-11-01T10:00:00.000Z" }),
      row("later", { status: "coming", startsAt: "2026-12-02T10:00:00.000Z" }),
      row("new", { status: "ended", startsAt: "2026-11-20T10:00:00.000Z" }),
      row("sooner", { status: "coming", startsAt: "2026-12-01T10:00:00.000Z" }),
    ]),
  ).toEqual([
    ["sooner", "later"],
    ["new", "old"],
  ]));
