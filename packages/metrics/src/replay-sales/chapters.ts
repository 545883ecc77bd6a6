import type { Shown } from "../highlights/shown.ts";

/** A part of a show in which one product was shown. Milliseconds since 1970. */
export interface Chapter {
  from: number;
  to: number;
  items: string[];
  itemName: string | null;
  offers: string[];
}

/** Parts a show by what it shows: a chapter begins where another product is pinned, or an offer of another starts. */
export function chaptersOf(shown: readonly Shown[], end: number): Chapter[] {
  const chapters: Chapter[] = [];
  for (const { from, item, itemName, offer } of shown.toSorted((a, b) => a.from - b.from)) {
    const now = chapters.at(-1);
    if (now && item !== undefined && now.items.includes(item)) {
      if (offer !== undefined && !now.offers.includes(offer)) now.offers.push(offer);
      now.itemName ??= itemName ?? null;
      continue;
    }
    if (now) now.to = from;
    chapters.push({
      from,
      to: end,
      items: item === undefined ? [] : [item],
      itemName: itemName ?? null,
      offers: offer === undefined ? [] : [offer],
    });
  }
  return chapters;
}

/** The place of the chapter that an order line belongs to; -1 for what was not shown. */
export function chapterOf(chapters: readonly Chapter[], line: { item: string; offer: string }): number {
  const ofOffer = line.offer === "" ? -1 : chapters.findIndex(({ offers }) => offers.includes(line.offer));
  return ofOffer >= 0 ? ofOffer : chapters.findIndex(({ items }) => items.includes(line.item));
}
