/** TikTok's ids have 19 digits; three of them and some words must fit into an event's id of 256 characters. */
const LONGEST_ID = 80;

/** A text that says something: not empty, cut to `longest` characters. */
export function text(value: unknown, longest: number): string | undefined {
  return typeof value === "string" && value !== "" ? value.slice(0, longest) : undefined;
}

/** An id; TikTok writes "0" where there is none. */
export function identifier(value: unknown): string | undefined {
  const written = typeof value === "number" ? String(value) : value;
  return typeof written === "string" && written !== "" && written !== "0" ? written.slice(0, LONGEST_ID) : undefined;
}

/** A whole number ≥ 0, whether it came as a number or as text; absent fields are 0 on this wire. */
export function count(value: unknown): number {
  const number = typeof value === "string" && value !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isSafeInteger(number) && number > 0 ? number : 0;
}

/** Milliseconds since 1970; TikTok gives seconds in some fields and milliseconds in others. */
export function instant(value: unknown): number | undefined {
  const number = count(value);
  if (number === 0 || number > 8.64e15) return undefined;
  return number < 100_000_000_000 ? number * 1000 : number;
}

export const list = <Item>(value: Item[] | undefined): Item[] => (Array.isArray(value) ? value : []);

/** The members of a list or map that are objects. */
export function objects<Item extends object>(value: Item[] | Record<string, Item> | undefined): Item[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).filter((item) => typeof item === "object" && item !== null);
}
