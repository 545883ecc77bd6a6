import type { RoiFigures } from "../roi.ts";
import { RESULT_REASONS, type ShowResultAnswer } from "../show-result.ts";
import { type Horizon, partOf, RESULT_PARTS, type ShowFacts, showFigures } from "./show-figures.ts";

/** A result as it was taken, and what was known then. */
export interface TakenResult {
  figures: RoiFigures;
  /** The last event of money that was known. */
  seq: number;
  /** Milliseconds. */
  takenAt: number;
}

/**
 * For each part of a result that is no longer what it was, by how much, and by what: terms that were changed (goods'
 * costs, rates, fees, commission) on what was known then; then orders, then refunds, then costs that became known
 * later. Step by step, so that the reasons sum to the difference.
 */
export function resultDifferences(facts: ShowFacts, taken: TakenResult): ShowResultAnswer["differences"] {
  const { currency } = taken.figures;
  const { seq, takenAt } = taken;
  const horizons: Horizon[] = [
    { orders: seq, refunds: seq, costs: takenAt },
    { refunds: seq, costs: takenAt },
    { costs: takenAt },
    {},
  ];
  const stages = [taken.figures, ...horizons.map((horizon) => showFigures({ ...facts, currency }, horizon))];
  return RESULT_PARTS.flatMap((part) => {
    const micros = stages.map((figures) => partOf(figures, part).amountMicros);
    const money = (amountMicros: number) => ({ amountMicros, currency });
    const because = RESULT_REASONS.map((reason, index) => ({
      reason,
      amount: money((micros[index + 1] ?? 0) - (micros[index] ?? 0)),
    })).filter(({ amount }) => amount.amountMicros !== 0);
    if (because.length === 0) return [];
    return [{ part, atEnd: money(micros[0] ?? 0), now: money(micros.at(-1) ?? 0), because }];
  });
}
