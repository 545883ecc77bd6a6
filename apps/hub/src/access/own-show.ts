import { Problem } from "../problem.ts";
import type { Caller } from "./caller.ts";

/** Hosts run their own shows: those that name them, or nobody yet. @throws Problem 403 for another's. */
export function mayRun({ role, name }: Caller, host: string | null): void {
  if (role !== "host" || host === null || host.toLowerCase() === name.toLowerCase()) return;
  throw new Problem(403, "Forbidden", { detail: `This show is run by ${host}.` });
}
