/** Where an offer's own page is. */
export const offerPath = (offer: string, show: string): string =>
  `/offers/${encodeURIComponent(offer)}?show=${encodeURIComponent(show)}`;
