import { randomUUID } from "node:crypto";
import type { App } from "../../app.ts";
import type { Database } from "../../database.ts";
import type { Ingest } from "../../ingest/ingest.ts";
import { enterSampleBusiness, removeSampleBusiness } from "./business.ts";
import { EARLIER_SHOWS } from "./earlier.ts";
import { loadSamples, PLAY_SPEED, type Player, sampleEnd } from "./player.ts";

interface SampleOptions {
  database: Database;
  ingest: Ingest;
  player: Player;
  now: () => number;
  /** Removes what shows left elsewhere: events, live state. */
  onDelete: (workspace: string, shows: readonly string[]) => Promise<void>;
}

/** How long a show's products go on being bought afterwards. */
const REPLAY_MILLISECONDS = 48 * 3_600_000;

/**
 * The sample show, with smaller ones in the weeks before it: to look around before anything is connected. Marked as
 * such, gone with one call.
 */
export async function sampleRoutes(
  app: App,
  { database, ingest, player, now, onDelete }: SampleOptions,
): Promise<void> {
  const create = (workspaceId: string, startedAt: Date, endedAt: Date | null, title: string) =>
    database.show.create({
      data: {
        id: randomUUID(),
        workspaceId,
        title,
        host: "Lina",
        currency: "EUR",
        sample: true,
        startsAt: startedAt,
        startedAt,
        endedAt,
      },
    });

  app.post("/v1/sample", { config: { policy: "plan" } }, async (request, reply) => {
    const { workspace } = request.caller;
    const newest = now() - 90 * 60_000;
    const over = async (title: string, startsAt: number) => {
      const { id } = await create(workspace, new Date(startsAt), new Date(sampleEnd(startsAt)), title);
      return { workspace, show: id, startsAt, until: Math.min(now(), startsAt + REPLAY_MILLISECONDS) };
    };
    const before = [];
    for (const earlier of EARLIER_SHOWS) {
      const startsAt = newest - earlier.daysBefore * 86_400_000 - earlier.hoursBefore * 3_600_000;
      before.push({ ...(await over(earlier.title, startsAt)), earlier });
    }
    const sample = await over("Winter glow live", newest);
    await enterSampleBusiness(database, { workspace, show: sample.show, day: new Date(newest) });
    await loadSamples(ingest, [...before, sample]);
    return reply.code(201).send({ show: sample.show });
  });

  app.post("/v1/sample/play", { config: { policy: "plan" } }, async (request, reply) => {
    const { workspace } = request.caller;
    const startsAt = now();
    const show = await create(workspace, new Date(startsAt), null, `Winter glow, live at ${PLAY_SPEED} × speed`);
    await enterSampleBusiness(database, { workspace, show: show.id, day: new Date(startsAt) });
    await player.play({ workspace, show: show.id, startsAt });
    return reply.code(201).send({ show: show.id });
  });

  app.delete("/v1/sample", { config: { policy: "plan" } }, async (request, reply) => {
    const { workspace } = request.caller;
    const shows = await database.show.findMany({ where: { workspaceId: workspace, sample: true } });
    const ids = shows.map(({ id }) => id);
    for (const id of ids) player.stop(id);
    if (ids.length > 0) await onDelete(workspace, ids);
    await database.show.deleteMany({ where: { workspaceId: workspace, id: { in: ids } } });
    await removeSampleBusiness(database, workspace, now());
    return reply.code(204).send();
  });
}
