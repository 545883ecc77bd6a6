import { PEOPLE_HASHES } from "../selection.ts";

/** Those ids, and every other id of the people whose they are; an id may be there twice. `ids` selects `actor_hash`. */
export const withOtherIds = (ids: string): string => `
                ${ids}
                UNION ALL
                SELECT actor_hash FROM ${PEOPLE_HASHES}
                WHERE person_hash IN (SELECT person_hash FROM ${PEOPLE_HASHES} WHERE actor_hash IN (${ids}))`;
