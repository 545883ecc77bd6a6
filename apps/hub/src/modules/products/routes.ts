import { randomUUID } from "node:crypto";
import { Type } from "typebox";
import type { App } from "../../app.ts";
import { type Database, Prisma } from "../../database.ts";
import { text } from "../../formats.ts";
import { Page } from "../../lists.ts";
import { newestFirst, newestPage } from "../../newest-first.ts";
import { notFound, Problem } from "../../problem.ts";
import { productBulkRoute } from "./bulk.ts";
import { NewProduct, ProductChange, ProductParams, productColumns, productView } from "./product.ts";

const ProductPage = Type.Object({ ...Page.properties, search: Type.Optional(text(200)) });

/** What is sold: prices, costs and stock. */
export async function productRoutes(app: App, { database }: { database: Database }): Promise<void> {
  const find = async (workspaceId: string, id: string) => {
    const product = await database.product.findFirst({ where: { id, workspaceId, deletedAt: null } });
    if (!product) throw notFound("product");
    return product;
  };

  app.post("/v1/products", { config: { policy: "plan" }, schema: { body: NewProduct } }, async (request, reply) => {
    const workspaceId = request.caller.workspace;
    const { price, sku, title, stock } = request.body;
    const { amountMicros: priceMicros, currency: priceCurrency } = price;
    const columns = { ...productColumns(request.body), sku, title, stock, priceMicros, priceCurrency };
    // The SKU of a product that was deleted is free again; the product comes back as what is told now.
    const back = await database.product.updateManyAndReturn({
      where: { workspaceId, sku, deletedAt: { not: null } },
      data: { costMicros: null, costCurrency: null, image: null, ...columns, deletedAt: null },
    });
    const product =
      back[0] ??
      (await database.product
        .create({ data: { id: randomUUID(), workspaceId, ...columns } })
        .catch((error: unknown) => refuseTaken(error, sku)));
    return reply.code(201).send(productView(product));
  });

  app.get(
    "/v1/products",
    { config: { policy: "read" }, schema: { querystring: ProductPage } },
    async ({ caller, query }) => {
      const { where, ...order } = newestFirst(query);
      const contains = { contains: query.search ?? "", mode: "insensitive" as const };
      const searched = query.search === undefined ? {} : { OR: [{ sku: contains }, { title: contains }] };
      const own = { workspaceId: caller.workspace, deletedAt: null };
      const rows = await database.product.findMany({ where: { AND: [own, where, searched] }, ...order });
      return newestPage(rows, query.limit, productView);
    },
  );

  app.get(
    "/v1/products/:id",
    { config: { policy: "read" }, schema: { params: ProductParams } },
    async ({ caller, params }) => productView(await find(caller.workspace, params.id)),
  );

  app.patch(
    "/v1/products/:id",
    { config: { policy: "plan" }, schema: { params: ProductParams, body: ProductChange } },
    async ({ caller, params, body }) => {
      const { id } = await find(caller.workspace, params.id);
      const change = database.product.update({ where: { id }, data: productColumns(body) });
      return productView(await change.catch((error: unknown) => refuseTaken(error, body.sku)));
    },
  );

  app.delete(
    "/v1/products/:id",
    { config: { policy: "plan" }, schema: { params: ProductParams } },
    async ({ caller, params }, reply) => {
      const { id } = await find(caller.workspace, params.id);
      // Kept for the offers and orders that name it.
      await database.product.update({ where: { id }, data: { deletedAt: new Date() } });
      return reply.code(204).send();
    },
  );

  app.post(
    "/v1/products/:id/restore",
    { config: { policy: "plan" }, schema: { params: ProductParams } },
    async ({ caller, params }) => {
      const where = { id: params.id, workspaceId: caller.workspace };
      const [product] = await database.product.updateManyAndReturn({ where, data: { deletedAt: null } });
      if (!product) throw notFound("product");
      return productView(product);
    },
  );

  await app.register(productBulkRoute, { database });
}

function refuseTaken(error: unknown, sku: string | undefined): never {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002")) throw error;
  throw new Problem(409, "Conflict", {
    detail: `There is a product with the SKU ${sku} already.`,
    code: "sku_taken",
    errors: [{ pointer: "/sku", detail: "is taken" }],
  });
}
