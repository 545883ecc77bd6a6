import { setImmediate } from "node:timers/promises";
import type { ClickHouseClient } from "@clickhouse/client";
import { Type } from "typebox";
import { Budget } from "../budget.ts";
import { offerLabOf, type RanOffer } from "../offer/lab.ts";
import { offerUplift } from "../offer/uplift.ts";
import type { OfferLab, OfferLabParams } from "../offer-lab.ts";
import type { OwnOffer } from "../offer-performance.ts";
import { ranFor, type ShowContext, showContext } from "./offer-performance/course.ts";
import { periodWithin } from "./period.ts";
import { ask, defineQuery } from "./query.ts";
import { selectionParams } from "./selection.ts";

/** Shows that one answer looks at: each is some questions. */
const MOST_SHOWS = 60;

/** Shows in which offers began in a period, newest first. */
export const labShowsQuery = defineQuery(
  { name: "offer-lab/shows", row: Type.Object({ show: Type.String() }) },
  `
SELECT toString(show) AS show
FROM events
WHERE workspace = {workspace: String} AND type = 'offer_started' AND show != ''
    AND time >= fromUnixTimestamp64Milli({from: Int64}) AND time <= fromUnixTimestamp64Milli({to: Int64})
GROUP BY show
ORDER BY min(time) DESC, show
LIMIT 1000`,
);

/** What is known here of an offer beyond what it did. */
export interface LabKnowledge extends OwnOffer {
  items: readonly string[];
  /** Share taken off the list price, 0–1. */
  discount: number | null;
  /** One block of an experiment, which is read as a whole: no offer of its own. */
  isBlock: boolean;
}

/**
 * Which offers of a period worked, and whether they wear out: those planned here and those that only events name.
 * @throws ImpossibleQuestion for a period that there is not
 */
export async function askOfferLab(
  client: ClickHouseClient,
  workspace: string,
  { from, to, kind }: OfferLabParams,
  planned: readonly LabKnowledge[],
): Promise<OfferLab> {
  const { from: start, to: end } = periodWithin({ from, to });
  const known = new Map(planned.map((each) => [each.id, each]));
  const budget = new Budget();
  const shows = await ask(client, labShowsQuery, { workspace, from: start, to: end }, budget);
  const ran: RanOffer[] = [];
  for (const { show } of shows.slice(0, MOST_SHOWS)) {
    // One after the other, each estimate by itself: nobody else waits for them.
    const context = await showContext(client, selectionParams(workspace, { show }), budget);
    for (const offer of context.offers) {
      const own = known.get(offer.offer);
      if (own?.isBlock || offer.started === null || offer.started < start || offer.started > end) continue;
      await setImmediate();
      ran.push(ranOffer(offer, context, own));
    }
  }
  return { ...offerLabOf(ran, kind), showsLeftOut: Math.max(0, shows.length - MOST_SHOWS) };
}

function ranOffer(
  times: ShowContext["offers"][number],
  { course, selection, knows }: ShowContext,
  own: LabKnowledge | undefined,
): RanOffer {
  const [told] = ranFor(times);
  const started = told?.from ?? 0;
  const planned = own === undefined ? null : (own.endedAt ?? started + own.durationSeconds * 1000);
  const closing = times.soldOut ?? times.ended ?? planned ?? told?.to ?? started;
  const running = { from: started, to: closing };
  const counts = (course.orders.length > 0 || knows(["purchase"])) && closing > started;
  const seconds = times.ended === null ? null : (times.ended - started) / 1000;
  return {
    offer: times.offer,
    show: selection.show,
    title: own?.title ?? times.name,
    kind: own?.kind ?? times.kind,
    own: own !== undefined,
    startedAt: new Date(started).toISOString(),
    lengthSeconds: own?.durationSeconds ?? seconds,
    discount: own?.discount ?? null,
    stock: own === undefined ? times.stock : own.stock,
    items: own === undefined ? times.items : [...own.items],
    uplift: counts
      ? offerUplift(running, { ...course, offers: [...course.offers, running] }).uplift
      : { ratio: null, low: null, high: null, enough: false },
  };
}
