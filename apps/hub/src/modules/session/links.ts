import { hashToken, newToken } from "../../access/tokens.ts";
import type { Database } from "../../database.ts";

const LIFETIME_MILLISECONDS = 24 * 3600_000;

/** Makes a sign-in link's token: works once, within 24 hours. */
export async function makeSignInToken(
  database: Database,
  ownerKeyHash: Uint8Array<ArrayBuffer>,
  workspaceId: string,
  now: number,
): Promise<string> {
  const token = newToken("sp_link");
  const expiresAt = new Date(now + LIFETIME_MILLISECONDS);
  await database.signInLink.create({
    data: { hash: hashToken(token), workspaceId, role: "owner", ownerKeyHash, expiresAt },
  });
  return token;
}

/** Uses a token up; what it opens, or null when it is unknown, used, too old, or was made under another owner key. */
export async function redeemSignInToken(
  database: Database,
  ownerKeyHash: Uint8Array<ArrayBuffer>,
  token: string,
  now: number,
) {
  const [link] = await database.signInLink.updateManyAndReturn({
    where: { hash: hashToken(token), ownerKeyHash, usedAt: null, expiresAt: { gt: new Date(now) } },
    data: { usedAt: new Date(now) },
  });
  return link ?? null;
}
