import type { MentionName } from "@showpulse/metrics";
import type { Database } from "../../database.ts";
import { brandNamesOf } from "./routes.ts";

/** By which names the brand and its products are mentioned: those that were entered, and the products' own titles. */
export async function mentionNames(database: Database, workspaceId: string): Promise<MentionName[]> {
  const [names, products] = await Promise.all([
    brandNamesOf(database, workspaceId),
    database.product.findMany({ where: { workspaceId }, select: { title: true } }),
  ]);
  return [...names, ...products.map(({ title }) => ({ text: title }))];
}
