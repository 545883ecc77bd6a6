import type { Budget } from "../budget.ts";

/**
 * An answer that is read as it comes, and kept until somebody wants it. Where a question has several statements, one that
 * waited to be read would hold what the engine needs to run another: questions could wait for each other for ever.
 */
export class Drained<Block extends { bytes: number }> implements AsyncIterable<Block> {
  readonly #blocks: Block[] = [];
  readonly #reading: Promise<void>;
  #hasEnded = false;
  #isUnwanted = false;
  #wake: () => void = () => undefined;

  constructor(answer: AsyncIterable<Block>, budget: Budget) {
    this.#reading = this.#read(answer, budget);
    // Whoever looks at the blocks is told; nobody may.
    this.#reading.catch(() => undefined);
  }

  /** Never comes, unless the answer fails. @throws what the answer threw; CostlyQuestion for one that is too long */
  async failure(): Promise<never> {
    await this.#reading;
    return new Promise<never>(() => undefined);
  }

  /** @throws what the answer threw; CostlyQuestion for one that is too long */
  async *[Symbol.asyncIterator](): AsyncGenerator<Block, void> {
    try {
      for (;;) {
        const block = this.#blocks.shift();
        if (block) yield block;
        else if (this.#hasEnded) return await this.#reading;
        else
          await new Promise<void>((resolve) => {
            this.#wake = resolve;
          });
      }
    } finally {
      this.end();
    }
  }

  /** Nobody wants the rest. */
  end(): void {
    this.#isUnwanted = true;
    this.#blocks.length = 0;
  }

  async #read(answer: AsyncIterable<Block>, budget: Budget): Promise<void> {
    try {
      for await (const block of answer) {
        if (this.#isUnwanted) return;
        budget.keep(block.bytes);
        this.#blocks.push(block);
        this.#wake();
      }
    } finally {
      this.#hasEnded = true;
      this.#wake();
    }
  }
}
