/** People of one kind, day and platform, and how many of them bought. */
export interface Stratum {
  platform: string;
  day: string;
  boughtBefore: boolean;
  watched: boolean;
  people: number;
  bought: number;
}

export interface Uplift {
  /** Conversion of who watched, and of comparable people who did not, both weighted alike; `null`: nobody to compare. */
  watched: number | null;
  others: number | null;
  ratio: number | null;
  interval: { low: number; high: number } | null;
  /** Of each side: how many people and buyers were compared. */
  people: { watched: number; others: number };
  buyers: { watched: number; others: number };
  enough: boolean;
}

/** What the comparison needs on each side before it is shown as an answer: the interval is one of large counts. */
export const UPLIFT_NEEDS = { people: 30, buyers: 5 };

/**
 * The conversion of people who watched ÷ that of visitors who did not, compared only with visitors of the same day and
 * platform who had, like them, bought before or not (Mantel and Haenszel 1959). The 95 % interval is that of Greenland
 * and Robins (1985).
 */
export function conversionUplift(strata: readonly Stratum[]): Uplift {
  const sides = Map.groupBy(strata, ({ platform, day, boughtBefore }) => `${platform} ${day} ${boughtBefore}`);
  const people = { watched: 0, others: 0 };
  const buyers = { watched: 0, others: 0 };
  let [over, under, weight, spread] = [0, 0, 0, 0];
  for (const each of sides.values()) {
    const watched = each.find((one) => one.watched);
    const others = each.find((one) => !one.watched);
    // Who has nobody beside them is not compared.
    if (!watched?.people || !others?.people) continue;
    const all = watched.people + others.people;
    over += (watched.bought * others.people) / all;
    under += (others.bought * watched.people) / all;
    weight += (watched.people * others.people) / all;
    spread +=
      (watched.people * others.people * (watched.bought + others.bought) - watched.bought * others.bought * all) /
      (all * all);
    people.watched += watched.people;
    people.others += others.people;
    buyers.watched += watched.bought;
    buyers.others += others.bought;
  }
  const enough =
    [people.watched, people.others].every((count) => count >= UPLIFT_NEEDS.people) &&
    [buyers.watched, buyers.others].every((count) => count >= UPLIFT_NEEDS.buyers);
  const ratio = under === 0 ? null : over / under;
  const error = over > 0 && under > 0 ? Math.sqrt(spread / (over * under)) : null;
  return {
    watched: weight === 0 ? null : over / weight,
    others: weight === 0 ? null : under / weight,
    ratio,
    interval:
      ratio === null || error === null
        ? null
        : { low: ratio * Math.exp(-1.959964 * error), high: ratio * Math.exp(1.959964 * error) },
    people,
    buyers,
    enough,
  };
}
