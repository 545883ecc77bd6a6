import { CostlyQuestion } from "../budget.ts";

/** Rows of one answer that may wait in memory, some hundred bytes each. */
const MOST_ROWS = 5_000_000;

/**
 * An answer that is read as it comes, and kept until somebody wants it. Where a question has several statements, one that
 * waited to be read would hold what the engine needs to run another: questions could wait for each other for ever.
 */
export class Drained<Block extends { rows: number }> implements AsyncIterable<Block> {
  readonly #blocks: Block[] = [];
  readonly #reading: Promise<void>;
  #hasEnded = false;
  #isUnwanted = false;
  #wake: () => void = () => undefined;

  constructor(answer: AsyncIterable<Block>) {
    this.#reading = this.#read(answer);
    // Whoever looks at the blocks is told; nobody may.
    this.#reading.catch(() => undefined);
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

  async #read(answer: AsyncIterable<Block>): Promise<void> {
    let rows = 0;
    try {
      for await (const block of answer) {
        if (this.#isUnwanted) return;
        rows += block.rows;
        if (rows > MOST_ROWS) throw new CostlyQuestion(`The answer has more than ${MOST_ROWS} rows to look at.`);
        this.#blocks.push(block);
        this.#wake();
      }
    } finally {
      this.#hasEnded = true;
      this.#wake();
    }
  }
}
