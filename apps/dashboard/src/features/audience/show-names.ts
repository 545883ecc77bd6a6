import type { Show } from "../../api/types.ts";
import { day, dayAndClock } from "../../format/time.ts";

type Named = Pick<Show, "id" | "startedAt" | "createdAt">;

/** What shows are called where there is room for a day only: those of one day by its clock too. By the show's id. */
export function showDays(shows: readonly Named[], locale: string): ReadonlyMap<string, string> {
  const began = ({ startedAt, createdAt }: Named) => startedAt ?? createdAt;
  const days = shows.map((show) => day(began(show), locale));
  return new Map(
    shows.map((show, index) => {
      const name = days[index] ?? "";
      const isAlone = days.indexOf(name) === days.lastIndexOf(name);
      return [show.id, isAlone ? name : dayAndClock(began(show), locale)];
    }),
  );
}
