import { Type } from "typebox";

const RFC_3339 = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?([Zz]|[+-]\d{2}:\d{2})$/;

/** An instant: RFC 3339 with an offset, on a day that there is. */
export const instant = Type.Refine(
  Type.String({ maxLength: 64, description: "RFC 3339 with an offset, such as 2026-11-21T20:15:03.250Z" }),
  (value) => RFC_3339.test(value) && isDay(value.slice(0, 10)) && !Number.isNaN(Date.parse(value)),
  () => "must be an instant such as 2026-11-21T20:15:03.250Z",
);

/** An IANA time zone. */
export const timezone = Type.Refine(
  Type.String({ minLength: 1, maxLength: 64 }),
  isTimezone,
  () => "must be an IANA time zone such as Europe/Berlin",
);

function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** Text that says something, and that the database can keep: without NUL. */
export const text = (maxLength: number) =>
  Type.Refine(
    Type.String({ minLength: 1, maxLength }),
    (value) => value.trim() !== "" && !value.includes("\0"),
    () => "must be more than spaces, and without the character NUL",
  );

/** An id in an address or a body. */
export const id = text(128);

/** A field that may be left out, or told to be nothing. */
export const orNull = <Schema extends Type.TSchema>(schema: Schema) => Type.Optional(Type.Union([schema, Type.Null()]));

/** Units of a product: what a column of 32 bits holds. */
export const units = (minimum: number) => Type.Integer({ minimum, maximum: 2_147_483_647 });

/** A platform, known by name or not. */
export const platform = Type.String({ pattern: "^[a-z][a-z0-9_]{0,31}$" });

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** `Date` takes the 30th of February for the 2nd of March. */
function isDay(value: string): boolean {
  return DAY.test(value) && new Date(`${value}T00:00:00Z`).toJSON()?.slice(0, 10) === value;
}

/** A day of the calendar, in UTC. */
export const day = Type.Refine(
  Type.String({ maxLength: 10, description: "A day in UTC, such as 2026-11-21" }),
  isDay,
  () => "must be a day such as 2026-11-21",
);

/** A day as the database keeps it, and back. */
export const dateOfDay = (value: string): Date => new Date(`${value}T00:00:00Z`);
export const dayOfDate = (date: Date): string => date.toISOString().slice(0, 10);
