import type { Ingest } from "../../ingest/ingest.ts";
import { endOf, unitsOf, type WholeOffer } from "./offer.ts";

/** Tells the event log that an offer began, and with how many units. An offer begins once: the ids are its own. */
export async function announceStart(ingest: Ingest, offer: WholeOffer, at: Date): Promise<void> {
  const value = unitsOf(offer);
  const endsAt = new Date(endOf(at, offer)).toISOString();
  const properties = { kind: offer.kind, durationSeconds: offer.durationSeconds, endsAt };
  await ingest.accept(offer.workspaceId, [
    eventOf(offer, "offer_started", at, { value, properties }),
    eventOf(offer, "offer_stock", at, { value }),
  ]);
}

/** Tells the event log that an offer is over. */
export async function announceEnd(ingest: Ingest, offer: WholeOffer, at: Date): Promise<void> {
  await ingest.accept(offer.workspaceId, [eventOf(offer, "offer_ended", at, {})]);
}

function eventOf(offer: WholeOffer, type: string, at: Date, data: object) {
  const [first, second] = offer.items;
  const product = second === undefined ? first?.product : undefined;
  return {
    id: type === "offer_stock" ? `${type}/${offer.id}/start` : `${type}/${offer.id}`,
    source: `hub/${offer.showId}`,
    type,
    subject: offer.showId,
    time: at.toISOString(),
    data: {
      platform: "native",
      offer: offer.id,
      itemName: offer.title,
      ...(product === undefined ? {} : { item: product.id, sku: product.sku }),
      ...data,
    },
  };
}
