import { randomUUID } from "node:crypto";
import { Type } from "typebox";
import { hashToken, newToken } from "../../access/tokens.ts";
import type { App } from "../../app.ts";
import type { Database } from "../../database.ts";

const NewWorkspace = Type.Object({ name: Type.String({ minLength: 1, maxLength: 200 }) });

/** Workspaces: other brands on this installation, wholly apart from each other. */
export async function workspaceRoutes(app: App, { database }: { database: Database }): Promise<void> {
  app.post(
    "/v1/workspaces",
    { config: { policy: "installation" }, schema: { body: NewWorkspace } },
    async (request, reply) => {
      const { name } = request.body;
      const id = randomUUID();
      const ownerKey = newToken("sp_key");
      await database.workspace.create({
        data: {
          id,
          name,
          keys: {
            create: {
              id: randomUUID(),
              name: "Owner",
              role: "owner",
              hash: hashToken(ownerKey),
              prefix: ownerKey.slice(0, 12),
            },
          },
        },
      });
      return reply.code(201).send({ id, name, ownerKey });
    },
  );
}
