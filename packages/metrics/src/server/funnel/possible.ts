import { type FunnelRequest, type FunnelStep, ImpossibleFunnel } from "../../funnel.ts";
import { assertComparable } from "./comparable.ts";

/** @throws ImpossibleFunnel for a funnel whose parts contradict each other, with a pointer to the first that does */
export function assertPossible(request: FunnelRequest): void {
  assertComparable(request.where, "/where");
  for (const [index, step] of request.steps.entries()) {
    assertStep(request, step, index);
    assertComparable(step.where, `/steps/${index}/where`);
  }
  assertExclusions(request);
  assertView(request);
}

function assertStep(
  { order }: FunnelRequest,
  { optional, windowSeconds, minSeconds }: FunnelStep,
  index: number,
): void {
  const at = `/steps/${index}`;
  if (optional && index === 0) throw new ImpossibleFunnel(`${at}/optional`, "a path starts with its first step");
  if (order === "unordered") {
    if (optional) throw new ImpossibleFunnel(`${at}/optional`, "steps in any order are counted: none is optional");
    for (const [name, seconds] of Object.entries({ windowSeconds, minSeconds })) {
      if ((seconds ?? 0) > 0) throw new ImpossibleFunnel(`${at}/${name}`, "steps in any order have no step before");
    }
  }
  if ((windowSeconds ?? 0) > 0 && (minSeconds ?? 0) > (windowSeconds ?? 0)) {
    throw new ImpossibleFunnel(`${at}/minSeconds`, "minSeconds is longer than windowSeconds");
  }
}

function assertExclusions({ steps, order, exclusions }: FunnelRequest): void {
  const last = steps.length - 1;
  for (const [index, exclusion] of (exclusions ?? []).entries()) {
    const { fromStep: from = 0, toStep: to = last } = exclusion;
    const at = `/exclusions/${index}`;
    if (to > last) throw new ImpossibleFunnel(`${at}/toStep`, noStep("toStep", to, last));
    if (from >= to) {
      throw new ImpossibleFunnel(
        `${at}/fromStep`,
        `fromStep is ${from} and toStep ${to}, but an exclusion ends after it starts`,
      );
    }
    if (order === "unordered" && (from > 0 || to < last)) {
      throw new ImpossibleFunnel(at, "steps in any order have no part between two of them to exclude from");
    }
  }
}

function assertView({ steps, view, fromStep, toStep }: FunnelRequest): void {
  const last = steps.length - 1;
  const [from, to] = [fromStep ?? 0, toStep ?? last];
  if (from > last) throw new ImpossibleFunnel("/fromStep", noStep("fromStep", from, last));
  if (to > last) throw new ImpossibleFunnel("/toStep", noStep("toStep", to, last));
  if (view === "time_to_convert" && last === 0) {
    throw new ImpossibleFunnel("/view", "a time to convert needs two steps");
  }
  if (last > 0 && from >= to)
    throw new ImpossibleFunnel(
      "/fromStep",
      `fromStep is ${from} and toStep ${to}, but fromStep must come before toStep`,
    );
}

/** Steps count from 0. */
export const noStep = (field: string, step: number, last: number): string =>
  `${field} is ${step}, but the last step is ${last}`;
