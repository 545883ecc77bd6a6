import type { FunnelAnswer, FunnelPeriodAnswer, Money } from "@showpulse/metrics";

type Cell = string | number | null | undefined;
type Row = Pick<FunnelPeriodAnswer, "steps" | "series" | "bins">;

/** A funnel's answer as a table: a row for each step, interval or bin, of everybody and then of each breakdown. */
export function funnelCsv({ compareTo, ...answer }: FunnelAnswer): string {
  const periods = [{ name: "asked", ...answer }, ...(compareTo ? [{ name: "compared", ...compareTo }] : [])];
  const rows = periods.flatMap(({ name, breakdowns = [], ...all }) =>
    [{ value: "all", row: all }, ...breakdowns.map(({ value, ...row }) => ({ value: shown(value), row }))].flatMap(
      ({ value, row }) => linesOf(row).map((cells) => [name, value, ...cells]),
    ),
  );
  return [["period", "breakdown", ...headOf(answer)], ...rows].map(line).join("");
}

const STEP_HEAD =
  "step,event,count,conversionFromStart,conversionFromPrevious,averageSeconds,medianSeconds,amount".split(",");

const headOf = ({ series, bins }: Row): string[] =>
  series ? ["at", "from", "to", "rate"] : bins ? ["fromSeconds", "count"] : STEP_HEAD;

function linesOf({ steps, series, bins }: Row): Cell[][] {
  if (series) return series.map(({ at, from, to, rate }) => [at, from, to, rate]);
  if (bins) return bins.map(({ fromSeconds, count }) => [fromSeconds, count]);
  return steps.map(({ amount, event, ...figures }, index) => [
    index,
    event,
    figures.count,
    figures.conversionFromStart,
    figures.conversionFromPrevious,
    figures.averageSeconds,
    figures.medianSeconds,
    amount.map(amountText).join("; "),
  ]);
}

const shown = (value: string | null | (string | null)[]): string =>
  Array.isArray(value) ? value.map((one) => one ?? "").join(" / ") : (value ?? "");

/** Exact, in the currency's unit: "19.9 EUR". */
function amountText({ amountMicros, currency }: Money): string {
  const digits = String(Math.abs(amountMicros)).padStart(7, "0");
  const fraction = digits.slice(-6).replace(/0+$/, "");
  return `${amountMicros < 0 ? "-" : ""}${digits.slice(0, -6)}${fraction && `.${fraction}`} ${currency}`;
}

const line = (cells: readonly Cell[]): string => `${cells.map(cellText).join(",")}\r\n`;

/** A text that a spreadsheet would run becomes one that it shows. */
function cellText(cell: Cell): string {
  if (typeof cell !== "string") return cell == null ? "" : String(cell);
  const harmless = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
