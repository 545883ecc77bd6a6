import type { Metric, MetricUnit, PlatformName } from "../metric.ts";

interface Details {
  platformNames?: PlatformName[];
  ofShow?: boolean;
  live?: boolean;
}

/** A metric before it is said out of what it is made. */
export type Definition = Omit<Metric, "sources">;

const rest = ({ platformNames = [], ofShow = true, live = ofShow }: Details = {}) => ({ platformNames, ofShow, live });

export const count = (id: string, name: string, formula: string, unit: MetricUnit, details?: Details): Definition => ({
  id,
  name,
  formula,
  unit,
  kind: "count",
  emptyValue: 0,
  ...rest(details),
});

export const people = (id: string, name: string, formula: string, details?: Details): Definition => ({
  ...count(id, name, formula, "people", details),
  kind: "people",
});

export const gauge = (id: string, name: string, formula: string, details?: Details): Definition => ({
  ...count(id, name, formula, "people", details),
  kind: "gauge",
  emptyValue: null,
});

export const money = (id: string, name: string, formula: string, details?: Details): Definition => ({
  ...count(id, name, formula, "money", details),
  kind: "money",
  emptyValue: [],
});

/** One id ÷ another; `null` when there is nothing below the line. */
export const ratio = (
  id: string,
  name: string,
  formula: string,
  sides: { of: string; per: string; samePlatforms?: boolean; unit?: MetricUnit },
  details?: Details,
): Definition => ({
  ...count(id, name, formula, sides.unit ?? "ratio", details),
  kind: "ratio",
  emptyValue: null,
  numerator: sides.of,
  denominator: sides.per,
  ...(sides.samePlatforms ? { samePlatforms: true } : {}),
});

/** A figure with a formula of its own, `null` until it can be said. */
export const figure = (
  id: string,
  name: string,
  formula: string,
  unit: MetricUnit,
  kind: Metric["kind"],
  details?: Details,
): Definition => ({ ...count(id, name, formula, unit, details), kind, emptyValue: null });
