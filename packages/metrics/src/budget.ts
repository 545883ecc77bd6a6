/** A question that would take more time or memory than any question may; narrower, it can be answered. */
export class CostlyQuestion extends Error {
  override readonly name = "CostlyQuestion";
}

/** What one question may take: time in all, and memory of the engine for each of its statements. */
export interface QuestionLimits {
  seconds: number;
  memoryBytes: number;
}

/** No question takes more than this: the hub has others to answer. */
const LIMITS: QuestionLimits = { seconds: 10, memoryBytes: 1024 ** 3 };

/** What the engine tells of one question may wait for being looked at. */
const MOST_KEPT = 256 * 1024 ** 2;

/** One journey holds up everybody else while it is walked. Milliseconds. */
const LONGEST_JOURNEY = 1000;

/** What a question may still take. One for all that it asks: each of its statements has what those before it have left. */
export class Budget {
  readonly limits: QuestionLimits;
  readonly #until: number;
  #journeyUntil = Number.POSITIVE_INFINITY;
  #spent = 0;
  #kept = 0;

  constructor(limits: QuestionLimits = LIMITS) {
    this.limits = limits;
    this.#until = performance.now() + limits.seconds * 1000;
  }

  /** To be called before each journey. @throws CostlyQuestion when the time is over */
  startJourney(): void {
    this.#spent += 1;
    if ((this.#spent & 63) === 0) this.check();
    this.#journeyUntil = Number.NaN;
  }

  /** To be called for each bit of work. @throws CostlyQuestion when the time is over */
  spend(): void {
    this.#spent += 1;
    if ((this.#spent & 1023) !== 0) return;
    this.check();
    const now = performance.now();
    // The clock is read only for journeys that take long.
    if (Number.isNaN(this.#journeyUntil)) this.#journeyUntil = now + LONGEST_JOURNEY;
    if (now > this.#journeyUntil) throw new CostlyQuestion("Somebody has too many events for this question.");
  }

  /** To be called for what waits in memory until it is looked at. @throws CostlyQuestion when it is too much */
  keep(bytes: number): void {
    this.#kept += bytes;
    if (this.#kept > MOST_KEPT) throw new CostlyQuestion("The answer is made of more than fits into memory.");
  }

  /** More than none. @throws CostlyQuestion when the time is over */
  secondsLeft(): number {
    this.check();
    return Math.max(1, this.#until - performance.now()) / 1000;
  }

  /** @throws CostlyQuestion when the time is over */
  check(): void {
    if (performance.now() > this.#until) throw new CostlyQuestion(tooLong(this.limits));
  }
}

/** Why a question was given up. */
export const tooLong = ({ seconds }: QuestionLimits): string => `The answer took longer than ${seconds} s.`;
export const tooLarge = ({ memoryBytes }: QuestionLimits): string =>
  `The answer took more than ${Math.round(memoryBytes / 1024 ** 2)} MiB of memory.`;
