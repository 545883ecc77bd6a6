/** The time that DateTime64 can hold: all there is. */
const EVER = { from: Date.UTC(1900, 0, 1), to: Date.UTC(2299, 11, 31, 23, 59, 59, 999) };

/**
 * The events of one show in a time window: what every question about a show selects. Where the window is all time, the
 * engine does not look at times.
 */
export const OF_SHOW = `workspace = {workspace: String} AND show = {show: String}
    AND ({from: Int64} = ${EVER.from} OR time >= fromUnixTimestamp64Milli({from: Int64}))
    AND ({to: Int64} = ${EVER.to} OR time <= fromUnixTimestamp64Milli({to: Int64}))
    AND ({platform: String} = '' OR platform = {platform: String})`;

/** Ids that were ever joined, with their person: to be joined to events by `actor`; '' for ids that never were. */
export const PEOPLE = "(SELECT actor, person FROM people FINAL WHERE workspace = {workspace: String} AND actor != '')";

/** The same by numbers, to be joined by `actor_hash`; 0 for ids that never were joined. */
export const PEOPLE_HASHES =
  "(SELECT actor_hash, person_hash FROM people FINAL WHERE workspace = {workspace: String} AND actor_hash != 0)";

/** Those ids, and every other id of the people whose they are; an id may be there twice. `ids` selects `actor_hash`. */
export const withOtherIds = (ids: string): string => `
                ${ids}
                UNION ALL
                SELECT actor_hash FROM ${PEOPLE_HASHES}
                WHERE person_hash IN (SELECT person_hash FROM ${PEOPLE_HASHES} WHERE actor_hash IN (${ids}))`;

/** Finds whose each `actor_hash` is, so that {@link PERSON} can be told; for questions whose answers name nobody. */
export const OF_PEOPLE = `LEFT ANY JOIN ${PEOPLE_HASHES} AS joined USING (actor_hash)`;

/** The person after {@link OF_PEOPLE}, as a number; 0 for nobody. */
export const PERSON = "if(joined.person_hash = 0, actor_hash, joined.person_hash)";

/** A viewer as a number: the actor, else the session. */
export const VIEWER = "if(actor_hash != 0, actor_hash, sipHash64(concat('\\n', session)))";

export interface ShowSelection {
  show: string;
  platform?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
}

export interface ShowSelectionParams {
  workspace: string;
  show: string;
  platform: string;
  /** Milliseconds, both inclusive. */
  from: number;
  to: number;
  [name: string]: unknown;
}

/** Whether {@link OF_SHOW} selects all of a show: no platform of it, and no part of its time. */
export const IS_WHOLE = `{platform: String} = '' AND {from: Int64} = ${EVER.from} AND {to: Int64} = ${EVER.to}`;

/** The values of {@link OF_SHOW}'s parameters. Moments are RFC 3339. */
export const selectionParams = (
  workspace: string,
  { show, platform, from, to }: ShowSelection,
): ShowSelectionParams => ({
  workspace,
  show,
  platform: platform ?? "",
  from: from === undefined ? EVER.from : clamp(Date.parse(from)),
  to: to === undefined ? EVER.to : clamp(Date.parse(to)),
});

const clamp = (time: number): number => Math.min(EVER.to, Math.max(EVER.from, time));
