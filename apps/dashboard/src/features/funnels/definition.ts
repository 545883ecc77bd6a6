import type { FunnelRequest, StepRequest } from "../../api/funnels.ts";
import { askable } from "./filters.ts";

export type Exclusion = NonNullable<FunnelRequest["exclusions"]>[number];

/** Where one begins: the way from entering to buying, over all time. */
export const firstDefinition = (): FunnelRequest => ({
  steps: [{ event: "join" }, { event: "view_item" }, { event: "add_to_cart" }, { event: "purchase" }],
  order: "ordered",
  windowSeconds: 86_400,
  countBy: "actor",
  timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
});

/** As many steps as the hub takes. */
export const MOST_STEPS = 20;

/** The definition that an address carries; null where it carries none that can be read. */
export function readDefinition(text: string | null): FunnelRequest | null {
  if (text === null) return null;
  try {
    const given: unknown = JSON.parse(text);
    if (typeof given !== "object" || given === null || !("steps" in given) || !Array.isArray(given.steps)) return null;
    const isStep = (step: unknown) => typeof step === "object" && step !== null && !Array.isArray(step);
    return given.steps.length > 0 && given.steps.every(isStep) ? (given as FunnelRequest) : null;
  } catch {
    return null;
  }
}

/** Leaves out what says nothing, so that addresses stay short and equal questions are equal. */
export function writeDefinition(definition: FunnelRequest): string {
  return JSON.stringify(definition, (_name, value: unknown) =>
    value === null || value === "" || value === false || (Array.isArray(value) && value.length === 0)
      ? undefined
      : value,
  );
}

export const addStep = (definition: FunnelRequest): FunnelRequest => ({
  ...definition,
  steps: [...definition.steps, { event: "purchase" }],
});

export const changeStep = (definition: FunnelRequest, index: number, change: Partial<StepRequest>): FunnelRequest => ({
  ...definition,
  steps: definition.steps.map((step, position) => (position === index ? { ...step, ...change } : step)),
});

/** Moves a step; an exclusion keeps lying between the places that it lay between. */
export function moveStep(definition: FunnelRequest, from: number, to: number): FunnelRequest {
  const moved = definition.steps[from];
  if (!moved || from === to || to < 0 || to >= definition.steps.length) return definition;
  return { ...definition, steps: definition.steps.toSpliced(from, 1).toSpliced(to, 0, moved) };
}

/** Removes a step, and with it what no longer lies between two steps; the last step stays. */
export function removeStep(definition: FunnelRequest, index: number): FunnelRequest {
  if (definition.steps.length < 2) return definition;
  const steps = definition.steps.toSpliced(index, 1);
  const last = steps.length - 1;
  const after = (step: number | null | undefined) => (step == null ? step : step > index ? step - 1 : step);
  const exclusions = (definition.exclusions ?? [])
    .map((exclusion) => ({
      ...exclusion,
      fromStep: after(exclusion.fromStep ?? 0) ?? 0,
      toStep: Math.min(after(exclusion.toStep ?? steps.length) ?? last, last),
    }))
    .filter(({ fromStep, toStep }) => fromStep < toStep);
  const { fromStep: _from, toStep: _to, ...rest } = definition;
  const breakdown = definition.breakdown?.step
    ? { ...definition.breakdown, step: Math.min(definition.breakdown.step, last) }
    : definition.breakdown;
  return { ...rest, steps, exclusions, ...(breakdown === undefined ? {} : { breakdown }) };
}

/** Unordered paths have no part between two steps: exclusions then cover the whole way. */
export function changeOrder(definition: FunnelRequest, order: NonNullable<FunnelRequest["order"]>): FunnelRequest {
  if (order !== "unordered" || !definition.exclusions) return { ...definition, order };
  const toStep = definition.steps.length - 1;
  return {
    ...definition,
    order,
    exclusions: definition.exclusions.map((exclusion) => ({ ...exclusion, fromStep: 0, toStep })),
  };
}

/** What is asked of the hub: the definition without what is still being typed. */
export function toRequest(definition: FunnelRequest): FunnelRequest {
  const { breakdown, countBy, where, steps, exclusions } = definition;
  const asked: FunnelRequest = {
    ...definition,
    where: askable(where),
    steps: steps.map((step) => ({ ...step, where: askable(step.where) })),
    exclusions: (exclusions ?? []).map((exclusion) => ({ ...exclusion, where: askable(exclusion.where) })),
    breakdown: breakdown?.prop?.trim() === "" ? null : (breakdown ?? null),
    countBy: typeof countBy === "object" && countBy?.prop.trim() === "" ? "actor" : (countBy ?? null),
  };
  return JSON.parse(writeDefinition(asked)) as FunnelRequest;
}
