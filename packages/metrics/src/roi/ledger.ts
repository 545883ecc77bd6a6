import { type Credit, divide, roundTogether, sharesOf } from "../attribution/credit.ts";
import { UNATTRIBUTED } from "../attribution/path.ts";
import type { Money } from "../metric.ts";
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
  /** The first order ever of its buyer: one of them at most. */
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

const NOBODY: Credit = { keys: [UNATTRIBUTED], weights: [1], whole: false };

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
    for (const order of orders) {
      const { keys, cells, inAll } = this.#addOrder(order);
      if (!isKnown) continue;
      for (const cell of cells) cell.addBuyer(orders);
      inAll.addBuyer(orders);
      if (!order.isFirst) continue;
      for (const cell of [...cells, inAll]) cell.newCustomers += 1;
      const byAds = cells.filter((_, index) => this.#paid.has(keys[index] as string));
      for (const cell of byAds) cell.newFromPaid += 1;
      if (byAds.length > 0) inAll.newFromPaid += 1;
    }
  }

  /** Rows that earn most first. */
  answer(): RoiAnswer {
    const { office } = this.#facts;
    this.#roundOrders();
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

  #addOrder({ at, platform, paid, lines, takenBack, credit, creatorCredit }: LedgerOrder) {
    const { office, products, fees } = this.#facts;
    const day = dayOf(at);
    const shared = credit ?? NOBODY;
    const { keys } = shared;
    const rows = keys.map((key) => this.#cellsOf(key));
    const exchanged = (money: Money) => this.#exchanged(money, day, keys);
    const goods = goodsOf(paid, lines, takenBack, products);
    const revenue = paid.currency === "" ? { amountMicros: 0, currency: office.currency } : exchanged(paid);
    const back = refundsOf(paid, takenBack).filter(({ currency }) => currency !== "");
    const refunds = back.map(exchanged);

    this.#add(rows, shared, revenue, "revenue");
    for (const money of refunds) this.#add(rows, shared, money, "refunds");
    for (const money of goods.cost) this.#add(rows, shared, exchanged(money), "goodsCost");
    for (const money of fees.of({ platform, day, paid, back, cancelled: takenBack.cancelled })) {
      this.#add(rows, shared, exchanged(money), "fees");
    }
    this.#addCreators(shared, creatorCredit, revenue, 1);
    for (const money of refunds) this.#addCreators(shared, creatorCredit, money, -1);

    const parts = sharesOf(shared);
    const cells = rows.map((row) => cellOf(row, revenue.currency));
    const inAll = cellOf(this.#total, revenue.currency);
    for (const [index, cell] of cells.entries()) cell.orders += parts[index] ?? 0;
    inAll.orders += 1;
    for (const cell of cells) cell.unitsWithoutCost += goods.unitsWithoutCost;
    inAll.unitsWithoutCost += goods.unitsWithoutCost;
    return { keys, cells, inAll };
  }

  /** @param rows of the credit's keys */
  #add(
    rows: readonly Map<string, RoiCell>[],
    credit: Credit,
    { amountMicros, currency }: Money,
    field: "revenue" | "refunds" | "goodsCost" | "fees",
  ): void {
    const parts = divide(amountMicros, credit);
    for (const [index, row] of rows.entries()) cellOf(row, currency)[field] += parts[index] ?? 0;
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

  /** All rows of a currency together, so that they sum to the total; thirds of many are as many. */
  #roundOrders(): void {
    if (this.#facts.overlapping) return;
    for (const [currency, { orders }] of this.#total) {
      const cells = [...this.#rows.values()].flatMap((row) => row.get(currency) ?? []);
      const rounded = roundTogether(
        cells.map((cell) => cell.orders),
        orders,
      );
      for (const [index, cell] of cells.entries()) cell.orders = rounded[index] ?? 0;
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
    const known = this.#rows.get(key);
    if (known) return known;
    const cells = new Map<string, RoiCell>();
    this.#rows.set(key, cells);
    return cells;
  }
}

function cellOf(cells: Map<string, RoiCell>, currency: string): RoiCell {
  const known = cells.get(currency);
  if (known) return known;
  const cell = new RoiCell();
  cells.set(currency, cell);
  return cell;
}
