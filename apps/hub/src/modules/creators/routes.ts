import { randomUUID } from "node:crypto";
import { Type } from "typebox";
import type { Creator } from "../../../../../prisma/generated/client.ts";
import type { App } from "../../app.ts";
import type { Database } from "../../database.ts";
import { id, orNull, text } from "../../formats.ts";
import { Page } from "../../lists.ts";
import { newestFirst, newestPage } from "../../newest-first.ts";
import { notFound } from "../../problem.ts";

const NewCreator = Type.Object({
  name: text(200),
  commissionRate: Type.Number({ minimum: 0, maximum: 1, description: "Share of the credited net revenue, 0–1" }),
  /** What viewers are told of the partnership. */
  disclosure: orNull(text(1000)),
});
const CreatorChange = Type.Partial(NewCreator);
const CreatorParams = Type.Object({ id });

/** People who sell for the brand, and their commission. */
export async function creatorRoutes(app: App, { database }: { database: Database }): Promise<void> {
  const change = async (workspaceId: string, id: string, deleted: boolean, data: object) => {
    const where = { id, workspaceId, ...(deleted ? {} : { deletedAt: null }) };
    const [creator] = await database.creator.updateManyAndReturn({ where, data });
    if (!creator) throw notFound("creator");
    return creatorView(creator);
  };

  app.post(
    "/v1/creators",
    { config: { policy: "plan" }, schema: { body: NewCreator } },
    async ({ caller, body }, reply) => {
      const { name, commissionRate, disclosure = null } = body;
      const data = { id: randomUUID(), workspaceId: caller.workspace, name, commissionRate, disclosure };
      return reply.code(201).send(creatorView(await database.creator.create({ data })));
    },
  );

  app.get("/v1/creators", { config: { policy: "read" }, schema: { querystring: Page } }, async ({ caller, query }) => {
    const { where, ...order } = newestFirst(query);
    const own = { workspaceId: caller.workspace, deletedAt: null };
    return newestPage(
      await database.creator.findMany({ where: { ...own, ...where }, ...order }),
      query.limit,
      creatorView,
    );
  });

  app.get(
    "/v1/creators/:id",
    { config: { policy: "read" }, schema: { params: CreatorParams } },
    async ({ caller, params }) => {
      const where = { id: params.id, workspaceId: caller.workspace, deletedAt: null };
      const creator = await database.creator.findFirst({ where });
      if (!creator) throw notFound("creator");
      return creatorView(creator);
    },
  );

  app.patch(
    "/v1/creators/:id",
    { config: { policy: "plan" }, schema: { params: CreatorParams, body: CreatorChange } },
    ({ caller, params, body: { name, commissionRate, disclosure } }) =>
      change(caller.workspace, params.id, false, { name, commissionRate, disclosure }),
  );

  app.delete(
    "/v1/creators/:id",
    { config: { policy: "plan" }, schema: { params: CreatorParams } },
    async ({ caller, params }, reply) => {
      await change(caller.workspace, params.id, false, { deletedAt: new Date() });
      return reply.code(204).send();
    },
  );

  app.post(
    "/v1/creators/:id/restore",
    { config: { policy: "plan" }, schema: { params: CreatorParams } },
    ({ caller, params }) => change(caller.workspace, params.id, true, { deletedAt: null }),
  );
}

const creatorView = ({ workspaceId: _workspace, deletedAt: _deleted, ...view }: Creator) => view;
