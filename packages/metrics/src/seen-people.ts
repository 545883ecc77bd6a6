import { People } from "./people.ts";
import { PEOPLE, PEOPLE_IDS, type PeopleCount } from "./totals.ts";

type BitsByPlatform = Map<string, number>;

/** Who did what on which platform, counted as it happens: every change costs the same however many people there are. */
export class SeenPeople {
  readonly #people = new People();
  readonly #seen = new Map<string, BitsByPlatform>();
  readonly #counts = new Map<string, PeopleCount>();

  /** `bits` are those of {@link PEOPLE}. */
  see(actor: string, platform: string, bits: number): void {
    const person = this.#people.find(actor);
    const before = this.#seen.get(person);
    if (before && ((before.get(platform) ?? 0) & bits) === bits) return;
    this.#replace(person, new Map(before).set(platform, (before?.get(platform) ?? 0) | bits));
  }

  /** The two ids are one person, for all that was and will be seen. */
  join(actor: string, alias: string): void {
    const [a, b] = [this.#people.find(actor), this.#people.find(alias)];
    if (a === b) return;
    const together: BitsByPlatform = new Map(this.#seen.get(a));
    for (const [platform, bits] of this.#seen.get(b) ?? []) {
      together.set(platform, (together.get(platform) ?? 0) | bits);
    }
    this.#replace(a, new Map());
    this.#replace(b, new Map());
    this.#people.join(a, b);
    this.#replace(this.#people.find(a), together);
  }

  counts(): PeopleCount[] {
    return [...this.#counts.values()].filter((count) => count.people > 0);
  }

  #replace(person: string, now: BitsByPlatform): void {
    this.#count(this.#seen.get(person), -1);
    this.#count(now, 1);
    if (now.size > 0) this.#seen.set(person, now);
    else this.#seen.delete(person);
  }

  #count(seen: BitsByPlatform | undefined, by: 1 | -1): void {
    if (!seen || seen.size === 0) return;
    for (const id of PEOPLE_IDS) {
      const platforms = [...seen].filter(([, bits]) => bits & PEOPLE[id].bit).map(([platform]) => platform);
      if (platforms.length === 0) continue;
      const key = `${id} ${platforms.sort().join(" ")}`;
      const count = this.#counts.get(key) ?? { id, platforms, people: 0 };
      this.#counts.set(key, { ...count, people: count.people + by });
    }
  }
}
