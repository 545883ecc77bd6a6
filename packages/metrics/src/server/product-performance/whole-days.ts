const DAY = 86_400_000;

/** A period, taken apart into whole days in UTC and what is left at both ends. */
export interface WholeDays {
  /** Milliseconds, both inclusive. */
  from: number;
  to: number;
  /** The whole days, in milliseconds: from the first on, until before the second. One and the same: there is none. */
  wholeFrom: number;
  wholeTo: number;
  /** The same as `YYYY-MM-DD`. */
  firstDay: string;
  endDay: string;
  /** Something is left: the period does not begin and end with a day. */
  hasEdges: boolean;
}

export function wholeDaysOf({ from, to }: { from: number; to: number }): WholeDays {
  const first = Math.ceil(from / DAY) * DAY;
  const end = Math.floor((to + 1) / DAY) * DAY;
  // Where there is none, all is left behind them.
  const [wholeFrom, wholeTo] = first < end ? [first, end] : [from, from];
  return {
    from,
    to,
    wholeFrom,
    wholeTo,
    firstDay: dayOf(wholeFrom),
    endDay: dayOf(wholeTo),
    hasEdges: from < wholeFrom || wholeTo <= to,
  };
}

const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);
