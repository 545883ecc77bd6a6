import { FEWEST_PAIRS, type SwitchbackBlock, type SwitchbackPlan, switchbackBlocks } from "@showpulse/metrics";
import { type Static, Type } from "typebox";
import type { Switchback, SwitchbackBlock as SwitchedBlock } from "../../../../../../prisma/generated/client.ts";
import { id, instant, orNull, text, units } from "../../../formats.ts";
import { NewOffer } from "../offer.ts";

/** What is turned on and off: a deal, as an offer of its own in every on-block, or the pin of a product. */
const Switches = Type.Union([
  Type.Object(
    {
      offer: Type.Object({ kind: NewOffer.properties.kind, items: NewOffer.properties.items, stock: orNull(units(0)) }),
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

export type WholeSwitchback = Switchback & { switched: SwitchedBlock[] };

export type SwitchbackStatus = "planned" | "running" | "ended" | "stopped" | "missed";

/** When it is over by its plan, in milliseconds. */
export const planEnd = ({ startsAt, blockSeconds, blocks }: Switchback): number =>
  (startsAt?.getTime() ?? Number.POSITIVE_INFINITY) + blockSeconds * blocks * 1000;

export function switchbackStatus(row: WholeSwitchback, now: number): SwitchbackStatus {
  if (row.stoppedAt !== null) return "stopped";
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

/** A block with when it was switched: `null` when it has not been, or the hub was away all the time. */
export interface RunBlock extends SwitchbackBlock {
  switchedAt: number | null;
}

export function runBlocks(row: WholeSwitchback): RunBlock[] {
  const switched = new Map(row.switched.map(({ block, switchedAt }) => [block, switchedAt.getTime()]));
  return switchbackBlocks(planOf(row)).map((block, index) => ({ ...block, switchedAt: switched.get(index) ?? null }));
}

/** Blocks that did not run as drawn: switched after the burn-in or never, or cut by a stop. */
export function spoiltBlocks(row: WholeSwitchback): Set<number> {
  const stopped = row.stoppedAt?.getTime() ?? Number.POSITIVE_INFINITY;
  const late = Math.max(row.burnInSeconds * 1000, 1000);
  return new Set(
    runBlocks(row).flatMap(({ from, to, switchedAt }, index) =>
      switchedAt === null || switchedAt - from > late || to > stopped ? [index] : [],
    ),
  );
}

/** A switchback as it leaves the hub. */
export function switchbackView(row: WholeSwitchback, now: number) {
  const { id, showId, title, seed, blockSeconds, blocks, burnInSeconds, registeredAt, startsAt, stoppedAt } = row;
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
      measure: "orders per minute and viewer, on ÷ off, each block without its burn-in",
      test: "which block of each pair is on, drawn anew; summed difference of the pairs; two-sided",
      level: 0.05,
      fewestPairs: FEWEST_PAIRS,
      leftOut: "pairs with a block that was switched after its burn-in, never, or cut by a stop",
    },
    blocks: runBlocks(row).map(({ from, to, on, switchedAt }) => ({
      on,
      from: startsAt === null ? null : new Date(from).toISOString(),
      to: startsAt === null ? null : new Date(to).toISOString(),
      switchedAt: switchedAt === null ? null : new Date(switchedAt).toISOString(),
    })),
  };
}
