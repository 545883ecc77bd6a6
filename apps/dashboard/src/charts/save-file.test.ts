import { expect, test } from "vitest";
import { legendPlaces, toCsv } from "./save-file.ts";

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

test("a legend goes on in the next line where the width ends, and begins each line at its start", () => {
  expect(legendPlaces([100, 100, 100, 400], 300)).toEqual([
    { x: 8, line: 0 },
    { x: 108, line: 0 },
    { x: 8, line: 1 },
    { x: 8, line: 2 },
  ]);
});
