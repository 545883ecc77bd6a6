import type { Database } from "../../database.ts";
import type { Ingest } from "../../ingest/ingest.ts";
import { announceEnd, announceStart } from "./announce.ts";
import type { WholeOffer } from "./offer.ts";

export const WITH_ITEMS = { items: { include: { product: true }, orderBy: { productId: "asc" } } } as const;

interface Stores {
  database: Database;
  ingest: Ingest;
}

/**
 * Starts an offer at a moment: the event is on disk first, so that nothing runs that the log does not know of. Doing
 * it twice, from two places or after a crash between the two, costs nothing.
 */
export async function startOffer({ database, ingest }: Stores, offer: WholeOffer, at: Date): Promise<WholeOffer> {
  await announceStart(ingest, offer, at);
  await database.offer.updateMany({
    where: { id: offer.id, startedAt: null, endedAt: null },
    data: { startedAt: at },
  });
  return reread(database, offer);
}

/** Ends an offer that runs. */
export async function endOffer({ database, ingest }: Stores, offer: WholeOffer, at: Date): Promise<WholeOffer> {
  await announceEnd(ingest, offer, at);
  await database.offer.updateMany({ where: { id: offer.id, endedAt: null }, data: { endedAt: at } });
  return reread(database, offer);
}

const reread = (database: Database, { id }: WholeOffer): Promise<WholeOffer> =>
  database.offer.findUniqueOrThrow({ where: { id }, include: WITH_ITEMS });
