import type { Touch } from "./path.ts";

/** With more keys, the removal effects would take too long to work out. */
export const MOST_MARKOV_KEYS = 500;

/** More keys than the model can be worked out for. */
export class TooManyKeys extends Error {
  override readonly name = "TooManyKeys";
}

/**
 * `markov`: conversions seen as walks from key to key, each next step as likely as it was in the paths of the period.
 * A key's removal effect is the share of walks that end without it; keys share every conversion by their effects.
 */
export class MarkovChain {
  readonly #index = new Map<string, number>();
  /** How often each key came first, and how often one came right after the other; row by row. */
  readonly #starts: number[] = [];
  readonly #steps: Map<number, number>[] = [];
  readonly #visits: number[] = [];

  /** @throws TooManyKeys past {@link MOST_MARKOV_KEYS} */
  add(path: readonly Touch[]): void {
    let before: number | undefined;
    for (const { key } of path) {
      const state = this.#stateOf(key);
      this.#visits[state] = (this.#visits[state] ?? 0) + 1;
      if (before === undefined) this.#starts[state] = (this.#starts[state] ?? 0) + 1;
      else {
        const next = this.#steps[before];
        next?.set(state, (next.get(state) ?? 0) + 1);
      }
      before = state;
    }
  }

  /** The share of all walks that come by each key: what is lost without it. Empty without paths. */
  removalEffects(): Map<string, number> {
    const size = this.#starts.length;
    const walks = this.#starts.reduce((sum, count) => sum + count, 0);
    const expected = inverse(this.#matrix(), size);
    const effects = new Map<string, number>();
    for (const [key, state] of this.#index) {
      let visits = 0;
      for (let from = 0; from < size; from += 1) {
        visits += ((this.#starts[from] ?? 0) / walks) * (expected[from * size + state] ?? 0);
      }
      // Expected visits ÷ expected visits of a walk that is there: the chance to come by at all.
      effects.set(key, visits / (expected[state * size + state] ?? 1));
    }
    return effects;
  }

  #stateOf(key: string): number {
    const known = this.#index.get(key);
    if (known !== undefined) return known;
    const state = this.#starts.length;
    if (state === MOST_MARKOV_KEYS) throw new TooManyKeys(`markov answers for up to ${MOST_MARKOV_KEYS} keys`);
    this.#index.set(key, state);
    this.#starts.push(0);
    this.#visits.push(0);
    this.#steps.push(new Map());
    return state;
  }

  /** One less the chances of each step between keys. */
  #matrix(): Float64Array {
    const size = this.#starts.length;
    const matrix = new Float64Array(size * size);
    for (let from = 0; from < size; from += 1) {
      matrix[from * size + from] = 1;
      for (const [to, count] of this.#steps[from] ?? []) {
        const at = from * size + to;
        matrix[at] = (matrix[at] ?? 0) - count / (this.#visits[from] ?? 1);
      }
    }
    return matrix;
  }
}

/** Gauss-Jordan in place; every walk ends, so the diagonal never becomes nought. */
function inverse(matrix: Float64Array, size: number): Float64Array {
  for (let pivot = 0; pivot < size; pivot += 1) {
    const row = matrix.subarray(pivot * size, (pivot + 1) * size);
    const by = row[pivot] ?? 1;
    row[pivot] = 1;
    for (let column = 0; column < size; column += 1) row[column] = (row[column] ?? 0) / by;
    for (let other = 0; other < size; other += 1) {
      if (other === pivot) continue;
      const target = matrix.subarray(other * size, (other + 1) * size);
      const times = target[pivot] ?? 0;
      if (times === 0) continue;
      target[pivot] = 0;
      for (let column = 0; column < size; column += 1) {
        target[column] = (target[column] ?? 0) - times * (row[column] ?? 0);
      }
    }
  }
  return matrix;
}
