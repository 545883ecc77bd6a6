/** A symmetric, positive definite matrix whose only entries are on its diagonal and beside it. */
export interface Tridiagonal {
  diagonal: Float64Array;
  /** The i-th stands between rows i − 1 and i; the first is not used. */
  beside: Float64Array;
}

/** What is left of the diagonal once all rows above are taken out: solving, and the determinant, are quick with it. */
export function pivotsOf({ diagonal, beside }: Tridiagonal): Float64Array {
  const pivots = new Float64Array(diagonal.length);
  let above = 1;
  for (let row = 0; row < pivots.length; row += 1) {
    const next = row > 0 ? (beside[row] ?? 0) : 0;
    above = (diagonal[row] ?? 0) - (next * next) / above;
    pivots[row] = above;
  }
  return pivots;
}

/** Puts x of M x = b in the place of b, in as many steps as M has rows. */
export function solveTridiagonal({ beside }: Tridiagonal, pivots: Float64Array, b: Float64Array): Float64Array {
  const last = b.length - 1;
  let solved = b[0] ?? 0;
  for (let row = 1; row <= last; row += 1) {
    solved = (b[row] ?? 0) - ((beside[row] ?? 0) / (pivots[row - 1] ?? 1)) * solved;
    b[row] = solved;
  }
  solved /= pivots[last] ?? 1;
  b[last] = solved;
  for (let row = last - 1; row >= 0; row -= 1) {
    solved = ((b[row] ?? 0) - (beside[row + 1] ?? 0) * solved) / (pivots[row] ?? 1);
    b[row] = solved;
  }
  return b;
}

/** M times a vector. */
export function timesTridiagonal({ diagonal, beside }: Tridiagonal, vector: Float64Array): Float64Array {
  const product = new Float64Array(vector.length);
  for (let row = 0; row < vector.length; row += 1) {
    const above = row > 0 ? (beside[row] ?? 0) * (vector[row - 1] ?? 0) : 0;
    const below = row + 1 < vector.length ? (beside[row + 1] ?? 0) * (vector[row + 1] ?? 0) : 0;
    product[row] = above + (diagonal[row] ?? 0) * (vector[row] ?? 0) + below;
  }
  return product;
}

/** The diagonal of the inverse of M: the pivots from above and from below meet in each row. */
export function inverseDiagonal({ diagonal, beside }: Tridiagonal, pivots: Float64Array): Float64Array {
  const inverse = new Float64Array(diagonal.length);
  let below = 0;
  for (let row = diagonal.length - 1; row >= 0; row -= 1) {
    const next = beside[row + 1] ?? 0;
    const fromBelow = (diagonal[row] ?? 0) - (row + 1 < diagonal.length ? (next * next) / below : 0);
    inverse[row] = 1 / ((pivots[row] ?? 0) + fromBelow - (diagonal[row] ?? 0));
    below = fromBelow;
  }
  return inverse;
}
