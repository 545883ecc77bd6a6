/** A square matrix, row after row. */
export interface Matrix {
  size: number;
  values: Float64Array;
}

/** A symmetric matrix, from its entries on and below the diagonal. */
export function makeSymmetric(size: number, at: (row: number, column: number) => number): Matrix {
  const values = new Float64Array(size * size);
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column <= row; column += 1) {
      const value = at(row, column);
      values[row * size + column] = value;
      values[column * size + row] = value;
    }
  }
  return { size, values };
}

/** The lower triangle whose product with its transpose is a symmetric, positive definite matrix. */
export function cholesky({ size, values }: Matrix): Matrix {
  const lower = new Float64Array(size * size);
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column <= row; column += 1) {
      let left = values[row * size + column] ?? 0;
      for (let k = 0; k < column; k += 1) left -= (lower[row * size + k] ?? 0) * (lower[column * size + k] ?? 0);
      lower[row * size + column] = row === column ? Math.sqrt(left) : left / (lower[column * size + column] ?? 1);
    }
  }
  return { size, values: lower };
}

/** x of L x = b. */
export function solveLower({ size, values }: Matrix, b: Float64Array): Float64Array {
  const x = new Float64Array(size);
  for (let row = 0; row < size; row += 1) {
    let left = b[row] ?? 0;
    for (let k = 0; k < row; k += 1) left -= (values[row * size + k] ?? 0) * (x[k] ?? 0);
    x[row] = left / (values[row * size + row] ?? 1);
  }
  return x;
}

/** x of Lᵀ x = b. */
export function solveUpper({ size, values }: Matrix, b: Float64Array): Float64Array {
  const x = Float64Array.from(b);
  for (let row = size - 1; row >= 0; row -= 1) {
    const value = (x[row] ?? 0) / (values[row * size + row] ?? 1);
    x[row] = value;
    for (let k = 0; k < row; k += 1) x[k] = (x[k] ?? 0) - (values[row * size + k] ?? 0) * value;
  }
  return x;
}

/** a + factor × b. */
export function plus(a: Float64Array, factor: number, b: Float64Array): Float64Array {
  const total = new Float64Array(a.length);
  for (let index = 0; index < a.length; index += 1) total[index] = (a[index] ?? 0) + factor * (b[index] ?? 0);
  return total;
}

/** a + the sum of some vectors, each times its factor. */
export function plusAll(a: Float64Array, factors: Float64Array, vectors: readonly Float64Array[]): Float64Array {
  const total = Float64Array.from(a);
  for (let k = 0; k < vectors.length; k += 1) {
    const [factor, vector] = [factors[k] ?? 0, vectors[k] ?? a];
    for (let index = 0; index < total.length; index += 1)
      total[index] = (total[index] ?? 0) + factor * (vector[index] ?? 0);
  }
  return total;
}

/** Entry by entry. */
export function product(a: Float64Array, b: Float64Array): Float64Array {
  const each = new Float64Array(a.length);
  for (let index = 0; index < a.length; index += 1) each[index] = (a[index] ?? 0) * (b[index] ?? 0);
  return each;
}

export function dot(a: Float64Array, b: Float64Array): number {
  let total = 0;
  for (let index = 0; index < a.length; index += 1) total += (a[index] ?? 0) * (b[index] ?? 0);
  return total;
}
