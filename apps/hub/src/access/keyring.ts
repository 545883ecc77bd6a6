import { timingSafeEqual } from "node:crypto";
import type { Database } from "../database.ts";
import type { Caller, Role } from "./caller.ts";
import { hashToken } from "./tokens.ts";

/** A revoked key or session stops working within this time, on other hubs too; on this one at once. */
const CACHE_MILLISECONDS = 3000;
const CACHE_ENTRIES = 10_000;

/** Answers who stands behind a key or a session's cookie. */
export interface Keyring {
  /** Of the installation's owner key: what was opened with another one is open no more. */
  ownerKeyHash: Uint8Array<ArrayBuffer>;
  byKey(key: string): Promise<Caller | null>;
  bySession(token: string): Promise<Caller | null>;
  /** Whether what let the caller in still would: for sockets, which outlive a request. */
  stillValid(caller: Caller): Promise<boolean>;
  /** Forget what is remembered: after a key or session was revoked. */
  forget(): void;
}

interface KeyringOptions {
  database: Database;
  ownerKey: string;
  /** The installation's own workspace. */
  workspace: string;
  now: () => number;
}

/** A keyring that remembers answers, so that sending events in costs no query per request. */
export function createKeyring({ database, ownerKey, workspace, now }: KeyringOptions): Keyring {
  const ownerHash = hashToken(ownerKey);
  const owner: Caller = {
    workspace,
    role: "owner",
    ingestOnly: false,
    via: { kind: "installation" },
    name: "Owner",
    ownsInstallation: true,
  };
  let remembered = new Map<string, { caller: Caller | null; until: number }>();

  async function remember(
    kind: string,
    token: string,
    find: (hash: Uint8Array<ArrayBuffer>) => Promise<Caller | null>,
  ) {
    const hash = hashToken(token);
    const name = `${kind}:${Buffer.from(hash).toString("base64")}`;
    const known = remembered.get(name);
    if (known && known.until > now()) return known.caller;
    // What was asked before a key was revoked, and is answered after it, goes into a map that nobody reads any more.
    const memory = remembered;
    const caller = await find(hash);
    if (memory.size >= CACHE_ENTRIES) memory.clear();
    memory.set(name, { caller, until: now() + CACHE_MILLISECONDS });
    return caller;
  }

  async function findKey(hash: Uint8Array<ArrayBuffer>): Promise<Caller | null> {
    if (timingSafeEqual(hash, ownerHash)) return owner;
    const key = await database.key.findUnique({ where: { hash } });
    if (!key || key.revokedAt) return null;
    const { id, name, workspaceId, ingestOnly } = key;
    const via = { kind: "key", id } as const;
    return { workspace: workspaceId, role: key.role as Role, ingestOnly, via, name, ownsInstallation: false };
  }

  async function findSession(hash: Uint8Array<ArrayBuffer>): Promise<Caller | null> {
    const session = await database.session.findUnique({ where: { hash } });
    if (!session || session.expiresAt.getTime() <= now()) return null;
    if (session.ownerKeyHash && !timingSafeEqual(session.ownerKeyHash, ownerHash)) return null;
    if (session.keyId) {
      const key = await database.key.findUnique({ where: { id: session.keyId } });
      if (!key || key.revokedAt) return null;
    }
    return {
      workspace: session.workspaceId,
      role: session.role as Role,
      ingestOnly: false,
      via: { kind: "session", hash: Buffer.from(hash).toString("base64url") },
      name: session.name,
      ownsInstallation: session.workspaceId === workspace && session.role === "owner",
    };
  }

  return {
    ownerKeyHash: ownerHash,
    byKey: (key) => remember("key", key, findKey),
    bySession: (token) => remember("session", token, findSession),
    async stillValid({ via }) {
      if (via.kind === "installation") return true;
      if (via.kind === "session")
        return (await findSession(Uint8Array.from(Buffer.from(via.hash, "base64url")))) !== null;
      const key = await database.key.findUnique({ where: { id: via.id } });
      return key !== null && key.revokedAt === null;
    },
    forget() {
      remembered = new Map();
    },
  };
}
