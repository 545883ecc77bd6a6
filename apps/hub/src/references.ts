import type { Database } from "./database.ts";
import { Problem } from "./problem.ts";

/** Ids in a body that must be of the caller's workspace. */
export interface References {
  campaign?: string | null | undefined;
  creator?: string | null | undefined;
  show?: string | null | undefined;
}

/** @throws Problem 404 that names the fields whose ids are not of this workspace: whose they are is nobody's business. */
export async function requireOwn(database: Database, workspaceId: string, references: References): Promise<void> {
  const { campaign, creator, show } = references;
  const where = (id: string) => ({ where: { id, workspaceId, deletedAt: null } });
  const counts = await Promise.all([
    campaign == null ? 1 : database.campaign.count(where(campaign)),
    creator == null ? 1 : database.creator.count(where(creator)),
    show == null ? 1 : database.show.count({ where: { id: show, workspaceId } }),
  ]);
  const missing = (["campaign", "creator", "show"] as const).filter((_, index) => counts[index] === 0);
  if (missing.length > 0) throw notOwn(missing.map((name) => ({ pointer: `/${name}`, what: name })));
}

/** A body that names what this workspace does not have. */
export const notOwn = (references: readonly { pointer: string; what: string }[]): Problem =>
  new Problem(404, "Not Found", {
    detail: references.map(({ what }) => `There is no such ${what} in this workspace.`).join(" "),
    errors: references.map(({ pointer, what }) => ({ pointer, detail: `is not a ${what} of this workspace` })),
  });
