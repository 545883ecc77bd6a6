import { randomUUID } from "node:crypto";
import type { App } from "../../app.ts";
import type { Database } from "../../database.ts";
import type { Ingest } from "../../ingest/ingest.ts";
import { enterSampleBusiness, removeSampleBusiness } from "./business.ts";
import { loadSample, PLAY_SPEED, type Player, sampleEnd } from "./player.ts";

interface SampleOptions {
  database: Database;
  ingest: Ingest;
  player: Player;
  now: () => number;
  /** Removes what a show left elsewhere: events, live state. */
  onDelete: (workspace: string, show: string) => Promise<void>;
}

/** The sample show: to look around before anything is connected. Marked as such, gone with one call. */
export async function sampleRoutes(
  app: App,
  { database, ingest, player, now, onDelete }: SampleOptions,
): Promise<void> {
  const create = async (workspaceId: string, startedAt: Date, endedAt: Date | null, title: string) => {
    const show = await database.show.create({
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
    await enterSampleBusiness(database, { workspace: workspaceId, show: show.id, day: startedAt });
    return show;
  };

  app.post("/v1/sample", { config: { policy: "plan" } }, async (request, reply) => {
    const { workspace } = request.caller;
    const startsAt = now() - 90 * 60_000;
    const show = await create(workspace, new Date(startsAt), new Date(sampleEnd(startsAt)), "Winter glow live");
    await loadSample(ingest, { workspace, show: show.id, startsAt });
    return reply.code(201).send({ show: show.id });
  });

  app.post("/v1/sample/play", { config: { policy: "plan" } }, async (request, reply) => {
    const { workspace } = request.caller;
    const startsAt = now();
    const show = await create(workspace, new Date(startsAt), null, `Winter glow, live at ${PLAY_SPEED} × speed`);
    await player.play({ workspace, show: show.id, startsAt });
    return reply.code(201).send({ show: show.id });
  });

  app.delete("/v1/sample", { config: { policy: "plan" } }, async (request, reply) => {
    const { workspace } = request.caller;
    const shows = await database.show.findMany({ where: { workspaceId: workspace, sample: true } });
    for (const { id } of shows) {
      player.stop(id);
      await onDelete(workspace, id);
      await database.show.delete({ where: { id } });
    }
    await removeSampleBusiness(database, workspace, now());
    return reply.code(204).send();
  });
}
