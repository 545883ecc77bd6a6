import { randomUUID } from "node:crypto";
import { type Static, Type } from "typebox";
import type { App } from "../../app.ts";
import { type Database, Prisma } from "../../database.ts";
import { dateOfDay, id } from "../../formats.ts";
import { Page } from "../../lists.ts";
import { newestFirst, newestPage } from "../../newest-first.ts";
import { notFound, Problem } from "../../problem.ts";
import { FeeChange, feeColumns, feeView, NewFee } from "./fee.ts";

const FeeParams = Type.Object({ id });

/** What platforms keep of each order, by rule: the ledger counts it beside the fees that are typed in. */
export async function feeRoutes(app: App, { database }: { database: Database }): Promise<void> {
  const change = async (workspaceId: string, id: string, data: object, deleted = false) => {
    const where = { id, workspaceId, ...(deleted ? {} : { deletedAt: null }) };
    const [fee] = await database.fee.updateManyAndReturn({ where, data }).catch(refuseTwice);
    if (!fee) throw notFound("fee");
    return feeView(fee);
  };

  app.post("/v1/fees", { config: { policy: "plan" }, schema: { body: NewFee } }, async ({ caller, body }, reply) => {
    const data = { ...feeOf(body), id: randomUUID(), workspaceId: caller.workspace };
    return reply.code(201).send(feeView(await database.fee.create({ data }).catch(refuseTwice)));
  });

  app.get("/v1/fees", { config: { policy: "read" }, schema: { querystring: Page } }, async ({ caller, query }) => {
    const { where, ...order } = newestFirst(query);
    const own = { workspaceId: caller.workspace, deletedAt: null };
    return newestPage(await database.fee.findMany({ where: { ...own, ...where }, ...order }), query.limit, feeView);
  });

  app.patch(
    "/v1/fees/:id",
    { config: { policy: "plan" }, schema: { params: FeeParams, body: FeeChange } },
    ({ caller, params, body }) => change(caller.workspace, params.id, feeColumns(body)),
  );

  app.delete(
    "/v1/fees/:id",
    { config: { policy: "plan" }, schema: { params: FeeParams } },
    async ({ caller, params }, reply) => {
      await change(caller.workspace, params.id, { deletedAt: new Date() });
      return reply.code(204).send();
    },
  );

  app.post(
    "/v1/fees/:id/restore",
    { config: { policy: "plan" }, schema: { params: FeeParams } },
    ({ caller, params }) => change(caller.workspace, params.id, { deletedAt: null }, true),
  );
}

const feeOf = (body: Static<typeof NewFee>) => ({
  ...feeColumns(body),
  platform: body.platform,
  name: body.name,
  fromDay: dateOfDay(body.from),
  rate: body.rate,
});

/** @throws Problem 409 for a second rule of one platform, name and day: it would not be clear which holds */
function refuseTwice(error: unknown): never {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError) || error.code !== "P2002") throw error;
  const detail = "There is a rule of this platform and name from that day on. Change that one.";
  throw new Problem(409, "Conflict", { detail, code: "fee_exists" });
}
