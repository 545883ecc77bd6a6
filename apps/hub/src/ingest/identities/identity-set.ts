/** Splits when it grows, so that no single rehash takes more than a few milliseconds. */
const SPLIT_AT = 65_536;
const TABLES_AFTER_SPLIT = 64;

/** A set of 64-bit identities, 11 to 23 bytes each, without an object for any of them. */
export class IdentitySet {
  #tables: Table[] = [new Table(64)];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Memory held, in bytes. */
  get bytes(): number {
    let bytes = 0;
    for (const table of this.#tables) bytes += table.bytes;
    return bytes;
  }

  /** Adds an identity; false when it is there already. */
  add(high: number, low: number): boolean {
    if (!this.#table(high).add(high, low)) return false;
    this.#size += 1;
    if (this.#size === SPLIT_AT && this.#tables.length === 1) this.#split();
    return true;
  }

  has(high: number, low: number): boolean {
    return this.#table(high).has(high, low);
  }

  /** Takes back an identity whose event could not be written. */
  delete(high: number, low: number): void {
    if (this.#table(high).delete(high, low)) this.#size -= 1;
  }

  #table(high: number): Table {
    const { length } = this.#tables;
    return this.#tables[length === 1 ? 0 : high >>> 26] as Table;
  }

  #split(): void {
    const [whole] = this.#tables;
    this.#tables = Array.from({ length: TABLES_AFTER_SPLIT }, () => new Table(4096));
    whole?.forEach((high, low) => this.#table(high).add(high, low));
  }
}

/** Open addressing with linear probing; an empty slot is two zeros. */
class Table {
  #slots: Uint32Array;
  #mask: number;
  #used = 0;

  constructor(capacity: number) {
    this.#slots = new Uint32Array(capacity * 2);
    this.#mask = capacity - 1;
  }

  get bytes(): number {
    return this.#slots.byteLength;
  }

  add(high: number, givenLow: number): boolean {
    const low = high === 0 && givenLow === 0 ? 1 : givenLow;
    const slots = this.#slots;
    let slot = this.#home(low);
    for (;;) {
      const there = slots[slot * 2] as number;
      const thereLow = slots[slot * 2 + 1] as number;
      if (there === high && thereLow === low) return false;
      if (there === 0 && thereLow === 0) break;
      slot = (slot + 1) & this.#mask;
    }
    slots[slot * 2] = high;
    slots[slot * 2 + 1] = low;
    this.#used += 1;
    if (this.#used * 10 > (this.#mask + 1) * 7) this.#grow();
    return true;
  }

  has(high: number, givenLow: number): boolean {
    return this.#find(high, high === 0 && givenLow === 0 ? 1 : givenLow) >= 0;
  }

  /** Removes, and moves back what had to step over the removed slot, so that no chain is cut. */
  delete(high: number, givenLow: number): boolean {
    let hole = this.#find(high, high === 0 && givenLow === 0 ? 1 : givenLow);
    if (hole < 0) return false;
    const slots = this.#slots;
    const mask = this.#mask;
    for (let next = (hole + 1) & mask; ; next = (next + 1) & mask) {
      const nextHigh = slots[next * 2] as number;
      const nextLow = slots[next * 2 + 1] as number;
      if (nextHigh === 0 && nextLow === 0) break;
      const home = this.#home(nextLow);
      if (((next - home) & mask) >= ((next - hole) & mask)) {
        slots[hole * 2] = nextHigh;
        slots[hole * 2 + 1] = nextLow;
        hole = next;
      }
    }
    slots[hole * 2] = 0;
    slots[hole * 2 + 1] = 0;
    this.#used -= 1;
    return true;
  }

  forEach(visit: (high: number, low: number) => void): void {
    for (let at = 0; at < this.#slots.length; at += 2) {
      const high = this.#slots[at] as number;
      const low = this.#slots[at + 1] as number;
      if (high !== 0 || low !== 0) visit(high, low);
    }
  }

  #home(low: number): number {
    return low & this.#mask;
  }

  #find(high: number, low: number): number {
    const slots = this.#slots;
    for (let slot = this.#home(low); ; slot = (slot + 1) & this.#mask) {
      const there = slots[slot * 2] as number;
      const thereLow = slots[slot * 2 + 1] as number;
      if (there === high && thereLow === low) return slot;
      if (there === 0 && thereLow === 0) return -1;
    }
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Uint32Array(old.length * 2);
    this.#mask = old.length - 1;
    this.#used = 0;
    for (let at = 0; at < old.length; at += 2) {
      const high = old[at] as number;
      const low = old[at + 1] as number;
      if (high !== 0 || low !== 0) this.add(high, low);
    }
  }
}
