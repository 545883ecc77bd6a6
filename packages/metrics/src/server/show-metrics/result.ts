import { setImmediate } from "node:timers/promises";
import type { Money } from "../../metric.ts";
import type { Computed } from "../../platform-figures.ts";
import { type ShowFacts, showBreakEvenInTurns, showFiguresInTurns } from "../../roi/show-figures.ts";
import type { InTurns } from "../../roi/turns.ts";
import { MARKETING_KINDS, type RoiFigures } from "../../roi.ts";
import type { Asking } from "../asking.ts";
import { showMoney } from "../roi/money-events.ts";

/** What a show earned for what it cost. What was typed in stands behind them, and the events of its orders. */
export const RESULT_IDS = [
  "roas",
  "poas",
  "mer",
  "mer_cost_share",
  "cac",
  "cac_new",
  "contribution",
  "roi",
  "break_even_at",
] as const;

/** What was typed in about a show: its costs, and what its orders are reckoned by. */
export type ShowEntries = Omit<ShowFacts, "show" | "events" | "boughtBefore">;

/**
 * What a show earned for what it cost, by the orders that name it. Unknown where nobody tells of its orders; and what
 * costs are subtracted for, or divided by, is unknown where nobody entered any.
 * @param isSold whether some platform of the show tells of orders
 */
export async function resultFigures(
  asking: Asking,
  show: string,
  entries: ShowEntries,
  isSold: boolean,
): Promise<Partial<Record<(typeof RESULT_IDS)[number], Computed>>> {
  const facts: ShowFacts = { show, ...entries, ...(await showMoney(asking)) };
  if (facts.events.length === 0 && !isSold) {
    return facts.costs.length === 0 ? {} : unknown("nobody tells of its orders");
  }
  const result = await inTurns(showFiguresInTurns(facts));
  const { revenue, netRevenue, goodsCost, allCosts, contribution, costs, buyers, newFromPaid } = result;
  const ads = costs.ads;
  const marketing = { ...ads, amountMicros: MARKETING_KINDS.reduce((sum, kind) => sum + costs[kind].amountMicros, 0) };
  const gross = { ...netRevenue, amountMicros: netRevenue.amountMicros - goodsCost.amountMicros };
  const isCostKnown = allCosts.amountMicros !== 0 || goodsCost.amountMicros !== 0;
  const missing = missingFrom(result, isCostKnown);
  const note = saying(missing);
  const over = (value: number | null, numerator: Money[] | null, denominator: Money[] | null) => ({
    value,
    numerator,
    denominator,
    ...note,
  });
  const each = (value: Money | null, cost: Money, denominator: number) => ({
    value: isCostKnown && value ? [value] : null,
    numerator: entered(cost),
    denominator,
    ...note,
  });
  const left = isCostKnown ? [contribution] : null;
  return {
    roas: over(result.roas, [revenue], entered(ads)),
    poas: over(result.poas, [gross], entered(ads)),
    mer: over(result.mer, [revenue], entered(marketing)),
    mer_cost_share: over(entered(marketing) && result.merCostShare, entered(marketing), [revenue]),
    cac: each(result.cac, allCosts, buyers),
    cac_new: each(result.cacNew, ads, newFromPaid),
    contribution: { value: left, ...note },
    roi: over(result.roi, left, entered(allCosts)),
    break_even_at: isCostKnown && facts.events.length > 0 ? await breakEven(facts, missing) : { value: null, ...note },
  };
}

/** A show may have tens of thousands of orders: others get their turn in between. */
async function inTurns<Answer>(work: InTurns<Answer>): Promise<Answer> {
  for (;;) {
    const turn = work.next();
    if (turn.done) return turn.value;
    await setImmediate();
  }
}

/** A cost that nobody entered is unknown, not none. */
const entered = (cost: Money): Money[] | null => (cost.amountMicros === 0 ? null : [cost]);

const unknown = (note: string): Record<(typeof RESULT_IDS)[number], Computed> =>
  Object.fromEntries(RESULT_IDS.map((id) => [id, { value: null, note }])) as ReturnType<typeof unknown>;

/** The figures of a show whose orders take more to read than a question may take. */
export const unreadResult = (): ReturnType<typeof unknown> => unknown("its orders take too long to read");

async function breakEven(facts: ShowFacts, missing: readonly string[]): Promise<Computed> {
  // The curve begins with the first order, or before it: the present makes no difference to it.
  const { at, state } = await inTurns(showBreakEvenInTurns(facts, 0));
  const fell = at !== null && state === "below" ? ["it has fallen below 0 again since, by refunds or later costs"] : [];
  return { value: at, ...saying([...fell, ...missing]) };
}

/** What is not in these figures though it should be. */
function missingFrom({ unitsWithoutCost, missingRates }: RoiFigures, isCostKnown: boolean): string[] {
  const units = unitsWithoutCost === 1 ? "1 unit" : `${unitsWithoutCost} units`;
  const rates = missingRates.map(({ from, to, day }) => `${from} to ${to} on ${day}`).join(", ");
  return [
    isCostKnown ? "" : "nobody entered what it cost",
    isCostKnown && unitsWithoutCost > 0 ? `without the goods cost of ${units}, which nobody entered` : "",
    rates === "" ? "" : `without money that has no rate of exchange: ${rates}`,
  ].filter((one) => one !== "");
}

const saying = (notes: readonly string[]): { note?: string } => (notes.length > 0 ? { note: notes.join("; ") } : {});
