import { randomUUID } from "node:crypto";
import { type Static, Type } from "typebox";
import type { Show } from "../../../../../prisma/generated/client.ts";
import { mayRun } from "../../access/own-show.ts";
import type { App } from "../../app.ts";
import type { Database } from "../../database.ts";
import type { Ingest } from "../../ingest/ingest.ts";
import { Page, page, readCursor } from "../../lists.ts";
import { notFound, Problem } from "../../problem.ts";
import { NewShow, ShowChange, ShowParams, showView } from "./show.ts";

interface ShowOptions {
  database: Database;
  ingest: Ingest;
  now: () => number;
  /** Ends what belongs to shows elsewhere before they go: sources, live state, events. */
  onDelete: (workspace: string, shows: readonly string[]) => Promise<void>;
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
      data: { id, workspaceId: request.caller.workspace, title: request.body.title, ...columns(request.body) },
    });
    return reply.code(201).send(showView(show));
  });

  app.get(
    "/v1/shows",
    { config: { policy: "member" }, schema: { querystring: Type.Evaluate(Type.Intersect([Page, Filter])) } },
    async (request) => {
      const { limit, cursor, status } = request.query;
      const after = positionOf(cursor);
      const rows = await database.show.findMany({
        where: {
          workspaceId: request.caller.workspace,
          ...(status === undefined ? {} : WHERE_STATUS[status]),
          ...(after === undefined
            ? {}
            : {
                OR: [{ createdAt: { lt: after.createdAt } }, { createdAt: after.createdAt, id: { lt: after.id } }],
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
      const show = await find(request.caller.workspace, request.params.id);
      const { title } = request.body;
      const data = { ...(title === undefined ? {} : { title }), ...columns(request.body, show) };
      return showView(await database.show.update({ where: { id: show.id }, data }));
    },
  );

  app.delete(
    "/v1/shows/:id",
    { config: { policy: "plan" }, schema: { params: ShowParams } },
    async (request, reply) => {
      const { workspace } = request.caller;
      const { id } = await find(workspace, request.params.id);
      await onDelete(workspace, [id]);
      await database.show.deleteMany({ where: { id, workspaceId: workspace } });
      // A source that was added meanwhile has lost its row; its stream goes too.
      await onEnd(workspace, id);
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

/** Creation and id of the show after which a page begins. @throws Problem 400 */
function positionOf(cursor: string | undefined): { createdAt: Date; id: string } | undefined {
  const position = readCursor(cursor);
  if (position === undefined) return undefined;
  const [time, id] = position;
  if (Number.isSafeInteger(time) && Number(time) >= 0 && Number(time) <= LATEST_DATE && typeof id === "string") {
    return { createdAt: new Date(Number(time)), id };
  }
  throw new Problem(400, "Bad Request", { detail: "cursor is not one that this list gave." });
}

/** The last millisecond of the year 9999: later ones PostgreSQL writes in another form. */
const LATEST_DATE = 253_402_300_799_999;

const WHERE_STATUS = {
  coming: { startedAt: null, endedAt: null },
  live: { startedAt: { not: null }, endedAt: null },
  ended: { endedAt: { not: null } },
};

/**
 * A show's columns from a body, one by one: what else a caller sends never reaches the table.
 * @throws Problem 400 for an end before the start
 */
function columns(body: Static<typeof ShowChange>, before?: Show) {
  const { host, campaign, currency, timezone } = body;
  const startsAt = body.startsAt == null ? body.startsAt : new Date(body.startsAt);
  const endsAt = body.endsAt == null ? body.endsAt : new Date(body.endsAt);
  const start = startsAt === undefined ? before?.startsAt : startsAt;
  const end = endsAt === undefined ? before?.endsAt : endsAt;
  if (start && end && end < start) {
    const detail = "is before startsAt";
    throw new Problem(400, "Bad Request", { detail: `endsAt ${detail}.`, errors: [{ pointer: "/endsAt", detail }] });
  }
  return {
    ...(host === undefined ? {} : { host }),
    ...(campaign === undefined ? {} : { campaign }),
    ...(currency === undefined ? {} : { currency }),
    ...(timezone === undefined ? {} : { timezone }),
    ...(startsAt === undefined ? {} : { startsAt }),
    ...(endsAt === undefined ? {} : { endsAt }),
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
