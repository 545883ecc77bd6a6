import type { Money } from "../metric.ts";
import type { BreakEven } from "../show-result.ts";
import { dayOf, type ExchangeOffice } from "./exchange-office.ts";
import type { FeeBook } from "./fees.ts";
import { goodsOf, type ProductCosts, refundsOf } from "./goods.ts";
import { type MoneyEvent, type ShowOrder, takenBackBy } from "./show-orders.ts";
import { type InTurns, STEPS_A_TURN } from "./turns.ts";

/** What was spent on a show. */
export interface ShowCost {
  /** UTC, `2026-11-21` */
  day: string;
  amount: Money;
}

export interface CurveFacts {
  office: ExchangeOffice;
  products: ProductCosts;
  /** Creator → share of the net revenue of the orders that name it, 0–1. */
  commissionRates: ReadonlyMap<string, number>;
  fees: FeeBook;
}

interface Parts {
  netRevenue: number;
  /** Goods and fees. */
  spent: number;
}

const MOST_POINTS = 600;
const NOTHING: Parts = { netRevenue: 0, spent: 0 };

/**
 * The cumulated contribution of a show, and when it passed 0. What was spent up to the day of the start lies before
 * the first order; what is spent on a later day counts from that day's beginning. Money without a rate is left out.
 * @param start milliseconds
 */
export function* breakEvenOf(
  orders: readonly ShowOrder[],
  costs: readonly ShowCost[],
  start: number,
  facts: CurveFacts,
): InTurns<BreakEven> {
  const { office, commissionRates } = facts;
  const creatorNet = new Map<string, number>();
  let commission = 0;
  const known = new Map<ShowOrder, Parts>();
  let [netRevenue, spent] = [0, 0];
  const points: { at: number; netRevenueMicros: number; contributionMicros: number }[] = [];
  let at: number | null = null;
  let isBelow = false;
  let mustEarn = false;
  // What happens at one moment counts together.
  for (const [moment, steps] of Map.groupBy(stepsOf(orders, costs, start), (step) => step.at)) {
    if ((points.length + 1) % STEPS_A_TURN === 0) yield;
    for (const step of steps) {
      if ("cost" in step) {
        spent += inOffice(office, step.cost.amount, step.cost.day);
        continue;
      }
      const before = known.get(step.order) ?? NOTHING;
      const after = partsOf(step.order, step.back, facts);
      known.set(step.order, after);
      netRevenue += after.netRevenue - before.netRevenue;
      spent += after.spent - before.spent;
      const { creator } = step.order;
      const rate = commissionRates.get(creator);
      if (rate === undefined) continue;
      const net = creatorNet.get(creator) ?? 0;
      const netNow = net + after.netRevenue - before.netRevenue;
      creatorNet.set(creator, netNow);
      commission += Math.round(netNow * rate) - Math.round(net * rate);
    }
    const contribution = netRevenue - spent - commission;
    if (contribution < 0) [isBelow, mustEarn] = [true, true];
    else if (isBelow) [at, isBelow] = [at ?? moment, false];
    points.push({ at: moment, netRevenueMicros: netRevenue, contributionMicros: contribution });
  }
  return {
    at: at === null ? null : new Date(at).toISOString(),
    state: isBelow ? "below" : mustEarn ? "above" : "nothing_to_earn_back",
    points: thinned(points).map((point) => ({ ...point, at: new Date(point.at).toISOString() })),
  };
}

type Step = { at: number; seq: number } & ({ cost: ShowCost } | { order: ShowOrder; back: readonly MoneyEvent[] });

function stepsOf(orders: readonly ShowOrder[], costs: readonly ShowCost[], start: number): Step[] {
  const steps: Step[] = costs.map((cost) => ({ at: Math.max(start, Date.parse(cost.day)), seq: -1, cost }));
  for (const order of orders) {
    steps.push({ at: order.at, seq: order.seq, order, back: [] });
    for (const [index, { at, seq }] of order.back.entries()) {
      // What took something back before the order's newest word counts from that word on.
      steps.push({ at: Math.max(at, order.at), seq, order, back: order.back.slice(0, index + 1) });
    }
  }
  // Of one order that of which most came back is last: it is what stays.
  const turn = (step: Step) => ("cost" in step ? 0 : 1 + step.back.length);
  return steps.toSorted((a, b) => a.at - b.at || turn(a) - turn(b) || a.seq - b.seq);
}

/** What an order brought, and cost in goods and fees, in the currency of the office. */
function partsOf(order: ShowOrder, events: readonly MoneyEvent[], { office, products, fees }: CurveFacts): Parts {
  const day = dayOf(order.at);
  const { platform, paid, lines } = order;
  const back = takenBackBy(events);
  const refunds = refundsOf(paid, back).filter(({ currency }) => currency !== "");
  const sum = (all: readonly Money[]) => all.reduce((before, money) => before + inOffice(office, money, day), 0);
  return {
    netRevenue: sum(paid.currency === "" ? [] : [paid]) - sum(refunds),
    spent:
      sum(goodsOf(paid, lines, back, products).cost) +
      sum(fees.of({ platform, day, paid, back: refunds, cancelled: back.cancelled })),
  };
}

function inOffice(office: ExchangeOffice, amount: Money, day: string): number {
  const { money } = office.exchange(amount, day);
  return money.currency === office.currency ? money.amountMicros : 0;
}

/** The last point of each of equal stretches of time, and the first of all. */
function thinned<Point extends { at: number }>(points: readonly Point[]): Point[] {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined || points.length <= MOST_POINTS) return [...points];
  const width = (last.at - first.at + 1) / (MOST_POINTS - 1);
  const stretches = new Map<number, Point>();
  for (const point of points) stretches.set(Math.floor((point.at - first.at) / width), point);
  return [first, ...[...stretches.values()].filter((point) => point !== first)];
}
