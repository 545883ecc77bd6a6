import type { PeopleCount, PeopleId } from "./totals.ts";

/** Ids that `identify` joined: transitively one person, whatever the order of the joins. */
export class People {
  readonly #parent = new Map<string, string>();

  /** The person's representative: the smallest of the ids, so that every hub finds the same. */
  find(id: string): string {
    let root = id;
    for (let up = this.#parent.get(root); up !== undefined && up !== root; up = this.#parent.get(root)) root = up;
    for (let at = id; at !== root; ) {
      const next = this.#parent.get(at) ?? root;
      this.#parent.set(at, root);
      at = next;
    }
    return root;
  }

  join(a: string, b: string): void {
    const [rootA, rootB] = [this.find(a), this.find(b)];
    const [low, high] = rootA < rootB ? [rootA, rootB] : [rootB, rootA];
    this.#parent.set(low, low);
    this.#parent.set(high, low);
    if (!this.#parent.has(a)) this.#parent.set(a, low);
    if (!this.#parent.has(b)) this.#parent.set(b, low);
  }

  /** Every id that was ever joined, with its person. */
  *joined(): IterableIterator<[id: string, person: string]> {
    for (const id of this.#parent.keys()) yield [id, this.find(id)];
  }
}

/** How many people of one platform. */
export function peopleOn(counts: readonly PeopleCount[], id: PeopleId, platform: string): number {
  return counts
    .filter((count) => count.id === id && count.platforms.includes(platform))
    .reduce((sum, count) => sum + count.people, 0);
}

/**
 * How many people over all platforms, or `null` where that cannot be known: two people who were seen on different
 * platforms only may be one and the same. So the total is exact when any two of them share a platform (one platform,
 * or people whom `identify` joined), and unknown otherwise; platforms are never added up as if nobody used two.
 */
export function peopleInAll(counts: readonly PeopleCount[], id: PeopleId): number | null {
  const own = counts.filter((count) => count.id === id);
  const comparable = own.every((a) => own.every((b) => a.platforms.some((platform) => b.platforms.includes(platform))));
  return comparable ? own.reduce((sum, count) => sum + count.people, 0) : null;
}
