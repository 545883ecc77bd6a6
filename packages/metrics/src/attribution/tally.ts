import type { AttributionAnswer, AttributionCredit } from "../attribution.ts";
import { moneyList } from "../money.ts";
import { type Credit, divide, WHOLE_CREDIT } from "./credit.ts";

interface Sum {
  conversions: number;
  amounts: Map<string, number>;
}

const nothing = (): Sum => ({ conversions: 0, amounts: new Map() });

function add(sum: Sum, conversions: number, amountMicros: number, currency: string): void {
  sum.conversions += conversions;
  if (currency !== "") sum.amounts.set(currency, (sum.amounts.get(currency) ?? 0) + amountMicros);
}

/** Adds credits up, all in whole millionths. */
export class AttributionTally {
  readonly #rows = new Map<string, Sum>();
  readonly #unattributed = nothing();
  readonly #total = nothing();

  /** @param credit absent: nobody's */
  add(amountMicros: number, currency: string, credit: Credit | undefined): void {
    add(this.#total, WHOLE_CREDIT, amountMicros, currency);
    if (credit === undefined) return add(this.#unattributed, WHOLE_CREDIT, amountMicros, currency);
    const conversions = divide(WHOLE_CREDIT, credit);
    const amounts = divide(amountMicros, credit);
    for (const [index, key] of credit.keys.entries()) {
      const row = this.#rows.get(key) ?? nothing();
      this.#rows.set(key, row);
      add(row, conversions[index] ?? 0, amounts[index] ?? 0, currency);
    }
  }

  /** Rows with the most conversions first. */
  answer(): AttributionAnswer {
    const rows = [...this.#rows].sort(
      ([a, one], [b, other]) => other.conversions - one.conversions || (a < b ? -1 : 1),
    );
    return {
      rows: rows.map(([key, sum]) => ({ key, ...this.#shown(sum) })),
      unattributed: this.#shown(this.#unattributed),
      total: this.#shown(this.#total),
    };
  }

  #shown({ conversions, amounts }: Sum): AttributionCredit {
    const all = this.#total.conversions;
    return {
      conversions: conversions / WHOLE_CREDIT,
      amount: moneyList(amounts),
      share: all === 0 ? null : conversions / all,
    };
  }
}
