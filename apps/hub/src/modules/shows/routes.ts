import { randomUUID } from "node:crypto";
import { Type } from "typebox";
import { mayRun } from "../../access/own-show.ts";
import type { App } from "../../app.ts";
import type { Database } from "../../database.ts";
import type { Ingest } from "../../ingest/ingest.ts";
import { Page, page, readCursor } from "../../lists.ts";
import { notFound } from "../../problem.ts";
import { NewShow, ShowChange, ShowParams, showView } from "./show.ts";

interface ShowOptions {
  database: Database;
  ingest: Ingest;
  now: () => number;
  /** Ends what belongs to a show elsewhere before it goes: sources, live state, events. */
  onDelete: (workspace: string, show: string) => Promise<void>;
  /** Ends the show's streams. */
  onEnd: (workspace: string, show: string) => Promise<void>;
}

const Filter = Type.Object({ status: Type.Optional(Type.Enum(["coming", "live", "ended"])) });

/** Shows of a workspace: plan, start, end. */
export async function showRoutes(app: App, { database, ingest, now, onDelete, onEnd }: ShowOptions): Promise<void> {
  const find = async (workspaceId: string, id: string) => {
    const show = await database.show.findFirst({ where: { id, workspaceId } });
    if (!show) throw notFound("show");
    return show;
  };

  app.post("/v1/shows", { config: { policy: "plan" }, schema: { body: NewShow } }, async (request, reply) => {
    const id = randomUUID();
    const show = await database.show.create({
      data: { id, workspaceId: request.caller.workspace, ...columns(request.body) },
    });
    return reply.code(201).send(showView(show));
  });

  app.get(
    "/v1/shows",
    { config: { policy: "member" }, schema: { querystring: Type.Evaluate(Type.Intersect([Page, Filter])) } },
    async (request) => {
      const { limit, cursor, status } = request.query;
      const after = readCursor(cursor);
      const rows = await database.show.findMany({
        where: {
          workspaceId: request.caller.workspace,
          ...(status === undefined ? {} : WHERE_STATUS[status]),
          ...(after === undefined
            ? {}
            : {
                OR: [
                  { createdAt: { lt: new Date(Number(after[0])) } },
                  { createdAt: new Date(Number(after[0])), id: { lt: String(after[1]) } },
                ],
              }),
        },
        orderBy: [{ createdAt: "desc" }, { id: "desc" }],
        take: limit + 1,
      });
      return page(rows, limit, showView, ({ createdAt, id }) => [createdAt.getTime(), id]);
    },
  );

  app.get("/v1/shows/:id", { config: { policy: "member" }, schema: { params: ShowParams } }, async (request) =>
    showView(await find(request.caller.workspace, request.params.id)),
  );

  app.patch(
    "/v1/shows/:id",
    { config: { policy: "plan" }, schema: { params: ShowParams, body: ShowChange } },
    async (request) => {
      const { id } = await find(request.caller.workspace, request.params.id);
      return showView(await database.show.update({ where: { id }, data: columns(request.body) }));
    },
  );

  app.delete(
    "/v1/shows/:id",
    { config: { policy: "plan" }, schema: { params: ShowParams } },
    async (request, reply) => {
      const { workspace } = request.caller;
      const { id } = await find(workspace, request.params.id);
      await onDelete(workspace, id);
      await database.show.deleteMany({ where: { id, workspaceId: workspace } });
      return reply.code(204).send();
    },
  );

  app.post("/v1/shows/:id/start", { config: { policy: "run" }, schema: { params: ShowParams } }, async (request) => {
    const show = await find(request.caller.workspace, request.params.id);
    mayRun(request.caller, show.host);
    if (show.startedAt && !show.endedAt) return showView(show);
    const at = new Date(now());
    await announce(ingest, show, "show_started", at);
    return showView(await database.show.update({ where: { id: show.id }, data: { startedAt: at, endedAt: null } }));
  });

  app.post("/v1/shows/:id/end", { config: { policy: "run" }, schema: { params: ShowParams } }, async (request) => {
    const show = await find(request.caller.workspace, request.params.id);
    mayRun(request.caller, show.host);
    if (show.endedAt) return showView(show);
    const at = new Date(now());
    await onEnd(show.workspaceId, show.id);
    await announce(ingest, show, "show_ended", at);
    const startedAt = show.startedAt ?? at;
    return showView(await database.show.update({ where: { id: show.id }, data: { startedAt, endedAt: at } }));
  });
}

const WHERE_STATUS = {
  coming: { startedAt: null, endedAt: null },
  live: { startedAt: { not: null }, endedAt: null },
  ended: { endedAt: { not: null } },
};

function columns<Body extends { startsAt?: string | null; endsAt?: string | null }>({
  startsAt,
  endsAt,
  ...rest
}: Body) {
  return {
    ...rest,
    ...(startsAt === undefined ? {} : { startsAt: startsAt === null ? null : new Date(startsAt) }),
    ...(endsAt === undefined ? {} : { endsAt: endsAt === null ? null : new Date(endsAt) }),
  };
}

async function announce(
  ingest: Ingest,
  show: { id: string; workspaceId: string },
  type: string,
  at: Date,
): Promise<void> {
  const event = {
    id: `${type}/${at.getTime()}`,
    source: `hub/${show.id}`,
    type,
    subject: show.id,
    time: at.toISOString(),
  };
  await ingest.accept(show.workspaceId, [event]);
}
