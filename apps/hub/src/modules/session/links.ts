import { hashToken, newToken } from "../../access/tokens.ts";
import type { Database } from "../../database.ts";

const LIFETIME_MILLISECONDS = 24 * 3600_000;

/** Makes a sign-in link's token: works once, within 24 hours. */
export async function makeSignInToken(database: Database, workspaceId: string, now: number): Promise<string> {
  const token = newToken("sp_link");
  const expiresAt = new Date(now + LIFETIME_MILLISECONDS);
  await database.signInLink.create({ data: { hash: hashToken(token), workspaceId, role: "owner", expiresAt } });
  return token;
}

/** Uses a token up; the workspace and role that it opens, or null when it is unknown, used or too old. */
export async function redeemSignInToken(database: Database, token: string, now: number) {
  const [link] = await database.signInLink.updateManyAndReturn({
    where: { hash: hashToken(token), usedAt: null, expiresAt: { gt: new Date(now) } },
    data: { usedAt: new Date(now) },
  });
  return link ?? null;
}
