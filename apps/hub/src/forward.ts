import { Problem } from "./problem.ts";

/** @throws Problem 400 for a period that ends before it begins: its figures would look like those of an empty one */
export function assertForward({ from, to }: { from?: string | undefined; to?: string | undefined }): void {
  if (from === undefined || to === undefined || Date.parse(from) <= Date.parse(to)) return;
  const errors = [{ pointer: "/from", detail: "is after to" }];
  throw new Problem(400, "Bad Request", { detail: "from is after to.", errors });
}
