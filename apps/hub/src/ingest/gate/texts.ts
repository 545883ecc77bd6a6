/** Any surrogate, paired or not: cheap to look for; only what has one is looked at closely. */
const SUSPECT = /[\0\uD800-\uDFFF]/;

/** Whether a text holds a NUL or half of a surrogate pair, which one store or another would refuse. */
export const isBroken = (text: string): boolean => SUSPECT.test(text) && (!text.isWellFormed() || text.includes("\0"));

/** The text with every NUL and lone surrogate replaced by U+FFFD. */
export const repairText = (text: string): string => text.toWellFormed().replaceAll("\0", "\uFFFD");

/** A copy in which every text, keys too, is repaired. For values that were already found to be of bounded depth. */
export function repairTexts(value: unknown): unknown {
  if (typeof value === "string") return repairText(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(repairTexts);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [repairText(key), repairTexts(inner)]));
}
