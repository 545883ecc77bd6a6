import type { SourceTier } from "../../metric.ts";
import type { Told } from "../../offer/honest.ts";
import { type OfferTimes, ranFor, type ShowContext } from "./course.ts";
import type { Told as ToldRow } from "./seen.ts";

/** When it ended: as it was said, else by its plan or with the show, once those times have passed. */
export function endOf(
  told: OfferTimes | undefined,
  ownEnd: number | null,
  plannedEnd: number | null,
  { course, last }: ShowContext,
): number | null {
  const said = told?.ended ?? ownEnd;
  if (said !== null) return said;
  if (plannedEnd !== null && plannedEnd <= last) return plannedEnd;
  const started = told && ranFor(told)[0];
  return started && course.span.to > started.from && course.span.to < last ? course.span.to : null;
}

/** When it was sold out: as it was said, else as the stock gauge or the orders show. */
export function soldOutOf(
  told: OfferTimes | undefined,
  readings: readonly { at: number; stock: number }[],
  stock: number | null,
  sales: readonly { at: number; quantity: number }[] | null,
): { at: number; source: SourceTier } | null {
  if (told?.soldOut != null) return { at: told.soldOut, source: "measured" };
  const empty = readings.find((reading) => reading.stock <= 0);
  if (empty) return { at: empty.at, source: "reported" };
  if (stock === null || stock === 0 || sales === null) return null;
  let left = stock;
  for (const { at, quantity } of sales) {
    left -= quantity;
    if (left <= 0) return { at, source: "estimated" };
  }
  return null;
}

/** Units at the start: as it was announced, else the highest that was shown. */
export function firstStock(shown: readonly Told[]): number | undefined {
  const said = shown.find(
    ({ type, stock }) => stock !== null && (type === "offer_started" || type === "offer_announced"),
  );
  if (said?.stock != null) return said.stock;
  const all = shown.flatMap(({ stock }) => (stock === null ? [] : [stock]));
  return all.length > 0 ? Math.max(...all) : undefined;
}

const GAUGED = new Set(["offer_stock", "offer_started", "offer_announced"]);

/** A row as what viewers were told. */
export function toldOf({ at, type, value, stock, seconds_left, ends_at, quantity, person }: ToldRow): Told {
  const endsAt = Date.parse(ends_at);
  return {
    at,
    type,
    stock: GAUGED.has(type) ? (value ?? stock) : stock,
    secondsLeft: seconds_left,
    endsAt: Number.isNaN(endsAt) ? null : endsAt,
    quantity,
    person,
  };
}
