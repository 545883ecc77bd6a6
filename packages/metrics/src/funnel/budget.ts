/** A question that would take more time or memory than any question may. */
export class FunnelTooCostly extends Error {
  override readonly name = "FunnelTooCostly";
}

/** One journey holds up everybody else while it is walked. Milliseconds. */
const LONGEST_JOURNEY = 1000;

/** How long a question may still be worked on, and each journey of it. */
export class Budget {
  readonly #until: number;
  #journeyUntil = Number.POSITIVE_INFINITY;
  #spent = 0;

  constructor(milliseconds: number) {
    this.#until = performance.now() + milliseconds;
  }

  /** To be called before each journey. @throws FunnelTooCostly when the time is over */
  startJourney(): void {
    this.#spent += 1;
    if ((this.#spent & 63) === 0) this.check();
    this.#journeyUntil = Number.NaN;
  }

  /** To be called for each bit of work. @throws FunnelTooCostly when the time is over */
  spend(): void {
    this.#spent += 1;
    if ((this.#spent & 1023) !== 0) return;
    this.check();
    const now = performance.now();
    // The clock is read only for journeys that take long.
    if (Number.isNaN(this.#journeyUntil)) this.#journeyUntil = now + LONGEST_JOURNEY;
    if (now > this.#journeyUntil) throw new FunnelTooCostly("Somebody has too many events for this question.");
  }

  /** More than none. @throws FunnelTooCostly when the time is over */
  secondsLeft(): number {
    this.check();
    return Math.max(1, this.#until - performance.now()) / 1000;
  }

  /** @throws FunnelTooCostly when the time is over */
  check(): void {
    if (performance.now() > this.#until) throw new FunnelTooCostly("Walking everybody's paths took too long.");
  }
}
