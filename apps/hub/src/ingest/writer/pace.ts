/** Pause before the next attempt, in milliseconds: doubles from 100, capped, with half of it by chance. */
export function pauseAfter(attempt: number, longest: number): number {
  const full = Math.min(longest, 100 * 2 ** Math.min(attempt, 20));
  return full / 2 + Math.random() * (full / 2);
}

/** Something that can be waited for, until it is told or time is up. */
export class Signal {
  #wake: (() => void) | null = null;
  #told = false;

  tell(): void {
    this.#told = true;
    this.#wake?.();
  }

  /** Resolves once told since the last wait, or after so many milliseconds. */
  async wait(milliseconds: number): Promise<void> {
    if (!this.#told) {
      await new Promise<void>((resolve) => {
        const timer = Number.isFinite(milliseconds) ? setTimeout(resolve, milliseconds) : null;
        this.#wake = () => {
          if (timer !== null) clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#wake = null;
    this.#told = false;
  }
}

/** Lets one task at a time in, in the order of asking. */
export class Turn {
  #last: Promise<unknown> = Promise.resolve();

  /** Runs a task once it has the turn. With `patience`, gives up when the turn does not come in so many milliseconds. */
  run<Result>(task: () => Promise<Result>, patience?: { milliseconds: number; error: () => Error }): Promise<Result> {
    let gaveUp = false;
    let started = () => {};
    const before = this.#last;
    const mine = (async () => {
      await before.catch(() => {});
      started();
      if (gaveUp) throw patience?.error();
      return task();
    })();
    this.#last = mine.catch(() => {});
    if (patience === undefined) return mine;
    return new Promise<Result>((resolve, reject) => {
      const timer = setTimeout(() => {
        gaveUp = true;
        reject(patience.error());
      }, patience.milliseconds);
      started = () => clearTimeout(timer);
      mine.then(resolve, reject);
    });
  }
}
