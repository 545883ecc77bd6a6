/** A block of an answer that is in the order of persons. */
interface Sorted {
  person: BigUint64Array;
}

/** Everybody's rows of an answer, each as an item; each row of nobody, 0, stands alone. */
export async function* byPerson<Of extends Sorted, Item>(
  blocks: AsyncIterable<Of>,
  itemOf: (block: Of, row: number) => Item,
): AsyncGenerator<[person: bigint, items: Item[]], void> {
  let person = 0n;
  let items: Item[] = [];
  for await (const block of blocks) {
    for (const [row, own] of block.person.entries()) {
      if (items.length > 0 && (own !== person || own === 0n)) {
        yield [person, items];
        items = [];
      }
      person = own;
      items.push(itemOf(block, row));
    }
  }
  if (items.length > 0) yield [person, items];
}

/** Looks somebody's items up, of people who are asked for in their order; the first are on their way at once. */
export function lookUp<Item>(groups: AsyncGenerator<[person: bigint, items: Item[]], void>) {
  const ask = () => {
    const next = groups.next();
    // Whoever asks for somebody is told; nobody may have asked yet.
    next.catch(() => undefined);
    return next;
  };
  let next = ask();
  return {
    async of(person: bigint): Promise<Item[]> {
      for (;;) {
        const { value } = await next;
        if (value === undefined || value[0] > person) return [];
        next = ask();
        if (value[0] === person) return value[1];
      }
    },
    /** Nobody is asked for any more. */
    end: () => groups.return(),
  };
}
