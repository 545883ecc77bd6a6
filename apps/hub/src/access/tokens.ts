import { createHash, randomBytes } from "node:crypto";

/** A new secret for a key, session or link: 256 random bits, URL-safe, with a prefix that scanners for leaked keys can find. */
export const newToken = (prefix: "sp_key" | "sp_session" | "sp_link"): string =>
  `${prefix}_${randomBytes(32).toString("base64url")}`;

/** What is kept of a secret. A fast hash is enough for 256 random bits. */
export const hashToken = (token: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(createHash("sha256").update(token).digest());
