import type { Money } from "./metric.ts";
import { addMoney, divideMoney, moneyList } from "./money.ts";
import { peopleInAll } from "./people.ts";
import { abandonmentOf, type Computed, type ComputedMetrics, NAMELESS, platformFigures } from "./platform-figures.ts";
import { metric, SHOW_METRICS } from "./registry.ts";
import { type CurrencyTotal, PEOPLE_IDS, type ShowTotals } from "./totals.ts";

export type { Computed, ComputedMetrics } from "./platform-figures.ts";

export interface ShowFigures {
  /** Over all platforms. */
  metrics: ComputedMetrics;
  byPlatform: Record<string, ComputedMetrics>;
}

/** Every metric of a show, over all platforms and for each, from what its events add up to. */
export function metricsOf(totals: ShowTotals): ShowFigures {
  const platforms = [...totals.platforms].sort(([a], [b]) => (a < b ? -1 : 1));
  const each = platforms.map(([platform, own]) => platformFigures(platform, own, totals.people));
  const overall = overallFigures(each, totals);
  const ratios = (base: ComputedMetrics, of: readonly CurrencyTotal[], among: readonly ComputedMetrics[]) =>
    inOrder({ ...base, ...ratiosOf(base, among), ...moneyRatios(base, of) });
  const currencies = platforms.flatMap(([, own]) => own.orders.currencies);
  const byPlatform = platforms.map(([platform, own], index) => {
    const base = each[index] ?? {};
    return [platform, ratios(base, own.orders.currencies, [base])] as const;
  });
  return { metrics: ratios(overall, currencies, each), byPlatform: Object.fromEntries(byPlatform) };
}

/** Of the metrics over all platforms those needed (see {@link neededFor}): what a timeline asks for at each point. */
export function overallOf(totals: ShowTotals, needed: ReadonlySet<string>): ComputedMetrics {
  const each = [...totals.platforms].map(([platform, own]) => platformFigures(platform, own, totals.people, needed));
  const overall = overallFigures(each, totals, needed);
  const ratios = ratiosOf(overall, each, needed);
  if (!MONEY_RATIOS.some((id) => needed.has(id))) return { ...overall, ...ratios };
  const currencies = [...totals.platforms.values()].flatMap((own) => own.orders.currencies);
  return { ...overall, ...ratios, ...moneyRatios(overall, currencies) };
}

/** Of people over all platforms. */
const SOME_NAMELESS = "without those of a platform that named nobody";

/** Ratios of money, which the registry names no sides of. */
const MONEY_RATIOS = ["gpm_view", "gpm_impression", "aov", "item_price_average"];

/** These metrics, and what they are divided from and by. */
export const neededFor = (ids: readonly string[]): ReadonlySet<string> =>
  new Set([
    ...ids.flatMap(sidesOf),
    ...(ids.some((id) => MONEY_RATIOS.includes(id)) ? ["gmv_paid", "views", "impressions"] : []),
  ]);

function sidesOf(id: string): string[] {
  const { numerator, denominator } = metric(id);
  return [id, ...[numerator, denominator].flatMap((side) => (side === undefined ? [] : sidesOf(side)))];
}

function overallFigures(
  each: readonly ComputedMetrics[],
  show: ShowTotals,
  needed?: ReadonlySet<string>,
): ComputedMetrics {
  const overall: ComputedMetrics = {};
  const isNeeded = (id: string) => needed?.has(id) !== false;
  for (const id of Object.keys(each[0] ?? {})) {
    const notes = each.flatMap((figures) => figures[id]?.note ?? []);
    const value =
      metric(id).kind === "money"
        ? addMoney(each.map((figures) => moneyIn(figures[id])))
        : addNumbers(each.map((figures) => numberIn(figures[id])));
    const source = each.find((figures) => figures[id]?.source)?.[id]?.source;
    overall[id] = { value, ...(notes.length > 0 ? { note: notes.join("; ") } : {}), ...(source ? { source } : {}) };
  }
  for (const id of PEOPLE_IDS.filter(isNeeded)) {
    const known = overall[id]?.value != null;
    const people = peopleInAll(show.people, id);
    // None where one platform saw nobody is no none where another saw somebody whom it did not name.
    const isNameless = each.some((figures) => figures[id]?.note === NAMELESS);
    if (isNameless && people === 0) overall[id] = { value: null, note: NAMELESS };
    else overall[id] = { value: known ? people : null, ...(isNameless && known ? { note: SOME_NAMELESS } : {}) };
  }
  for (const key of ["now", "peak", "average"] as const) {
    overall[`viewers_${key}`] = { value: show.viewers?.[key] ?? null };
  }
  overall.answer_seconds_median = { value: show.answerSecondsMedian };
  overall.cart_abandonment = abandonmentOf(show.carts);
  // Viewers of two platforms are not one population; time per viewer still divides platform by platform.
  if (each.filter((figures) => figures.viewers_timed?.value != null).length > 1)
    overall.viewers_timed = { value: null };
  return overall;
}

/** Every ratio of the registry from its two sides. */
function ratiosOf(
  base: ComputedMetrics,
  platforms: readonly ComputedMetrics[],
  needed?: ReadonlySet<string>,
): ComputedMetrics {
  const ratios: ComputedMetrics = {};
  for (const { id, numerator, denominator, samePlatforms } of SHOW_METRICS) {
    if (numerator === undefined || denominator === undefined || needed?.has(id) === false) continue;
    const both = platforms.filter((each) => each[numerator]?.value != null && each[denominator]?.value != null);
    const side = (of: string) =>
      samePlatforms ? addNumbers(both.map((each) => numberIn(each[of]))) : numberIn(base[of]);
    const [over, under] = [side(numerator), side(denominator)];
    const source = base[numerator]?.source ?? base[denominator]?.source;
    ratios[id] = {
      value: over === null || !under ? null : over / under,
      numerator: over,
      denominator: under,
      ...(source ? { source } : {}),
    };
  }
  return ratios;
}

function moneyRatios(base: ComputedMetrics, totals: readonly CurrencyTotal[]): ComputedMetrics {
  const paid = moneyIn(base.gmv_paid);
  const perThousand = paid?.map((money) => ({ ...money, amountMicros: money.amountMicros * 1000 }));
  const thousandOf = (under: number | null): Computed => ({
    value: perThousand && under ? divideMoney(perThousand, under) : null,
    numerator: paid,
    denominator: under,
  });
  return {
    gpm_view: thousandOf(numberIn(base.views)),
    gpm_impression: { ...thousandOf(numberIn(base.impressions)), source: "reported" },
    aov: perCurrency(paid, totals, (total) => total.orders),
    item_price_average: perCurrency(paid, totals, (total) => total.items),
  };
}

/** What was paid in each currency ÷ what was bought in it. */
function perCurrency(
  paid: readonly Money[] | null,
  totals: readonly CurrencyTotal[],
  of: (total: CurrencyTotal) => number,
): Computed {
  if (paid === null) return { value: null, numerator: null, denominator: null };
  const under = (currency: string) =>
    totals.filter((total) => total.currency === currency).reduce((sum, total) => sum + of(total), 0);
  const value = paid
    .filter((money) => under(money.currency) > 0)
    .map((money) => [money.currency, Math.round(money.amountMicros / under(money.currency))] as const);
  const only = paid.length === 1 ? paid[0] : undefined;
  return {
    value: value.length === 0 ? null : moneyList(value),
    numerator: [...paid],
    ...(only ? { denominator: under(only.currency) } : {}),
  };
}

/** Every metric of a show in the registry's order; what nobody measured is `null`. */
const inOrder = (figures: ComputedMetrics): ComputedMetrics =>
  Object.fromEntries(SHOW_METRICS.map(({ id }) => [id, figures[id] ?? { value: null }]));

const numberIn = (computed: Computed | undefined): number | null =>
  typeof computed?.value === "number" ? computed.value : null;

const moneyIn = (computed: Computed | undefined): Money[] | null =>
  Array.isArray(computed?.value) ? computed.value : null;

/** What is unknown is left out; unknown when all is. */
function addNumbers(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}
