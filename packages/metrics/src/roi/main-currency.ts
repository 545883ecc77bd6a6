/** No currency at all, by ISO 4217: where there is no money either. */
export const NO_CURRENCY = "XXX";

/** The one that comes most often, of equally many the first by name; `undefined` of none. */
export function mostOf(currencies: readonly string[]): string | undefined {
  const counts = [...Map.groupBy(currencies, (one) => one)];
  const [most] = counts.sort(([a, one], [b, other]) => other.length - one.length || (a < b ? -1 : 1));
  return most?.[0];
}
