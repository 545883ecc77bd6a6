import type { Database } from "../../../database.ts";
import type { Ingest } from "../../../ingest/ingest.ts";
import { itemRows } from "../items.ts";
import { endOffer, startOffer, WITH_ITEMS } from "../running.ts";
import { offerOfBlock, type RunBlock, type Switches, type WholeSwitchback } from "./switchback.ts";

interface Stores {
  database: Database;
  ingest: Ingest;
}

/**
 * Makes the room what a block says it is. Doing it twice, or after a crash in the middle, costs nothing: the ids of
 * offers and events are the block's own.
 * @param at when it really happens, in the block
 */
export async function switchTo(
  { database, ingest }: Stores,
  row: WholeSwitchback,
  index: number,
  block: RunBlock,
  at: number,
): Promise<void> {
  const switches = row.switches as Switches;
  if ("pin" in switches) await pin(database, ingest, row, switches.pin, index, block.on, at);
  else if (block.on) await runDeal({ database, ingest }, row, switches.offer, index, block, at);
  await database.switchbackBlock.createMany({
    data: [{ switchbackId: row.id, block: index, switchedAt: new Date(at) }],
    skipDuplicates: true,
  });
}

/** Takes off what may still be on: it was stopped, or is over. */
export async function switchOff({ database, ingest }: Stores, row: WholeSwitchback, at: number): Promise<void> {
  const switches = row.switches as Switches;
  // What was never on is not this experiment's to take off.
  if ("pin" in switches && row.switched.length > 0)
    await pin(database, ingest, row, switches.pin, row.blocks, false, at);
  const running = await database.offer.findMany({
    where: { switchbackId: row.id, startedAt: { not: null }, endedAt: null },
    include: WITH_ITEMS,
  });
  for (const offer of running) await endOffer({ database, ingest }, offer, new Date(at));
}

/** The deal of one on-block: an offer with an end, which the offers' own clock ends, also after a restart. */
async function runDeal(
  stores: Stores,
  row: WholeSwitchback,
  deal: Extract<Switches, { offer: object }>["offer"],
  index: number,
  { to }: RunBlock,
  at: number,
): Promise<void> {
  const { database } = stores;
  const id = offerOfBlock(row, index);
  // Whole seconds, so that it ends with its block: what is left over goes before the start.
  const durationSeconds = Math.max(1, Math.ceil((to - at) / 1000));
  const existing = await database.offer.findUnique({ where: { id }, include: WITH_ITEMS });
  const offer =
    existing ??
    (await database.offer.create({
      data: {
        id,
        workspaceId: row.workspaceId,
        showId: row.showId,
        switchbackId: row.id,
        title: `${row.title} · ${index + 1}`,
        kind: deal.kind,
        durationSeconds,
        stock: deal.stock ?? null,
        items: { create: await itemRows(database, row.workspaceId, deal.items) },
      },
      include: WITH_ITEMS,
    }));
  if (offer.startedAt === null && offer.endedAt === null)
    await startOffer(stores, offer, new Date(to - offer.durationSeconds * 1000));
}

async function pin(
  database: Database,
  ingest: Ingest,
  row: WholeSwitchback,
  productId: string,
  index: number,
  on: boolean,
  at: number,
): Promise<void> {
  const product = await database.product.findUnique({ where: { id: productId } });
  await ingest.accept(row.workspaceId, [
    {
      id: `switchback/${row.id}/${index}`,
      source: `hub/${row.showId}`,
      type: on ? "product_pinned" : "product_unpinned",
      subject: row.showId,
      time: new Date(at).toISOString(),
      data: {
        platform: "native",
        item: productId,
        ...(product === null ? {} : { itemName: product.title, sku: product.sku }),
      },
    },
  ]);
}
