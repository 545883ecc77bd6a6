import { type Database, Prisma } from "../../database.ts";
import { dayOfDate } from "../../formats.ts";
import type { costRow } from "./cost.ts";

/** Enters many costs, all or none, in one statement: thousands as single values took Prisma ten seconds. */
export async function insertCosts(database: Database, costs: readonly ReturnType<typeof costRow>[]): Promise<void> {
  const rows = JSON.stringify(costs.map((cost) => ({ ...cost, day: dayOfDate(cost.day) })));
  await database.$executeRaw(Prisma.sql`
    INSERT INTO costs (id, workspace_id, campaign_id, day, kind, amount_micros, currency, platform, creator_id, show_id)
    SELECT id, "workspaceId", "campaignId", day, kind, "amountMicros", currency, platform, "creatorId", "showId"
    FROM jsonb_to_recordset(${rows}::jsonb) AS row(
      id text, "workspaceId" text, "campaignId" text, day date, kind text, "amountMicros" bigint, currency text,
      platform text, "creatorId" text, "showId" text)`);
}
