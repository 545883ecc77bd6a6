/** A square matrix, row after row: flat, since these are the only loops here that take time. */
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

/** A symmetric matrix times a vector. */
export function times({ size, values }: Matrix, vector: Float64Array): Float64Array {
  const product = new Float64Array(size);
  for (let row = 0; row < size; row += 1) {
    let total = 0;
    for (let k = 0; k < size; k += 1) total += (values[row * size + k] ?? 0) * (vector[k] ?? 0);
    product[row] = total;
  }
  return product;
}

export function dot(a: Float64Array, b: Float64Array): number {
  let total = 0;
  for (let index = 0; index < a.length; index += 1) total += (a[index] ?? 0) * (b[index] ?? 0);
  return total;
}
