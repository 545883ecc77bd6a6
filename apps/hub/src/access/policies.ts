import type { Caller, Role } from "./caller.ts";

/**
 * Who may do what: the one table behind every route. A route names its policy in `config.policy`.
 * - `public`: nobody needs to say who they are
 * - `member`: anybody who is signed in
 * - `read`: figures
 * - `chat`: what people wrote; moderators see this and no figures
 * - `run`: start, end and steer shows
 * - `plan`: shows, sources, offers, campaigns
 * - `ingest`: send events in; a key narrowed to that may do nothing else
 * - `admin`: keys, dead letters, erasure
 * - `installation`: make workspaces; the installation's owner alone
 * - `local`: from this machine, or with a key that may read
 */
const ALLOWED = {
  member: ["owner", "admin", "marketer", "host", "moderator", "viewer"],
  read: ["owner", "admin", "marketer", "host", "viewer"],
  chat: ["owner", "admin", "marketer", "host", "moderator", "viewer"],
  run: ["owner", "admin", "marketer", "host"],
  plan: ["owner", "admin", "marketer"],
  ingest: ["owner", "admin", "marketer"],
  admin: ["owner", "admin"],
  installation: ["owner"],
  local: ["owner", "admin", "marketer", "host", "viewer"],
} as const satisfies Record<string, readonly Role[]>;

export type Policy = "public" | keyof typeof ALLOWED;

/** The roles that may use routes of that policy. */
export const rolesOf = (policy: Exclude<Policy, "public">): readonly Role[] => ALLOWED[policy];

/** Whether this caller may use routes of that policy. */
export function allows(policy: Policy, caller: Caller): boolean {
  if (policy === "public") return true;
  if (caller.ingestOnly) return policy === "ingest";
  if (policy === "installation") return caller.ownsInstallation;
  return (ALLOWED[policy] as readonly Role[]).includes(caller.role);
}
