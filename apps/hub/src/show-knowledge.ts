import type { ShowKnowledge } from "@showpulse/metrics/server";
import type { Database } from "./database.ts";
import { mentionNames } from "./modules/brand-names/mention-names.ts";
import { readShowEntries } from "./modules/show-results/facts.ts";
import { notFound } from "./problem.ts";

/** What a workspace knows of a show beside its events. @throws Problem 404 where the workspace has no such show */
export async function readShowKnowledge(database: Database, workspaceId: string, id: string): Promise<ShowKnowledge> {
  const show = await database.show.findFirst({ where: { id, workspaceId } });
  if (!show) throw notFound("show");
  return { names: await mentionNames(database, workspaceId), entries: () => readShowEntries(database, show) };
}
