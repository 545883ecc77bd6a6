import { expect, test } from "vitest";
import { showDays } from "./show-names.ts";

const show = (id: string, startedAt: string | null, createdAt = "2026-11-01T09:00:00Z") => ({
  id,
  startedAt,
  createdAt,
});

test("shows of one day are told apart by the clock; one that is alone keeps its day", () => {
  const names = showDays(
    [
      show("early", "2026-11-05T09:00:00Z"),
      show("late", "2026-11-05T12:30:00Z"),
      show("other", "2026-11-06T09:00:00Z"),
      show("not begun", null),
    ],
    "en-GB",
  );
  expect(new Set(names.values()).size).toBe(4);
  expect(names.get("late")).toMatch(/5 Nov.*:30/);
  expect([names.get("other"), names.get("not begun")]).toEqual(["6 Nov", "1 Nov"]);
});
