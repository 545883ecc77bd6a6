import { COST_KINDS } from "@showpulse/metrics";
import type { RoiFacts } from "@showpulse/metrics/server";
import fc from "fast-check";
import type { LogGroup } from "./random-purchases.ts";

export const currency = fc.constantFrom("EUR", "USD");
const money = fc.record({ amountMicros: fc.integer({ min: 0, max: 9_999_999 }), currency });
/** The day before the logs, theirs (of the calendar in Greenwich), and the day after. */
const shift = fc.constantFrom(-1, 0, 1);

/** What is typed in for one log; keys are those of the log without their prefix. */
const typed = fc.record({
  costs: fc.array(
    fc.record({
      key: fc.constantFrom("c1", "c2", "mia", "tiktok", "s", ""),
      shift,
      kind: fc.constantFrom("ads", "ads", ...COST_KINDS),
      amount: money,
    }),
    { maxLength: 4 },
  ),
  products: fc.record({ mug: fc.option(money), cup: money }),
  commissionRates: fc.constantFrom({}, { mia: 0.15 }, { mia: 0.1, leo: 0.07 }),
  fees: fc.uniqueArray(
    fc.record({
      platform: fc.constantFrom("tiktok", "native"),
      name: fc.constantFrom("sale", "payment"),
      shift,
      rate: fc.constantFrom(0, 0.05, 0.0875),
      perOrder: fc.option(money, { freq: 1 }),
    }),
    { maxLength: 4, selector: ({ platform, name, shift: on }) => `${platform} ${name} ${on}` },
  ),
});

const rates = fc.uniqueArray(
  fc.record({
    pair: fc.constantFrom(["USD", "EUR"], ["USD", "EUR"], ["GBP", "EUR"], ["EUR", "USD"]),
    shift,
    rate: fc.constantFrom("0.9137", "1.25", "2"),
  }),
  { maxLength: 3, selector: ({ pair: [from, to], shift: on }) => `${from} ${to} ${on}` },
);

/** What is typed in for a group of logs. */
export const ledgerFacts = (logs: number) =>
  fc.record({ rates, typed: fc.array(typed, { minLength: logs, maxLength: logs }) });
export type LedgerFacts = ReturnType<typeof ledgerFacts> extends fc.Arbitrary<infer Value> ? Value : never;

/** The same with the days and ids of the group's logs. */
export function factsOf({ logs, start }: LogGroup, drawn: LedgerFacts): RoiFacts {
  const dayOf = (days: number) => new Date(start + days * 86_400_000).toISOString().slice(0, 10);
  const each = drawn.typed.map((own, index) => {
    const named = (text: string) => (text === "" ? "" : `${logs[index]?.prefix}${text}`);
    const entries = <Value>(record: Record<string, Value>) =>
      Object.entries(record).map(([name, value]) => [named(name), value] as const);
    return {
      costs: own.costs.map(({ shift: days, ...cost }) => ({ ...cost, key: named(cost.key), day: dayOf(days) })),
      products: entries(own.products),
      commissionRates: entries<number>(own.commissionRates),
      fees: own.fees.map(({ shift: days, ...rule }) => ({
        ...rule,
        platform: named(rule.platform),
        from: dayOf(days),
      })),
    };
  });
  return {
    costs: each.flatMap(({ costs }) => costs),
    products: new Map(each.flatMap(({ products }) => products)),
    commissionRates: new Map(each.flatMap(({ commissionRates }) => commissionRates)),
    fees: each.flatMap(({ fees }) => fees),
    rates: drawn.rates.map(({ pair: [from = "", to = ""], shift: days, rate }) => ({
      from,
      to,
      day: dayOf(days),
      rate,
    })),
  };
}
