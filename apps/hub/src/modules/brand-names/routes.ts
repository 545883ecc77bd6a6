import { type Static, Type } from "typebox";
import { Check } from "typebox/value";
import type { App } from "../../app.ts";
import type { Database } from "../../database.ts";

const BrandName = Type.Object({
  text: Type.String({ minLength: 1, maxLength: 100, pattern: "\\S" }),
  /** In which language it is one; absent: in every. */
  language: Type.Optional(Type.String({ pattern: "^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$", maxLength: 35 })),
});
const BrandNames = Type.Object({ names: Type.Array(BrandName, { maxItems: 200 }) });
type BrandName = Static<typeof BrandName>;

/** How people speak of the brand: names, nicknames and spellings that count as a mention in chat. */
export async function brandNameRoutes(app: App, { database }: { database: Database }): Promise<void> {
  app.get("/v1/brand-names", { config: { policy: "member" } }, async ({ caller }) => ({
    names: await brandNamesOf(database, caller.workspace),
  }));

  app.patch(
    "/v1/brand-names",
    { config: { policy: "plan" }, schema: { body: BrandNames } },
    async ({ caller, body }) => {
      const names = body.names.map(({ text, language }) => ({
        text: text.trim(),
        ...(language === undefined ? {} : { language }),
      }));
      await database.workspace.update({ where: { id: caller.workspace }, data: { brandNames: names } });
      return { names };
    },
  );
}

/** The names that were entered for a workspace. */
export async function brandNamesOf(database: Database, workspaceId: string): Promise<BrandName[]> {
  const workspace = await database.workspace.findUnique({ where: { id: workspaceId } });
  const names: unknown = workspace?.brandNames;
  return Array.isArray(names) ? names.filter((each): each is BrandName => Check(BrandName, each)) : [];
}
