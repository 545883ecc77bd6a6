import { type Credit, divide, WHOLE_CREDIT } from "../attribution/credit.ts";
import { UNATTRIBUTED } from "../attribution/path.ts";
import type { Money } from "../metric.ts";
import { moneyList } from "../money.ts";
import type { CostKind, RoiAnswer } from "../roi.ts";
import { RoiCell } from "./cell.ts";
import { dayOf, type ExchangeOffice, type MissingRate } from "./exchange-office.ts";
import type { FeeBook } from "./fees.ts";
import { goodsOf, type OrderLine, type ProductCosts, refundsOf, type TakenBack } from "./goods.ts";

/** What was spent; `key` is what it was spent on, '' where that is not known. */
export interface SpentCost {
  key: string;
  /** UTC, `2026-11-21` */
  day: string;
  kind: CostKind;
  amount: Money;
}

export interface LedgerOrder {
  at: number;
  /** Where it was bought. */
  platform: string;
  paid: Money;
  lines: readonly OrderLine[];
  takenBack: TakenBack;
  /** Who is credited with it; absent: nobody. */
  credit: Credit | undefined;
  /** Which creators are paid for it; absent: none. */
  creatorCredit: Credit | undefined;
  /** The first order ever of its buyer. */
  isFirst: boolean;
}

export interface LedgerFacts {
  office: ExchangeOffice;
  products: ProductCosts;
  /** Creator → share of the credited net revenue, 0–1. */
  commissionRates: ReadonlyMap<string, number>;
  fees: FeeBook;
  /** Rows are creators: each is paid for what is credited to its own row. */
  byCreator: boolean;
  /** Rows overlap (`any`): the total is not their sum. */
  overlapping: boolean;
}

/** Orders and costs, added up per key and currency, exactly to the micro. */
export class RoiLedger {
  readonly #facts: LedgerFacts;
  readonly #rows = new Map<string, Map<string, RoiCell>>();
  readonly #total = new Map<string, RoiCell>();
  readonly #missing = new Map<string, Map<string, MissingRate>>();
  readonly #missingInAll = new Map<string, MissingRate>();
  /** Keys that ads were bought for. */
  readonly #paid = new Set<string>();

  constructor(facts: LedgerFacts) {
    this.#facts = facts;
  }

  /** All costs come before the first buyer: they tell which keys are paid for. */
  addCost({ key, day, kind, amount }: SpentCost): void {
    const row = key === "" ? UNATTRIBUTED : key;
    if (kind === "ads" && amount.amountMicros > 0 && key !== "") this.#paid.add(key);
    const money = this.#exchanged(amount, day, [row]);
    cellOf(this.#cellsOf(row), money.currency).addCost(kind, money.amountMicros);
    cellOf(this.#total, money.currency).addCost(kind, money.amountMicros);
  }

  /** @param isKnown whether the buyer is a person, not just an order that nobody is known of */
  addBuyer(orders: readonly LedgerOrder[], isKnown: boolean): void {
    const bought = new Set<RoiCell>();
    const begun = new Set<RoiCell>();
    const begunByAds = new Set<RoiCell>();
    for (const order of orders) {
      const { rows, inAll } = this.#addOrder(order);
      if (!isKnown) continue;
      for (const cell of [...rows.values(), inAll]) {
        bought.add(cell);
        if (order.isFirst) begun.add(cell);
      }
      const byAds = order.isFirst ? [...rows].filter(([key]) => this.#paid.has(key)) : [];
      for (const [, cell] of byAds) begunByAds.add(cell).add(inAll);
    }
    for (const cell of bought) cell.buyers += 1;
    for (const cell of begun) cell.newCustomers += 1;
    for (const cell of begunByAds) cell.newFromPaid += 1;
  }

  /** Rows that earn most first. */
  answer(): RoiAnswer {
    const { office } = this.#facts;
    const rows = [...this.#rows].flatMap(([key, cells]) => {
      const missing = [...(this.#missing.get(key)?.values() ?? [])];
      return [...cells].map(([currency, cell]) => ({
        key,
        ...cell.figures(currency, this.#commission(cell), missing),
      }));
    });
    rows.sort(
      (one, other) =>
        Number(other.currency === office.currency) - Number(one.currency === office.currency) ||
        (one.currency < other.currency ? -1 : Number(one.currency > other.currency)) ||
        other.contribution.amountMicros - one.contribution.amountMicros ||
        (one.key < other.key ? -1 : 1),
    );
    const totals = [office.currency, ...[...this.#total.keys()].filter((one) => one !== office.currency).sort()];
    const [total, ...otherTotals] = totals.map((currency) => {
      const cell = this.#total.get(currency) ?? new RoiCell();
      return cell.figures(currency, this.#commissionInAll(currency, cell), [...this.#missingInAll.values()]);
    });
    if (total === undefined) throw new Error("a total has a currency");
    return { rows, total, otherTotals };
  }

  #addOrder(order: LedgerOrder): { rows: Map<string, RoiCell>; inAll: RoiCell } {
    const { at, platform, paid, lines, takenBack, credit, creatorCredit } = order;
    const { office, products, fees } = this.#facts;
    const day = dayOf(at);
    const shared = credit ?? { keys: [UNATTRIBUTED], weights: [1], whole: false };
    const exchanged = (money: Money) => this.#exchanged(money, day, shared.keys);
    const goods = goodsOf(paid, lines, takenBack, products);
    const revenue = paid.currency === "" ? { amountMicros: 0, currency: office.currency } : exchanged(paid);
    const back = refundsOf(paid, takenBack).filter(({ currency }) => currency !== "");
    const refunds = back.map(exchanged);
    const net = moneyList([
      [paid.currency, paid.amountMicros],
      ...back.map(({ currency, amountMicros }) => [currency, -amountMicros] as const),
    ]);

    this.#add(shared, revenue, "revenue");
    for (const money of refunds) this.#add(shared, money, "refunds");
    for (const money of goods.cost.map(exchanged)) this.#add(shared, money, "goodsCost");
    const { cancelled } = takenBack;
    for (const money of fees.of({ platform, day, net, cancelled }).map(exchanged)) this.#add(shared, money, "fees");
    this.#addCreators(shared, creatorCredit, revenue, 1);
    for (const money of refunds) this.#addCreators(shared, creatorCredit, money, -1);

    const parts = divide(WHOLE_CREDIT, shared);
    const rows = new Map(shared.keys.map((key) => [key, cellOf(this.#cellsOf(key), revenue.currency)]));
    const inAll = cellOf(this.#total, revenue.currency);
    for (const [index, cell] of [...rows.values()].entries()) cell.orders += parts[index] ?? 0;
    inAll.orders += WHOLE_CREDIT;
    for (const cell of [...rows.values(), inAll]) cell.unitsWithoutCost += goods.unitsWithoutCost;
    return { rows, inAll };
  }

  #add(credit: Credit, { amountMicros, currency }: Money, field: "revenue" | "refunds" | "goodsCost" | "fees"): void {
    const parts = divide(amountMicros, credit);
    for (const [index, key] of credit.keys.entries()) {
      cellOf(this.#cellsOf(key), currency)[field] += parts[index] ?? 0;
    }
    cellOf(this.#total, currency)[field] += amountMicros;
  }

  /** What creators are paid by, charged to the rows that the order is credited to. */
  #addCreators(credit: Credit, creators: Credit | undefined, { amountMicros, currency }: Money, sign: 1 | -1): void {
    if (creators === undefined) return;
    const nets = divide(amountMicros, creators);
    for (const [index, creator] of creators.keys.entries()) {
      if (!this.#facts.commissionRates.has(creator)) continue;
      const net = sign * (nets[index] ?? 0);
      cellOf(this.#total, currency).addCreatorNet(creator, net);
      if (this.#facts.byCreator) {
        cellOf(this.#cellsOf(creator), currency).addCreatorNet(creator, net);
        continue;
      }
      const parts = divide(net, credit);
      for (const [at, key] of credit.keys.entries()) {
        cellOf(this.#cellsOf(key), currency).addCreatorNet(creator, parts[at] ?? 0);
      }
    }
  }

  #commission = (cell: RoiCell): number => cell.commission(this.#facts.commissionRates);

  /** The sum of the rows', each rounded for itself, so that rows sum to the total to the micro. */
  #commissionInAll(currency: string, cell: RoiCell): number {
    if (this.#facts.overlapping) return this.#commission(cell);
    const cells = [...this.#rows.values()].flatMap((row) => row.get(currency) ?? []);
    return cells.reduce((sum, one) => sum + this.#commission(one), 0);
  }

  #exchanged(amount: Money, day: string, keys: readonly string[]): Money {
    const { money, missing } = this.#facts.office.exchange(amount, day);
    if (missing) this.#miss(missing, keys);
    return money;
  }

  #miss(missing: MissingRate, keys: readonly string[]): void {
    const name = `${missing.from} ${missing.day}`;
    this.#missingInAll.set(name, missing);
    for (const key of keys) {
      const row = this.#missing.get(key) ?? new Map<string, MissingRate>();
      this.#missing.set(key, row.set(name, missing));
    }
  }

  #cellsOf(key: string): Map<string, RoiCell> {
    const cells = this.#rows.get(key) ?? new Map<string, RoiCell>();
    this.#rows.set(key, cells);
    return cells;
  }
}

function cellOf(cells: Map<string, RoiCell>, currency: string): RoiCell {
  const cell = cells.get(currency) ?? new RoiCell();
  cells.set(currency, cell);
  return cell;
}
