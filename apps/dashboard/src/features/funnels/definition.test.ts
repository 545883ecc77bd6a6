import { describe, expect, test } from "vitest";
import type { FunnelRequest } from "../../api/funnels.ts";
import { changeOrder, moveStep, readDefinition, removeStep, toRequest, writeDefinition } from "./definition.ts";

const funnel: FunnelRequest = {
  steps: [{ event: "join" }, { event: "view_item" }, { event: "add_to_cart" }, { event: "purchase" }],
  order: "ordered",
  exclusions: [
    { event: "refund", fromStep: 0, toStep: 3 },
    { event: "leave", fromStep: 2, toStep: 3 },
  ],
};
const events = ({ steps }: FunnelRequest) => steps.map(({ event }) => event);

describe("a funnel that is being built", () => {
  test("survives the way through an address; what says nothing is left out", () => {
    const definition: FunnelRequest = { ...funnel, platforms: [], where: null, windowSeconds: 0 };
    expect(readDefinition(writeDefinition(definition))).toEqual({ ...funnel, windowSeconds: 0 });
    expect(toRequest(definition)).toEqual({ ...funnel, windowSeconds: 0 });
  });

  test.each([null, "", "{", "[]", '{"steps":[]}', '{"steps":["join"]}', '{"steps":{}}'])(
    "is not read from %s",
    (text) => {
      expect(readDefinition(text)).toBeNull();
    },
  );

  test("its steps move, and stay where there is nowhere to go", () => {
    expect(events(moveStep(funnel, 3, 1))).toEqual(["join", "purchase", "view_item", "add_to_cart"]);
    expect(moveStep(funnel, 0, -1)).toBe(funnel);
    expect(moveStep(funnel, 3, 4)).toBe(funnel);
  });

  test("a step that goes takes exclusions along that lay on one side of it only", () => {
    const shorter = removeStep(funnel, 2);
    expect(events(shorter)).toEqual(["join", "view_item", "purchase"]);
    expect(shorter.exclusions).toEqual([{ event: "refund", fromStep: 0, toStep: 2 }]);
    expect(removeStep({ steps: [{ event: "join" }] }, 0).steps).toHaveLength(1);
  });

  test("in any order, exclusions cover the whole way", () => {
    expect(changeOrder(funnel, "unordered").exclusions?.[1]).toEqual({ event: "leave", fromStep: 0, toStep: 3 });
    expect(changeOrder(funnel, "strict").exclusions).toEqual(funnel.exclusions);
  });
});
