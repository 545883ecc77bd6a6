import { setImmediate } from "node:timers/promises";
import type { Budget } from "../budget.ts";

/** Longest stretch of work on rows before others get their turn. */
const MILLISECONDS = 8;

/** A turn of the one thread. It is looked at after each bit of work, and given on when it is over. */
export class Turn {
  readonly #budget: Budget;
  #since = performance.now();

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  get isOver(): boolean {
    return performance.now() - this.#since >= MILLISECONDS;
  }

  /** @throws CostlyQuestion when the time is over */
  async giveOn(): Promise<void> {
    this.#budget.check();
    await setImmediate();
    this.#since = performance.now();
  }
}
