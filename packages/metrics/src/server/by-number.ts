/**
 * Values by numbers of 64 bits, as those of people and orders, which come as two words of 32: to make one whole number of
 * each takes longer than all else that is done with it.
 */
export class ByNumber<Value> {
  readonly #byLow = new Map<number, { high: number; value: Value }[]>();

  get(high: number, low: number): Value | undefined {
    return this.#byLow.get(low)?.find((one) => one.high === high)?.value;
  }

  set(high: number, low: number, value: Value): void {
    const alike = this.#byLow.get(low);
    const own = alike?.find((one) => one.high === high);
    if (own) own.value = value;
    else if (alike) alike.push({ high, value });
    else this.#byLow.set(low, [{ high, value }]);
  }
}
