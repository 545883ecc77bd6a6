import { randomUUID } from "node:crypto";
import { Type } from "typebox";
import { ROLES } from "../../access/caller.ts";
import type { Keyring } from "../../access/keyring.ts";
import { hashToken, newToken } from "../../access/tokens.ts";
import type { App } from "../../app.ts";
import type { Database } from "../../database.ts";
import { Page, page, readCursor } from "../../lists.ts";
import { notFound, Problem } from "../../problem.ts";

const NewKey = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 200 }),
  role: Type.Enum([...ROLES]),
  ingestOnly: Type.Optional(Type.Boolean()),
});

/** API keys of the caller's workspace. A key's text is in the answer that makes it and nowhere else. */
export async function keyRoutes(
  app: App,
  { database, keyring }: { database: Database; keyring: Keyring },
): Promise<void> {
  app.post("/v1/keys", { config: { policy: "admin" }, schema: { body: NewKey } }, async (request, reply) => {
    const { name, role, ingestOnly = false } = request.body;
    if (role === "owner" && request.caller.role !== "owner") {
      throw new Problem(403, "Forbidden", { detail: "Only an owner can make an owner's key." });
    }
    const key = newToken("sp_key");
    const id = randomUUID();
    const prefix = key.slice(0, 12);
    const workspaceId = request.caller.workspace;
    await database.key.create({ data: { id, workspaceId, name, role, ingestOnly, hash: hashToken(key), prefix } });
    return reply.code(201).send({ id, key, name, role, ingestOnly });
  });

  app.get("/v1/keys", { config: { policy: "admin" }, schema: { querystring: Page } }, async (request) => {
    const { limit, cursor } = request.query;
    const after = readCursor(cursor)?.[0];
    const rows = await database.key.findMany({
      where: {
        workspaceId: request.caller.workspace,
        revokedAt: null,
        ...(after === undefined ? {} : { id: { gt: String(after) } }),
      },
      orderBy: { id: "asc" },
      take: limit + 1,
    });
    return page(
      rows,
      limit,
      ({ id, name, role, ingestOnly, prefix, createdAt }) => ({ id, name, role, ingestOnly, prefix, createdAt }),
      ({ id }) => [id],
    );
  });

  app.delete(
    "/v1/keys/:id",
    { config: { policy: "admin" }, schema: { params: Type.Object({ id: Type.String() }) } },
    async (request, reply) => {
      const where = { id: request.params.id, workspaceId: request.caller.workspace, revokedAt: null };
      const key = await database.key.findFirst({ where });
      if (!key) throw notFound("key");
      if (key.role === "owner" && request.caller.role !== "owner") {
        throw new Problem(403, "Forbidden", { detail: "Only an owner can revoke an owner's key." });
      }
      await database.key.updateMany({ where, data: { revokedAt: new Date() } });
      keyring.forget();
      return reply.code(204).send();
    },
  );
}
