import type { AttributionAnswer, AttributionCredit } from "../attribution.ts";
import { moneyList } from "../money.ts";
import { type Credit, divide, roundTogether, sharesOf } from "./credit.ts";

interface Sum {
  /** Not rounded: thirds of many orders are as many orders. */
  conversions: number;
  /** Whole micros of each order. */
  amounts: Map<string, number>;
}

const nothing = (): Sum => ({ conversions: 0, amounts: new Map() });

function add(sum: Sum, conversions: number, amountMicros: number, currency: string): void {
  sum.conversions += conversions;
  if (currency !== "") sum.amounts.set(currency, (sum.amounts.get(currency) ?? 0) + amountMicros);
}

/** Adds credits up: money to the micro, order by order; conversions are rounded to millionths once, all together. */
export class AttributionTally {
  readonly #rows = new Map<string, Sum>();
  readonly #unattributed = nothing();
  readonly #total = nothing();
  /** Credits overlap (`any`): they do not sum to what there was. */
  #overlapping = false;

  /** @param credit absent: nobody's */
  add(amountMicros: number, currency: string, credit: Credit | undefined): void {
    add(this.#total, 1, amountMicros, currency);
    if (credit === undefined) return add(this.#unattributed, 1, amountMicros, currency);
    this.#overlapping ||= credit.whole;
    const conversions = sharesOf(credit);
    const amounts = divide(amountMicros, credit);
    for (const [index, key] of credit.keys.entries()) {
      const row = this.#rows.get(key) ?? nothing();
      this.#rows.set(key, row);
      add(row, conversions[index] ?? 0, amounts[index] ?? 0, currency);
    }
  }

  /** Rows with the most conversions first. */
  answer(): AttributionAnswer {
    // What is left over goes to who was met first, as money does.
    const sums = [...this.#rows.values()].map(({ conversions }) => conversions);
    const credited = this.#total.conversions - this.#unattributed.conversions;
    const rounded = this.#overlapping ? sums : roundTogether(sums, credited);
    const rows = [...this.#rows]
      .map(([key, { amounts }], index) => ({ key, ...this.#shown({ conversions: rounded[index] ?? 0, amounts }) }))
      .sort((one, other) => other.conversions - one.conversions || (one.key < other.key ? -1 : 1));
    return { rows, unattributed: this.#shown(this.#unattributed), total: this.#shown(this.#total) };
  }

  #shown({ conversions, amounts }: Sum): AttributionCredit {
    const all = this.#total.conversions;
    return { conversions, amount: moneyList(amounts), share: all === 0 ? null : conversions / all };
  }
}
