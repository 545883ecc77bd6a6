import type { Connector } from "@showpulse/connectors";
import { Type } from "typebox";
import type { App } from "../../app.ts";
import type { Database } from "../../database.ts";
import { notFound, Problem } from "../../problem.ts";
import { type Sources, SourceTaken } from "../../sources/sources.ts";
import { connectorFor, readSettings } from "./settings.ts";

interface SourceOptions {
  database: Database;
  sources: Sources;
  connectors: readonly Connector[];
}

const ShowParams = Type.Object({ id: Type.String({ maxLength: 128 }) });
const SourceParams = Type.Object({ id: Type.String({ maxLength: 128 }), sourceId: Type.String({ maxLength: 128 }) });
/** Beside the platform: whatever its connector's schema asks for. */
const NewSource = Type.Object({ platform: Type.String({ maxLength: 32 }) });

/** Where a show's events come from: platforms that are connected to it. */
export async function sourceRoutes(app: App, { database, sources, connectors }: SourceOptions): Promise<void> {
  const findShow = async (workspaceId: string, id: string) => {
    const show = await database.show.findFirst({ where: { id, workspaceId }, select: { id: true } });
    if (!show) throw notFound("show");
  };

  app.get("/v1/connectors", { config: { policy: "member" } }, () => ({
    data: connectors.map(({ platform, title, settings }) => ({ platform, title, settings })),
    nextCursor: null,
  }));

  app.post(
    "/v1/shows/:id/sources",
    { config: { policy: "plan" }, schema: { params: ShowParams, body: NewSource } },
    async (request, reply) => {
      const { workspace } = request.caller;
      const { id: show } = request.params;
      await findShow(workspace, show);
      const { platform, ...given } = request.body;
      const settings = readSettings(connectorFor(connectors, platform), given);
      const source = await sources.add({ workspace, show, platform, settings }).catch(refuse);
      return reply.code(201).send(source);
    },
  );

  app.get("/v1/shows/:id/sources", { config: { policy: "read" }, schema: { params: ShowParams } }, async (request) => {
    const { workspace } = request.caller;
    await findShow(workspace, request.params.id);
    return { data: await sources.list(workspace, [request.params.id]), nextCursor: null };
  });

  app.delete(
    "/v1/shows/:id/sources/:sourceId",
    { config: { policy: "plan" }, schema: { params: SourceParams } },
    async (request, reply) => {
      const { id, sourceId } = request.params;
      if (!(await sources.remove(request.caller.workspace, id, sourceId))) throw notFound("source");
      return reply.code(204).send();
    },
  );
}

function refuse(error: unknown): never {
  if (!(error instanceof SourceTaken)) throw error;
  throw new Problem(409, "Conflict", { code: "source_taken", detail: error.message });
}
