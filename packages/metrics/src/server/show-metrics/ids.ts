import { PEOPLE } from "../selection.ts";

/** Those ids, and every other id of the people whose they are; an id may be there twice. `ids` selects `actor`. */
export const withOtherIds = (ids: string): string => `
                ${ids}
                UNION ALL
                SELECT actor FROM ${PEOPLE} WHERE person IN (SELECT person FROM ${PEOPLE} WHERE actor IN (${ids}))`;
