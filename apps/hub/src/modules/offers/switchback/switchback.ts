import { FEWEST_PAIRS, type SwitchbackBlock, type SwitchbackPlan, switchbackBlocks } from "@showpulse/metrics";
import { type Static, Type } from "typebox";
import type { Prisma, Switchback } from "../../../../../../prisma/generated/client.ts";
import { id, instant, orNull, text, units } from "../../../formats.ts";
import { NewOffer } from "../offer.ts";

/** What is turned on and off: a deal, as an offer of its own in every on-block, or the pin of a product. */
const Switches = Type.Union([
  Type.Object(
    {
      offer: Type.Object({ kind: NewOffer.properties.kind, items: NewOffer.properties.items, stock: orNull(units(1)) }),
    },
    { additionalProperties: false },
  ),
  Type.Object({ pin: id }, { additionalProperties: false }),
]);
export type Switches = Static<typeof Switches>;

export const NewSwitchback = Type.Object({
  show: id,
  title: text(300),
  switches: Switches,
  blockSeconds: Type.Integer({ minimum: 10, maximum: 3600 }),
  /** An even number: neighbours are pairs. */
  blocks: Type.Integer({ minimum: 2, maximum: 1000, multipleOf: 2 }),
  burnInSeconds: Type.Optional(Type.Integer({ minimum: 0, maximum: 3600 })),
  /** Absent: it is started by hand. */
  startsAt: orNull(instant),
});

/** Without a word on it, the first sixth of a block: what was clicked in the block before is bought by then. */
export const usualBurnIn = (blockSeconds: number): number => Math.min(30, Math.floor(blockSeconds / 6));

/** With what became of it: the blocks that were switched, the offers of its on-blocks, and its show. */
export const WITH_COURSE = {
  switched: true,
  offers: { select: { id: true, endedAt: true } },
  show: { select: { host: true, endedAt: true } },
} as const;
export type WholeSwitchback = Prisma.SwitchbackGetPayload<{ include: typeof WITH_COURSE }>;

/** The offer that a block runs while it is on: the id is the block's own. */
export const offerOfBlock = ({ id }: Pick<Switchback, "id">, block: number): string => `${id}-${block}`;

export type SwitchbackStatus = "planned" | "running" | "ended" | "stopped" | "missed";

const NEVER = Number.POSITIVE_INFINITY;

/** When it is over by its plan, in milliseconds. */
export const planEnd = ({ startsAt, blockSeconds, blocks }: Switchback): number =>
  (startsAt?.getTime() ?? NEVER) + blockSeconds * blocks * 1000;

/** When it was stopped before its end, by hand or since its show ended, in which nobody buys any more; `null`: it was not. */
export function stopOf(row: WholeSwitchback, now: number): number | null {
  const { startsAt, stoppedAt, show } = row;
  const showEnded = startsAt && show.endedAt && show.endedAt > startsAt ? show.endedAt.getTime() : NEVER;
  const stop = Math.min(stoppedAt?.getTime() ?? NEVER, showEnded);
  return stop <= now && stop < planEnd(row) ? stop : null;
}

export function switchbackStatus(row: WholeSwitchback, now: number): SwitchbackStatus {
  if (stopOf(row, now) !== null) return "stopped";
  if (row.startsAt === null || row.startsAt.getTime() > now) return "planned";
  if (row.endedAt === null && planEnd(row) > now) return "running";
  return row.switched.length === 0 ? "missed" : "ended";
}

/** The plan as the read-out takes it; one without a start is laid out from a moment after its registration. */
export function planOf(row: Switchback): SwitchbackPlan {
  const registeredAt = row.registeredAt.getTime();
  const from = row.startsAt?.getTime() ?? registeredAt + 1;
  return {
    seed: row.seed,
    registeredAt,
    from,
    to: from + row.blockSeconds * row.blocks * 1000,
    blockSeconds: row.blockSeconds,
    burnInSeconds: row.burnInSeconds,
  };
}

/** A block with what became of it. */
export interface RunBlock extends SwitchbackBlock {
  /** `null` when it has not been switched, or the hub was away all the time. */
  switchedAt: number | null;
  /** When it was stopped before its end, all of the experiment or only the block's offer; `null`: it was not. */
  cutAt: number | null;
}

export function runBlocks(row: WholeSwitchback, now: number): RunBlock[] {
  const switched = new Map(row.switched.map(({ block, switchedAt }) => [block, switchedAt.getTime()]));
  const ended = new Map(row.offers.map(({ id, endedAt }) => [id, endedAt?.getTime() ?? NEVER]));
  const stop = stopOf(row, now) ?? NEVER;
  return switchbackBlocks(planOf(row)).map((block, index) => {
    const end = Math.min(stop, ended.get(offerOfBlock(row, index)) ?? NEVER);
    return { ...block, switchedAt: switched.get(index) ?? null, cutAt: end < block.to ? end : null };
  });
}

/** Blocks that did not run as drawn: switched after the burn-in or never, or cut by a stop. */
export function spoiltBlocks(row: WholeSwitchback, now: number): Set<number> {
  const late = Math.max(row.burnInSeconds * 1000, 1000);
  return new Set(
    runBlocks(row, now).flatMap(({ from, switchedAt, cutAt }, index) =>
      switchedAt === null || switchedAt - from > late || cutAt !== null ? [index] : [],
    ),
  );
}

/** A switchback as it leaves the hub. */
export function switchbackView(row: WholeSwitchback, now: number) {
  const { id, showId, title, seed, blockSeconds, blocks, burnInSeconds, registeredAt, startsAt } = row;
  const stop = stopOf(row, now);
  const stoppedAt = stop === null ? null : new Date(stop);
  return {
    id,
    show: showId,
    title,
    switches: row.switches as Switches,
    status: switchbackStatus(row, now),
    seed,
    blockSeconds,
    blockCount: blocks,
    burnInSeconds,
    registeredAt,
    startsAt,
    stoppedAt,
    endsAt: stoppedAt ?? (startsAt === null ? null : new Date(planEnd(row))),
    /** Written down when it was registered; nothing of it can be chosen afterwards. */
    readOut: {
      measure:
        "orders per minute and viewer (per minute where no platform tells how many watch), on ÷ off, each block without its burn-in",
      test: "which block of each pair is on, drawn anew; summed difference of the pairs; two-sided",
      level: 0.05,
      fewestPairs: FEWEST_PAIRS,
      leftOut: "pairs with a block that was switched after its burn-in, never, or cut by a stop",
    },
    blocks: runBlocks(row, now).map(({ from, to, on, switchedAt, cutAt }) => ({
      on,
      from: startsAt === null ? null : new Date(from).toISOString(),
      to: startsAt === null ? null : new Date(to).toISOString(),
      switchedAt: switchedAt === null ? null : new Date(switchedAt).toISOString(),
      cutAt: cutAt === null ? null : new Date(cutAt).toISOString(),
    })),
  };
}
