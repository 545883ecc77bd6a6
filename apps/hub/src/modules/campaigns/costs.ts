import { Type } from "typebox";
import type { App } from "../../app.ts";
import type { Database } from "../../database.ts";
import { id } from "../../formats.ts";
import { Page } from "../../lists.ts";
import { newestFirst, newestPage } from "../../newest-first.ts";
import { notFound } from "../../problem.ts";
import { requireOwn } from "../../references.ts";
import { CampaignParams } from "./campaign.ts";
import { costRow, costView, NewCost } from "./cost.ts";

const CostParams = Type.Object({ id, costId: id });
const CostPage = Type.Object({
  ...Page.properties,
  deleted: Type.Boolean({ default: false, description: "Those that were undone, instead of those that hold" }),
});

/** What was spent on one campaign, entry by entry. Removing one is undone by restoring it. */
export async function costRoutes(app: App, { database }: { database: Database }): Promise<void> {
  const requireCampaign = async (workspaceId: string, id: string) => {
    if ((await database.campaign.count({ where: { id, workspaceId, deletedAt: null } })) === 0) {
      throw notFound("campaign");
    }
  };
  const mark = async (workspaceId: string, { id, costId }: { id: string; costId: string }, deletedAt: Date | null) => {
    const where = { id: costId, campaignId: id, workspaceId };
    const [cost] = await database.cost.updateManyAndReturn({ where, data: { deletedAt } });
    if (!cost) throw notFound("cost");
    return costView(cost);
  };

  app.post(
    "/v1/campaigns/:id/costs",
    { config: { policy: "plan" }, schema: { params: CampaignParams, body: NewCost } },
    async ({ caller, params, body }, reply) => {
      await requireCampaign(caller.workspace, params.id);
      await requireOwn(database, caller.workspace, { creator: body.creator, show: body.show });
      const cost = await database.cost.create({ data: costRow(caller.workspace, params.id, body) });
      return reply.code(201).send(costView(cost));
    },
  );

  app.get(
    "/v1/campaigns/:id/costs",
    { config: { policy: "read" }, schema: { params: CampaignParams, querystring: CostPage } },
    async ({ caller, params, query }) => {
      await requireCampaign(caller.workspace, params.id);
      const { where, ...order } = newestFirst(query);
      const deletedAt = query.deleted ? { not: null } : null;
      const own = { workspaceId: caller.workspace, campaignId: params.id, deletedAt };
      return newestPage(await database.cost.findMany({ where: { ...own, ...where }, ...order }), query.limit, costView);
    },
  );

  app.delete(
    "/v1/campaigns/:id/costs/:costId",
    { config: { policy: "plan" }, schema: { params: CostParams } },
    async ({ caller, params }, reply) => {
      await mark(caller.workspace, params, new Date());
      return reply.code(204).send();
    },
  );

  app.post(
    "/v1/campaigns/:id/costs/:costId/restore",
    { config: { policy: "plan" }, schema: { params: CostParams } },
    ({ caller, params }) => mark(caller.workspace, params, null),
  );
}
