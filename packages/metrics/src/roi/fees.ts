import type { Money } from "../metric.ts";
import { moneyList } from "../money.ts";

/** What a platform keeps of every order, from a day on. */
export interface FeeRule {
  platform: string;
  /** Rules of one platform and name follow each other by their days; those of another name come on top. */
  name: string;
  /** The first day on which it holds, UTC: `2026-11-21`. */
  from: string;
  /** Share of an order's net revenue, 0–1. */
  rate: number;
  /** For each order, whatever came back of it, unless it was cancelled whole. */
  perOrder: Money | null;
}

interface ChargedOrder {
  platform: string;
  /** UTC, `2026-11-21` */
  day: string;
  paid: Money;
  /** What came back of it. */
  back: readonly Money[];
  cancelled: boolean;
}

/** Every rule of every platform. */
export class FeeBook {
  readonly #byPlatform: ReadonlyMap<string, FeeRule[]>;

  constructor(rules: readonly FeeRule[]) {
    this.#byPlatform = Map.groupBy(rules, ({ platform }) => platform);
  }

  /** What its platform keeps of an order, by the rules that held on its day. */
  of({ platform, day, paid, back, cancelled }: ChargedOrder): Money[] {
    const rules = this.#byPlatform.get(platform);
    if (rules === undefined) return [];
    const net = moneyList([
      [paid.currency, paid.amountMicros],
      ...back.map(({ currency, amountMicros }) => [currency, -amountMicros] as const),
    ]);
    const held = new Map<string, FeeRule>();
    for (const rule of rules) {
      const before = held.get(rule.name);
      if (rule.from <= day && (before === undefined || before.from < rule.from)) held.set(rule.name, rule);
    }
    return [...held.values()].flatMap(({ rate, perOrder }) => [
      ...net.map(({ amountMicros, currency }) => ({ amountMicros: Math.round(amountMicros * rate), currency })),
      ...(perOrder === null || cancelled ? [] : [perOrder]),
    ]);
  }
}
