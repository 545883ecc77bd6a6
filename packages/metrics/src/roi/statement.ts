import { type Credit, divide, sharesOf, WHOLE_CREDIT } from "../attribution/credit.ts";
import type { CreatorStatement } from "../creator-statement.ts";
import type { Money } from "../metric.ts";
import { dayOf, type ExchangeOffice } from "./exchange-office.ts";
import { refundsOf, type TakenBack } from "./goods.ts";

type Line = CreatorStatement["lines"][number];

export interface StatementOrder {
  at: number;
  seq: number;
  platform: string;
  order: string;
  paid: Money;
  takenBack: TakenBack;
  /** Which creators are credited with it. */
  credit: Credit | undefined;
}

/** One creator's part of orders, as the ledger credits it. */
export class StatementBook {
  readonly #office: ExchangeOffice;
  readonly #creator: string;
  readonly #rate: number;
  readonly #parts: { seq: number; line: Omit<Line, "commission"> }[] = [];

  constructor(office: ExchangeOffice, creator: string, rate: number) {
    this.#office = office;
    this.#creator = creator;
    this.#rate = rate;
  }

  add({ at, seq, platform, order, paid, takenBack, credit }: StatementOrder): void {
    const index = credit?.keys.indexOf(this.#creator) ?? -1;
    if (credit === undefined || index < 0) return;
    const day = dayOf(at);
    const own = (amount: Money) => {
      const { money } = this.#office.exchange(amount, day);
      return { amountMicros: divide(money.amountMicros, credit)[index] ?? 0, currency: money.currency };
    };
    const share = sharesOf(credit)[index] ?? 0;
    const revenue = paid.currency === "" ? { amountMicros: 0, currency: this.#office.currency } : own(paid);
    const refunds = refundsOf(paid, takenBack)
      .filter(({ currency }) => currency !== "")
      .map(own);
    // What came back in a currency that has no rate stands in a line of its own.
    for (const currency of new Set([revenue.currency, ...refunds.map((one) => one.currency)])) {
      const money = (amountMicros: number) => ({ amountMicros, currency });
      const isOwn = currency === revenue.currency;
      const back = refunds.filter((one) => one.currency === currency).reduce((sum, one) => sum + one.amountMicros, 0);
      const paidMicros = isOwn ? revenue.amountMicros : 0;
      const line = {
        at: new Date(at).toISOString(),
        platform,
        order,
        currency,
        share: isOwn ? share : 0,
        revenue: money(paidMicros),
        refunds: money(back),
        netRevenue: money(paidMicros - back),
      };
      this.#parts.push({ seq, line });
    }
  }

  /** Lines in order of time, and their sums: the commission of a sum is the rate of it, and lines sum to that. */
  answer(): Pick<CreatorStatement, "lines" | "totals"> {
    const inOrder = this.#parts.toSorted(
      (a, b) => (a.line.at < b.line.at ? -1 : Number(a.line.at > b.line.at)) || a.seq - b.seq,
    );
    const totals = new Map<string, CreatorStatement["totals"][number]>();
    const lines = inOrder.map(({ line }): Line => {
      const { currency } = line;
      const money = (amountMicros: number) => ({ amountMicros, currency });
      const none = {
        orders: 0,
        currency,
        revenue: money(0),
        refunds: money(0),
        netRevenue: money(0),
        commission: money(0),
      };
      const before = totals.get(currency) ?? none;
      const add = (field: "revenue" | "refunds" | "netRevenue") =>
        money(before[field].amountMicros + line[field].amountMicros);
      const netRevenue = add("netRevenue");
      const commission = money(Math.round(netRevenue.amountMicros * this.#rate));
      totals.set(currency, {
        orders: before.orders + line.share,
        currency,
        revenue: add("revenue"),
        refunds: add("refunds"),
        netRevenue,
        commission,
      });
      const own = money(commission.amountMicros - before.commission.amountMicros);
      return { ...line, share: rounded(line.share), commission: own };
    });
    const isMain = ({ currency }: { currency: string }) => Number(currency === this.#office.currency);
    const sorted = [...totals.values()].sort((a, b) => isMain(b) - isMain(a) || (a.currency < b.currency ? -1 : 1));
    return { lines, totals: sorted.map((total) => ({ ...total, orders: rounded(total.orders) })) };
  }
}

/** To millionths, once: thirds of many orders are as many orders. */
const rounded = (orders: number): number => Math.round(orders * WHOLE_CREDIT) / WHOLE_CREDIT;
