/** Of a mutation whose errors stand where the request was made: they are not said once more in a corner. */
export const SAID_IN_PLACE = { saidInPlace: true } as const;
