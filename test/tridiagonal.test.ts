import { expect, test } from "vitest";
import {
  inverseDiagonal,
  pivotsOf,
  solveTridiagonal,
  timesTridiagonal,
} from "../packages/metrics/src/offer/tridiagonal.ts";

const matrix = {
  diagonal: Float64Array.of(4, 3, 5, 2.5, 6),
  beside: Float64Array.of(0, -1, 0.5, -2, 1.5),
};

test("what solves a tridiagonal matrix gives the right side back, and its unit columns the inverse's diagonal", () => {
  const pivots = pivotsOf(matrix);
  const right = Float64Array.of(1, -2, 3, 0.5, -4);
  const back = timesTridiagonal(matrix, solveTridiagonal(matrix, pivots, Float64Array.from(right)));
  for (const [row, each] of right.entries()) expect(back[row]).toBeCloseTo(each, 12);
  for (const [row, each] of inverseDiagonal(matrix, pivots).entries()) {
    const unit = new Float64Array(5);
    unit[row] = 1;
    expect(each).toBeCloseTo(solveTridiagonal(matrix, pivots, unit)[row] ?? Number.NaN, 12);
  }
  // Row after row: 4; 3 − 1 ÷ 4; and so on.
  expect([...pivots.subarray(0, 2)]).toEqual([4, 2.75]);
});
