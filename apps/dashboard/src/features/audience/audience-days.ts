/** The period that is shown first: weeks enough for people to come back in. */
export const AUDIENCE_DAYS = 84;
