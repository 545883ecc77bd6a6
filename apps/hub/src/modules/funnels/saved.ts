import { randomUUID } from "node:crypto";
import { type FunnelRequest, funnel } from "@showpulse/metrics";
import { planFunnel } from "@showpulse/metrics/server";
import { Type } from "typebox";
import type { Prisma, SavedFunnel } from "../../../../../prisma/generated/client.ts";
import type { App } from "../../app.ts";
import type { Database } from "../../database.ts";
import { Page } from "../../lists.ts";
import { newestFirst, newestPage } from "../../newest-first.ts";
import { notFound } from "../../problem.ts";

const name = Type.String({ minLength: 1, maxLength: 200 });
const NewFunnel = Type.Object({ name, definition: funnel.params });
const FunnelChange = Type.Partial(NewFunnel);
const FunnelParams = Type.Object({ id: Type.String({ maxLength: 64 }) });

/** Funnels that were kept under a name, for everybody of a workspace. */
export async function savedFunnelRoutes(app: App, { database }: { database: Database }): Promise<void> {
  const find = async (workspaceId: string, id: string) => {
    const saved = await database.savedFunnel.findFirst({ where: { id, workspaceId } });
    if (!saved) throw notFound("saved funnel");
    return saved;
  };

  app.post(
    "/v1/saved-funnels",
    { config: { policy: "plan" }, schema: { body: NewFunnel } },
    async ({ caller, body }, reply) => {
      const definition = checked(body.definition);
      const saved = await database.savedFunnel.create({
        data: { id: randomUUID(), workspaceId: caller.workspace, name: body.name, definition },
      });
      return reply.code(201).send(savedView(saved));
    },
  );

  app.get(
    "/v1/saved-funnels",
    { config: { policy: "read" }, schema: { querystring: Page } },
    async ({ caller, query }) => {
      const { where, ...rest } = newestFirst(query);
      const rows = await database.savedFunnel.findMany({ where: { workspaceId: caller.workspace, ...where }, ...rest });
      return newestPage(rows, query.limit, savedView);
    },
  );

  app.get(
    "/v1/saved-funnels/:id",
    { config: { policy: "read" }, schema: { params: FunnelParams } },
    async ({ caller, params }) => savedView(await find(caller.workspace, params.id)),
  );

  app.patch(
    "/v1/saved-funnels/:id",
    { config: { policy: "plan" }, schema: { params: FunnelParams, body: FunnelChange } },
    async ({ caller, params, body }) => {
      const { id } = await find(caller.workspace, params.id);
      const change = {
        ...(body.name === undefined ? {} : { name: body.name }),
        ...(body.definition === undefined ? {} : { definition: checked(body.definition) }),
      };
      return savedView(
        await database.savedFunnel.update({ where: { id }, data: { ...change, updatedAt: new Date() } }),
      );
    },
  );

  app.delete(
    "/v1/saved-funnels/:id",
    { config: { policy: "plan" }, schema: { params: FunnelParams } },
    async ({ caller, params }, reply) => {
      const { count } = await database.savedFunnel.deleteMany({
        where: { id: params.id, workspaceId: caller.workspace },
      });
      if (count === 0) throw notFound("saved funnel");
      return reply.code(204).send();
    },
  );
}

/** What cannot be asked is not kept either. @throws ImpossibleFunnel */
function checked(definition: FunnelRequest): Prisma.InputJsonObject {
  planFunnel(definition);
  return definition;
}

const savedView = ({ id, name, definition, createdAt, updatedAt }: SavedFunnel) => ({
  id,
  name,
  definition,
  createdAt,
  updatedAt,
});
