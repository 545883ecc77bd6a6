import { expect, test } from "vitest";
import { sparkPath } from "./spark.tsx";

const at = (second: number) => new Date(second * 1000).toISOString();

test("an unknown point breaks the line instead of becoming zero", () => {
  const path = sparkPath([
    { at: at(0), value: 4 },
    { at: at(1), value: 8 },
    { at: at(2), value: null },
    { at: at(3), value: 8 },
    { at: at(4), value: 4 },
  ]);
  expect(path.match(/M/g)).toHaveLength(2);
  expect(path.match(/L/g)).toHaveLength(2);
});

test("points stand at their time, not at their index", () => {
  const path = sparkPath([
    { at: at(0), value: 1 },
    { at: at(1), value: 1 },
    { at: at(10), value: 1 },
  ]);
  const [first, second, last] = [...path.matchAll(/[ML]([\d.]+)/g)].map((match) => Number(match[1]));
  expect([first, second, last]).toEqual([1, 10.4, 95]);
});

test("the time before the first known point takes no room", () => {
  const path = sparkPath([
    { at: at(0), value: null },
    { at: at(8), value: 1 },
    { at: at(9), value: 2 },
  ]);
  expect([...path.matchAll(/[ML]([\d.]+)/g)].map((match) => Number(match[1]))).toEqual([1, 95]);
});

test("nothing known draws nothing", () => expect(sparkPath([{ at: at(0), value: null }])).toBe(""));
