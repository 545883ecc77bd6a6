import type {} from "fastify";

export const ROLES = ["owner", "admin", "marketer", "host", "moderator", "viewer"] as const;
export type Role = (typeof ROLES)[number];

/** Who is asking, once access has been decided. */
export interface Caller {
  workspace: string;
  role: Role;
  /** May only send events in. */
  ingestOnly: boolean;
  /** The key or session behind the request, for the audit and for revocation. */
  via: { kind: "owner_key" } | { kind: "key"; id: string } | { kind: "session"; hash: string };
  /** Shown to people: the key's name. */
  name: string;
}

declare module "fastify" {
  interface FastifyRequest {
    /** Set for every route whose policy is not public. */
    caller: Caller;
  }
  interface FastifyContextConfig {
    policy?: Policy;
  }
}

/**
 * What a route asks of its caller:
 * - `public`: nobody needs to say who they are
 * - `ingest`: may send events in (owner, admin, or a key narrowed to that)
 * - `read`: figures (owner, admin, marketer, viewer, host)
 * - `chat`: what people wrote, no figures (those, and moderator)
 * - `run`: runs shows (owner, admin, host)
 * - `plan`: shows, offers, campaigns, sources (owner, admin, marketer)
 * - `admin`: keys, sources with secrets, dead letters, erasure (owner, admin)
 * - `owner`: the installation's owner alone
 * - `member`: anybody who is signed in
 */
export type Policy = "public" | "ingest" | "read" | "chat" | "run" | "plan" | "admin" | "owner" | "member";
