import type { Disagreement } from "../offer-performance.ts";
import { runningTotal } from "./running-total.ts";
import type { OfferSale } from "./sales.ts";

/** Something that viewers were told about an offer. */
export interface Told {
  at: number;
  type: string;
  /** Units left, where it says so. */
  stock: number | null;
  secondsLeft: number | null;
  /** Milliseconds; until when it was said to run. */
  endsAt: number | null;
  quantity: number;
  person: string;
}

export interface Audit {
  told: readonly Told[];
  /** Units at the start. */
  stock: number | null;
  /** What was bought; `null` where nobody counts orders: then the stock that was told is the only log. */
  sales: readonly OfferSale[] | null;
  startedAt: number | null;
  soldOutAt: number | null;
  endedAt: number | null;
  /** When it was to end by plan; what viewers are told goes before it. */
  plannedEnd: number | null;
}

/** Between a payment and what the screens show. */
const LAG = 5_000;
/** Of clocks and screens. */
const SLACK = 2_000;
/** For how long a checkout holds its units. */
const HOLD = 600_000;
const MOST = 1_000;

/**
 * Every moment at which the stock or the time that viewers were shown disagrees with the stock log (units at the start
 * − units paid, with those held by checkouts) or with the clock. `null` when there is nothing to compare.
 */
export function auditHonesty(audit: Audit): Disagreement[] | null {
  const shownStock = audit.told.some(({ stock }) => stock !== null);
  const hasClock = audit.plannedEnd !== null || audit.told.some(({ endsAt }) => endsAt !== null);
  if (!hasClock && !(shownStock && (audit.sales === null || audit.stock !== null))) {
    if (audit.soldOutAt === null || audit.sales === null) return null;
  }
  return [...auditStock(audit), ...auditTime(audit)]
    .sort((a, b) => a.time - b.time)
    .slice(0, MOST)
    .map(({ time, ...rest }) => ({ at: new Date(time).toISOString(), ...rest }));
}

type Found = Omit<Disagreement, "at"> & { time: number };

function* auditStock({ told, stock, sales, soldOutAt }: Audit): Generator<Found> {
  const readings = told.flatMap(({ at, stock: shown }) => (shown === null ? [] : [{ at, shown }]));
  if (sales === null) {
    let last: number | null = null;
    for (const { at, shown } of readings) {
      if (last !== null && shown > last)
        yield found(at, "stock_rose", shown, last, `${shown} units were shown after ${last}, with no sale undone.`);
      last = shown;
    }
    return;
  }
  const checkouts = told.filter(({ type }) => type === "begin_checkout");
  if (stock !== null) {
    const givenBack = sum(sales.filter(({ refunded }) => refunded).map(({ quantity }) => quantity));
    const paidBy = runningTotal(sales.map(({ at, quantity }) => ({ at, by: quantity })));
    const held = heldBy(checkouts, sales);
    for (const { at, shown } of readings) {
      const [most, least] = [stock - paidBy(at - LAG) + givenBack, Math.max(0, stock - paidBy(at + LAG) - held(at))];
      if (shown > most)
        yield found(
          at,
          "stock_too_high",
          shown,
          stock - paidBy(at),
          `${shown} units were shown, at most ${most} were left.`,
        );
      if (shown < least)
        yield found(
          at,
          "stock_too_low",
          shown,
          stock - paidBy(at),
          `${shown} units were shown, at least ${least} were left.`,
        );
    }
    if (soldOutAt !== null && told.some(({ type }) => type === "offer_sold_out")) {
      const left = stock - paidBy(soldOutAt + LAG) - held(soldOutAt);
      if (left > 0)
        yield found(soldOutAt, "sold_out_early", 0, left, `It was called sold out with ${left} units left.`);
    }
  }
  if (soldOutAt === null) return;
  const before = checkouts.filter(({ at, person }) => person !== "" && at <= soldOutAt);
  const lastCheckout = new Map(before.map(({ person, at }) => [person, at]));
  for (const sale of sales) {
    if (sale.at <= soldOutAt + LAG) continue;
    const wasHeld = (lastCheckout.get(sale.person) ?? Number.NEGATIVE_INFINITY) > sale.at - HOLD;
    if (!wasHeld)
      yield found(sale.at, "sold_after_sold_out", 0, sale.quantity, "It was sold after it was called sold out.");
  }
}

/** Units that open checkouts keep from others: until their person's next purchase is about to show, else for as long as a hold lasts. */
function heldBy(checkouts: readonly Told[], sales: readonly OfferSale[]): (at: number) => number {
  const bought = Map.groupBy(sales, ({ person }) => person);
  return runningTotal(
    checkouts.flatMap(({ at, person, quantity }) => {
      const sale = bought.get(person)?.find((each) => each.at >= at);
      const until = Math.min(at + HOLD, sale === undefined ? Number.POSITIVE_INFINITY : sale.at - LAG);
      if (until <= at) return [];
      return [
        { at, by: quantity },
        { at: until, by: -quantity },
      ];
    }),
  );
}

function* auditTime({ told, startedAt, soldOutAt, endedAt, plannedEnd }: Audit): Generator<Found> {
  let promised = plannedEnd;
  let said = false;
  let over = false;
  for (const { at, type, endsAt, secondsLeft } of told) {
    if (endsAt !== null) {
      if (said && promised !== null && Math.abs(endsAt - promised) > SLACK) {
        const seconds = (time: number) => Math.round((time - at) / 1000);
        yield found(at, "time_wrong", seconds(endsAt), seconds(promised), "Another end was shown than before.");
      }
      promised = said && promised !== null ? promised : endsAt;
      said = true;
    }
    if (secondsLeft !== null && promised !== null) {
      const actual = Math.max(0, (promised - at) / 1000);
      if (Math.abs(secondsLeft - actual) * 1000 > SLACK)
        yield found(at, "time_wrong", secondsLeft, actual, `${secondsLeft} s were shown, ${actual} s were left.`);
    }
    if (type === "offer_ended") over = true;
    else if (type === "offer_started" && over) {
      over = false;
      yield found(at, "started_again", null, null, "It was started again after it had ended.");
    }
  }
  if (promised === null || endedAt === null || startedAt === null) return;
  const [shown, actual] = [(promised - startedAt) / 1000, (endedAt - startedAt) / 1000];
  if (endedAt > promised + SLACK)
    yield found(endedAt, "ran_longer", shown, actual, `It was to run ${shown} s and ran ${actual} s.`);
  if (endedAt < promised - SLACK && soldOutAt === null)
    yield found(endedAt, "ended_early", shown, actual, `It was to run ${shown} s and ran ${actual} s, not sold out.`);
}

const found = (
  time: number,
  kind: Disagreement["kind"],
  shown: number | null,
  actual: number | null,
  detail: string,
): Found => ({ time, kind, shown, actual, detail });

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
