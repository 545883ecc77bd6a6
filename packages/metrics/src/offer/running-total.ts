/** Changes at moments, added up: what answers how much it was at a moment, the changes of that moment among it. */
export function runningTotal(changes: Iterable<{ at: number; by: number }>): (at: number) => number {
  const inOrder = [...changes].sort((a, b) => a.at - b.at);
  let total = 0;
  const totals = inOrder.map(({ by }) => (total += by));
  return (at) => {
    let [low, high] = [0, inOrder.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((inOrder[middle]?.at ?? 0) <= at) low = middle + 1;
      else high = middle;
    }
    return totals[low - 1] ?? 0;
  };
}
