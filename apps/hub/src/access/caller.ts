import type {} from "fastify";
import type { Policy } from "./policies.ts";

export const ROLES = ["owner", "admin", "marketer", "host", "moderator", "viewer"] as const;
export type Role = (typeof ROLES)[number];

/** Who is asking, once access has been decided. */
export interface Caller {
  workspace: string;
  role: Role;
  /** May only send events in. */
  ingestOnly: boolean;
  /** The key or session behind the request. */
  via: { kind: "installation" } | { kind: "key"; id: string } | { kind: "session"; hash: string };
  /** Shown to people: the key's name. */
  name: string;
  /** Owns the whole installation: may make workspaces. */
  ownsInstallation: boolean;
}

export interface RoutePolicy {
  method: string;
  url: string;
  policy: Policy;
}

declare module "fastify" {
  interface FastifyInstance {
    /** Every route with its policy. */
    policies: RoutePolicy[];
    /** For a part whose routes a library makes: the policy of those that name none. */
    policyOfAll?: Policy;
  }
  interface FastifyRequest {
    /** Set for every route whose policy is not public. */
    caller: Caller;
  }
  interface FastifyContextConfig {
    /** Required of every route; a route without one stops the start. */
    policy?: Policy;
  }
}
