import { randomUUID } from "node:crypto";
import type { App } from "../../app.ts";
import type { Database } from "../../database.ts";
import { Page } from "../../lists.ts";
import { exchangeRate } from "../../money.ts";
import { newestFirst, newestPage } from "../../newest-first.ts";
import { notFound } from "../../problem.ts";
import { costBulkRoutes } from "./bulk.ts";
import {
  CampaignChange,
  CampaignParams,
  campaignColumns,
  campaignView,
  NewCampaign,
  refuseBackwards,
} from "./campaign.ts";
import { costRoutes } from "./costs.ts";
import { spendingOf } from "./spending.ts";
import { spentOn } from "./spent.ts";

/** Campaigns: what was planned, and what was spent. */
export async function campaignRoutes(app: App, { database }: { database: Database }): Promise<void> {
  const find = async (workspaceId: string, id: string) => {
    const campaign = await database.campaign.findFirst({ where: { id, workspaceId, deletedAt: null } });
    if (!campaign) throw notFound("campaign");
    return campaign;
  };
  const spentOnOne = async (id: string) => (await spentOn(database, [id])).get(id) ?? [];

  app.post(
    "/v1/campaigns",
    { config: { policy: "plan" }, schema: { body: NewCampaign } },
    async ({ caller, body }, reply) => {
      const columns = campaignColumns(body);
      refuseBackwards(columns);
      const campaign = await database.campaign.create({
        data: { id: randomUUID(), workspaceId: caller.workspace, ...columns, name: body.name },
      });
      return reply.code(201).send(campaignView(campaign, []));
    },
  );

  app.get("/v1/campaigns", { config: { policy: "read" }, schema: { querystring: Page } }, async ({ caller, query }) => {
    const { where, ...order } = newestFirst(query);
    const own = { workspaceId: caller.workspace, deletedAt: null };
    const rows = await database.campaign.findMany({ where: { ...own, ...where }, ...order });
    const spent = await spentOn(
      database,
      rows.map(({ id }) => id),
    );
    return newestPage(rows, query.limit, (campaign) => campaignView(campaign, spent.get(campaign.id) ?? []));
  });

  app.get(
    "/v1/campaigns/:id",
    { config: { policy: "read" }, schema: { params: CampaignParams } },
    async ({ caller, params }) => campaignView(await find(caller.workspace, params.id), await spentOnOne(params.id)),
  );

  app.get(
    "/v1/campaigns/:id/spending",
    { config: { policy: "read" }, schema: { params: CampaignParams } },
    async ({ caller, params }) => {
      const campaign = await find(caller.workspace, params.id);
      const [costs, rates] = await Promise.all([
        database.cost.findMany({ where: { campaignId: campaign.id, deletedAt: null } }),
        database.rate.findMany({ where: { workspaceId: caller.workspace } }),
      ]);
      return spendingOf(campaign, costs, rates.map(exchangeRate), Date.now());
    },
  );

  app.patch(
    "/v1/campaigns/:id",
    { config: { policy: "plan" }, schema: { params: CampaignParams, body: CampaignChange } },
    async ({ caller, params, body }) => {
      const campaign = await find(caller.workspace, params.id);
      const data = campaignColumns(body);
      refuseBackwards({ ...campaign, ...data });
      const changed = await database.campaign.update({ where: { id: campaign.id }, data });
      return campaignView(changed, await spentOnOne(campaign.id));
    },
  );

  app.delete(
    "/v1/campaigns/:id",
    { config: { policy: "plan" }, schema: { params: CampaignParams } },
    async ({ caller, params }, reply) => {
      const { id } = await find(caller.workspace, params.id);
      const deletedAt = new Date();
      await database.$transaction([
        database.campaign.update({ where: { id }, data: { deletedAt } }),
        database.cost.updateMany({ where: { campaignId: id, deletedAt: null }, data: { deletedAt } }),
      ]);
      return reply.code(204).send();
    },
  );

  app.post(
    "/v1/campaigns/:id/restore",
    { config: { policy: "plan" }, schema: { params: CampaignParams } },
    async ({ caller, params }) => {
      const where = { id: params.id, workspaceId: caller.workspace };
      const deleted = await database.campaign.findFirst({ where });
      if (!deleted) throw notFound("campaign");
      const { id, deletedAt } = deleted;
      if (deletedAt === null) return campaignView(deleted, await spentOnOne(id));
      // What was undone before the campaign went stays undone.
      const [campaign] = await database.$transaction([
        database.campaign.update({ where: { id }, data: { deletedAt: null } }),
        database.cost.updateMany({ where: { campaignId: id, deletedAt }, data: { deletedAt: null } }),
      ]);
      return campaignView(campaign, await spentOnOne(id));
    },
  );

  await app.register(costRoutes, { database });
  await app.register(costBulkRoutes, { database });
}
