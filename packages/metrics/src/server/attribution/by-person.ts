import type { Turn } from "../turn.ts";

/** A block of an answer that is in the order of persons, as two words each, the lower first. */
export interface Sorted {
  rows: number;
  bytes: number;
  person: Uint32Array;
}

/** Somebody's rows; both words are 0 for what nobody is known of. */
export interface OfPerson<Item> {
  high: number;
  low: number;
  items: Item[];
}

export const isNobody = ({ high, low }: OfPerson<unknown>): boolean => high === 0 && low === 0;

const isBefore = (one: OfPerson<unknown>, other: OfPerson<unknown>): boolean =>
  one.high < other.high || (one.high === other.high && one.low < other.low);

const isSame = (one: OfPerson<unknown>, other: OfPerson<unknown>): boolean =>
  one.high === other.high && one.low === other.low;

/** Everybody's rows of an answer, each as an item, in lists as blocks come; each row of nobody stands alone. */
export async function* byPerson<Of extends Sorted, Item>(
  blocks: AsyncIterable<Of>,
  itemOf: (block: Of, row: number) => Item,
  turn: Turn,
): AsyncGenerator<OfPerson<Item>[], void> {
  let person: OfPerson<Item> | undefined;
  for await (const block of blocks) {
    const people: OfPerson<Item>[] = [];
    for (let row = 0; row < block.rows; row += 1) {
      const low = block.person[2 * row] as number;
      const high = block.person[2 * row + 1] as number;
      const item = itemOf(block, row);
      if (person?.high === high && person.low === low && !isNobody(person)) person.items.push(item);
      else {
        if (person) people.push(person);
        person = { high, low, items: [item] };
      }
      // The clock is dearer than a row.
      if (row % 64 === 0 && turn.isOver) await turn.giveOn();
    }
    // The last one may go on in the next block.
    yield people;
  }
  if (person) yield [person];
}

/** Looks people up in a stream, who are asked for in their order. */
export class LookUp<Item> {
  readonly #stream: AsyncGenerator<OfPerson<Item>[], void>;
  #people: OfPerson<Item>[] = [];
  #next = 0;

  constructor(stream: AsyncGenerator<OfPerson<Item>[], void>) {
    this.#stream = stream;
  }

  async of(person: OfPerson<unknown>): Promise<Item[]> {
    for (;;) {
      let own = this.#people[this.#next];
      while (own && isBefore(own, person)) {
        this.#next += 1;
        own = this.#people[this.#next];
      }
      if (own) return isSame(own, person) ? own.items : [];
      const { value } = await this.#stream.next();
      if (value === undefined) return [];
      this.#people = value;
      this.#next = 0;
    }
  }
}
