import type { AttributionAnswer, AttributionCredit, AttributionModel } from "../../api/attribution.ts";

export interface ModelAnswer {
  model: AttributionModel;
  /** Undefined while it is worked out. */
  answer: AttributionAnswer | undefined;
}

export interface KeyRow {
  key: string;
  credits: Partial<Record<AttributionModel, AttributionCredit>>;
}

/** One row per key with its credit by every model; who is credited most by any of them first. */
export function sideBySide(answers: readonly ModelAnswer[]): KeyRow[] {
  const rows = new Map<string, KeyRow>();
  for (const { model, answer } of answers) {
    for (const { key, ...credit } of answer?.rows ?? []) {
      const row = rows.get(key) ?? { key, credits: {} };
      row.credits[model] = credit;
      rows.set(key, row);
    }
  }
  const most = ({ credits }: KeyRow) => Math.max(...Object.values(credits).map(({ conversions }) => conversions));
  return [...rows.values()].sort((a, b) => most(b) - most(a) || (a.key < b.key ? -1 : 1));
}

/** The keys that are drawn by themselves; all others are one part. */
export const MOST_PARTS = 5;

/** The shares of a model: of each key that is drawn, of all others together, and of nobody. */
export function sharesOf(answer: AttributionAnswer | undefined, drawn: readonly string[]): Record<string, number> {
  if (!answer) return {};
  const shares: Record<string, number> = { unattributed: answer.unattributed.share ?? 0, others: 0 };
  for (const { key, share } of answer.rows) {
    if (drawn.includes(key)) shares[`key ${key}`] = share ?? 0;
    else shares["others"] = (shares["others"] ?? 0) + (share ?? 0);
  }
  return shares;
}
