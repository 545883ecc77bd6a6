import type { ExchangeRate } from "../exchange.ts";
import { COST_KINDS, type CostKind, type RoiFigures } from "../roi.ts";
import type { BreakEven } from "../show-result.ts";
import { ExchangeOffice } from "./exchange-office.ts";
import { FeeBook, type FeeRule } from "./fees.ts";
import type { ProductCosts } from "./goods.ts";
import { type LedgerOrder, RoiLedger } from "./ledger.ts";
import { mostOf, NO_CURRENCY } from "./main-currency.ts";
import { breakEvenOf, type ShowCost } from "./show-curve.ts";
import { type MoneyEvent, type ShowOrder, showOrders, takenBackBy } from "./show-orders.ts";
import { atOnce, type InTurns, STEPS_A_TURN } from "./turns.ts";

/** A cost of a show with when it was known of. */
export interface KnownCost extends ShowCost {
  kind: CostKind;
  /** Milliseconds. */
  enteredAt: number;
  /** When it was undone, null while it holds. */
  undoneAt: number | null;
}

/** What was typed in, beside the events. */
export interface ShowTerms {
  products: ProductCosts;
  rates: readonly ExchangeRate[];
  /** Creator → share of the net revenue of the orders that name it, 0–1. */
  commissionRates: ReadonlyMap<string, number>;
  fees: readonly FeeRule[];
}

/** All that a result is worked out from. */
export interface ShowFacts {
  show: string;
  /** What all is converted to where there are rates; null: the currency of most orders, else of most costs. */
  currency: string | null;
  /** When it began, milliseconds; null: with its first order. */
  startedAt: number | null;
  terms: ShowTerms;
  costs: readonly KnownCost[];
  events: readonly MoneyEvent[];
  /** People who bought something before the show's first order. */
  boughtBefore: ReadonlySet<string>;
}

/** Up to what something is known: events by their place among all, costs by the moment; absent: all of it. */
export interface Horizon {
  orders?: number;
  refunds?: number;
  costs?: number;
}

/** The result of a show by what is known up to a horizon. Money without a rate is left out, and said. */
export const showFigures = (facts: ShowFacts, horizon?: Horizon): RoiFigures =>
  atOnce(showFiguresInTurns(facts, horizon));

/** The same, with pauses. */
export function* showFiguresInTurns(facts: ShowFacts, horizon: Horizon = {}): InTurns<RoiFigures> {
  const { show, terms } = facts;
  const office = new ExchangeOffice(terms.rates, currencyOf(facts));
  const ledger = new RoiLedger({
    office,
    products: terms.products,
    commissionRates: paidCreators(terms),
    fees: new FeeBook(terms.fees),
    byCreator: false,
    overlapping: false,
  });
  for (const { day, kind, amount } of knownCosts(facts, horizon)) ledger.addCost({ key: show, day, kind, amount });
  const orders = knownOrders(facts, horizon);
  let buyers = 0;
  for (const [person, own] of Map.groupBy(orders, ({ person, seq }) => person || `\n${seq}`)) {
    if ((buyers += 1) % STEPS_A_TURN === 0) yield;
    const isKnown = !person.startsWith("\n");
    const isNew = isKnown && !facts.boughtBefore.has(person);
    ledger.addBuyer(
      own.map((order, index) => ledgerOrder(show, order, isNew && index === 0)),
      isKnown,
    );
  }
  return ledger.answer().total;
}

/** The curve of a show's contribution by all that is known. */
export const showBreakEven = (facts: ShowFacts, now: number): BreakEven => atOnce(showBreakEvenInTurns(facts, now));

/** The same, with pauses. */
export function showBreakEvenInTurns(facts: ShowFacts, now: number): InTurns<BreakEven> {
  const orders = knownOrders(facts, {});
  // Orders may come before somebody says that the show has begun: what it cost lies before them too.
  const starts = [facts.startedAt, orders[0]?.at].filter((at) => at != null);
  const start = starts.length === 0 ? now : Math.min(...starts);
  return breakEvenOf(orders, knownCosts(facts, {}), start, {
    office: new ExchangeOffice(facts.terms.rates, currencyOf(facts)),
    products: facts.terms.products,
    commissionRates: paidCreators(facts.terms),
    fees: new FeeBook(facts.terms.fees),
  });
}

const whole = (key: string) => ({ keys: [key], weights: [1], whole: false });

function ledgerOrder(show: string, order: ShowOrder, isFirst: boolean): LedgerOrder {
  const { at, platform, paid, lines, creator } = order;
  return {
    at,
    platform,
    paid,
    lines,
    isFirst,
    takenBack: takenBackBy(order.back),
    credit: whole(show),
    creatorCredit: creator === "" ? undefined : whole(creator),
  };
}

const paidCreators = ({ commissionRates }: ShowTerms) => new Map([...commissionRates].filter(([, rate]) => rate > 0));

function knownOrders({ events }: ShowFacts, { orders, refunds }: Horizon): ShowOrder[] {
  const isKnown = ({ type, seq }: MoneyEvent) => seq <= ((type === "purchase" ? orders : refunds) ?? Infinity);
  return showOrders(events.filter(isKnown));
}

const knownCosts = ({ costs }: ShowFacts, { costs: moment = Infinity }: Horizon): KnownCost[] =>
  costs.filter(({ enteredAt, undoneAt }) => enteredAt <= moment && (undoneAt === null || undoneAt > moment));

function currencyOf({ currency, events, costs }: ShowFacts): string {
  if (currency !== null) return currency;
  const purchases = events.filter(({ type, money }) => type === "purchase" && money.currency !== "");
  return (
    mostOf(purchases.map(({ money }) => money.currency)) ??
    mostOf(costs.map(({ amount }) => amount.currency)) ??
    NO_CURRENCY
  );
}

/** The parts of a result in which a difference is told: what adds up to the contribution, and it. */
export const RESULT_PARTS = ["revenue", "refunds", "goodsCost", ...COST_KINDS, "contribution"] as const;
export type ResultPart = (typeof RESULT_PARTS)[number];

export const partOf = (figures: RoiFigures, part: ResultPart) =>
  part === "revenue" || part === "refunds" || part === "goodsCost" || part === "contribution"
    ? figures[part]
    : figures.costs[part];
