import type { ClickHouseClient } from "@clickhouse/client";
import { hoursOfWeek } from "../best-time/hours-of-week.ts";
import { ratioEstimate } from "../best-time/ratio-estimate.ts";
import { type BestTime, type BestTimeRequest, type HourOfWeek, SHOWS_NEEDED } from "../best-time.ts";
import { Budget } from "../budget.ts";
import { measuresAny } from "../capabilities.ts";
import { ImpossibleQuestion } from "../impossible-question.ts";
import type { AskedShow } from "../new-and-returning.ts";
import { peopleInAll } from "../people.ts";
import type { PeopleCount } from "../totals.ts";
import { peopleQuery, platformsQuery, revenueQuery, viewersQuery } from "./best-time/queries.ts";
import { resolvePeople } from "./people.ts";
import { ask, microsFromText } from "./query.ts";

const HOUR = 3_600_000;

/**
 * Each hour of the week in which one of the shows was on air, with what it brought.
 * @throws ImpossibleQuestion for a time zone that there is not, CostlyQuestion
 */
export async function askBestTime(
  client: ClickHouseClient,
  workspace: string,
  { timezone = "UTC", platform = "" }: BestTimeRequest,
  shows: readonly AskedShow[],
): Promise<BestTime> {
  const stretchesOf = partedBy(timezone);
  const stretches = shows.flatMap(({ id, from, to }) => stretchesOf(from, to).map((each) => ({ show: id, ...each })));
  const answer = { timezone, shows: shows.length, needed: SHOWS_NEEDED, enough: shows.length >= SHOWS_NEEDED };
  if (stretches.length === 0) return { ...answer, hours: [] };
  const params = {
    workspace,
    platform,
    shows: stretches.map(({ show }) => show),
    froms: stretches.map(({ from }) => from),
    tos: stretches.map(({ to }) => to),
    slots: stretches.map(({ slot }) => slot),
    earliest: Math.min(...shows.map(({ from }) => from)),
    latest: Math.max(...shows.map(({ to }) => to)),
  };
  const budget = new Budget();
  await resolvePeople(client, workspace, budget);
  const [platforms, viewers, people, revenue] = await Promise.all([
    ask(client, platformsQuery, params, budget),
    ask(client, viewersQuery, params, budget),
    ask(client, peopleQuery, params, budget),
    ask(client, revenueQuery, params, budget),
  ]);
  const sells = new Set(
    platforms
      .filter(({ platform: one, types }) => types.includes("purchase") || measuresAny(one, ["purchase"]))
      .map(({ show }) => show),
  );
  const slots = [...Map.groupBy(stretches, ({ slot }) => slot)].sort(([a], [b]) => a - b);
  return {
    ...answer,
    hours: slots.map(([slot, own]): HourOfWeek => {
      const onAir = [...Map.groupBy(own, ({ show }) => show)].map(([show, parts]) => ({
        show,
        hours: parts.reduce((sum, { from, to }) => sum + (to - from), 0) / HOUR,
      }));
      const here = <Row extends { slot: number }>(rows: readonly Row[]) => rows.filter((row) => row.slot === slot);
      const seen = Map.groupBy(here(people), ({ show }) => show);
      const paid = here(revenue);
      const selling = onAir.filter(({ show }) => sells.has(show));
      return {
        weekday: Math.floor(slot / 24) + 1,
        hour: slot % 24,
        shows: onAir.length,
        viewers: ratioEstimate(here(viewers).map(({ area, span }) => ({ over: area, under: span }))),
        engagement: ratioEstimate(
          [...seen.values()].flatMap((rows) => engagementOf(rows) ?? []),
          1,
        ),
        revenue:
          selling.length === 0
            ? null
            : [...new Set(paid.map(({ currency }) => currency))].sort().flatMap((currency) => {
                const micros = (show: string) =>
                  microsFromText(paid.find((row) => row.show === show && row.currency === currency)?.paid ?? "0");
                const shares = selling.map(({ show, hours }) => ({ over: micros(show), under: hours }));
                const estimate = ratioEstimate(shares);
                return estimate ? [{ currency, ...estimate }] : [];
              }),
      };
    }),
  };
}

/** Engaged people and people seen of one show and hour; `null` where platforms share nobody to tell. */
function engagementOf(rows: readonly { bit: number; platforms: string[]; people: number }[]) {
  const counts = rows.map(
    ({ bit, platforms, people }): PeopleCount => ({
      id: bit === 1 ? "viewers_unique" : "engaged_people",
      platforms,
      people,
    }),
  );
  const [over, under] = [peopleInAll(counts, "engaged_people"), peopleInAll(counts, "viewers_unique")];
  return over === null || under === null ? null : { over, under };
}

function partedBy(timezone: string) {
  try {
    return hoursOfWeek(timezone);
  } catch {
    throw new ImpossibleQuestion("/timezone", `There is no time zone "${timezone}"`);
  }
}
