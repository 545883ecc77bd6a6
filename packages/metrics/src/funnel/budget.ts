/** A question that would take more time or memory than any question may. */
export class FunnelTooCostly extends Error {
  override readonly name = "FunnelTooCostly";
}

/** How long a question may still be worked on. */
export class Budget {
  readonly #until: number;
  #spent = 0;

  constructor(milliseconds: number) {
    this.#until = performance.now() + milliseconds;
  }

  /** To be called for each bit of work. @throws FunnelTooCostly when the time is over */
  spend(): void {
    this.#spent += 1;
    if ((this.#spent & 1023) === 0) this.check();
  }

  /** @throws FunnelTooCostly when the time is over */
  check(): void {
    if (performance.now() > this.#until) throw new FunnelTooCostly("Walking everybody's paths took too long.");
  }
}
