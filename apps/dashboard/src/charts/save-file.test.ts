import { expect, test } from "vitest";
import { legendPlaces, toCsv, withAbout } from "./save-file.ts";

test("a table becomes CSV that keeps commas, quotes and unknown values, and that no spreadsheet runs", () => {
  const table = {
    head: ["Step", "People"],
    rows: [
      ['Saw, then "left"', 3],
      ["=1+1", null],
      ["-5", -5],
    ],
  };
  expect(toCsv(table)).toBe('Step,People\r\n"Saw, then ""left""",3\r\n\'=1+1,\r\n\'-5,-5');
});

test("a file says the unit of its columns, the moment of its rows, and in every row what it is", () => {
  const table = {
    head: ["Day", "Share"],
    units: ["", "0–1"],
    rows: [
      [new Date(Date.UTC(2026, 10, 5)), 0.25],
      [new Date(Date.UTC(2026, 10, 6)), null],
    ],
  };
  expect(toCsv(withAbout(table, "What it is", "Share per day, 5–6 Nov")).split("\r\n")).toEqual([
    "Day,Share (0–1),What it is",
    '2026-11-05T00:00:00.000Z,0.25,"Share per day, 5–6 Nov"',
    '2026-11-06T00:00:00.000Z,,"Share per day, 5–6 Nov"',
  ]);
});

test("a legend goes on in the next line where the width ends, and begins each line at its start", () => {
  expect(legendPlaces([100, 100, 100, 400], 300)).toEqual([
    { x: 8, line: 0 },
    { x: 108, line: 0 },
    { x: 8, line: 1 },
    { x: 8, line: 2 },
  ]);
});
