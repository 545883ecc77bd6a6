import { ShowEvent } from "@showpulse/connectors/event";
import { Compile } from "typebox/compile";
import { expect, test } from "vitest";
import { generateSampleShow } from "./generate.ts";
import { SAMPLE_MINUTES } from "./moment.ts";
import { RUNDOWN } from "./script.ts";

const startsAt = Date.UTC(2026, 0, 1);
const generate = (speed: number) => generateSampleShow({ show: "s", startsAt, seed: 7, speed });

test("the sample show holds valid events of three platforms, each with an id of its own", () => {
  const valid = Compile(ShowEvent);
  const events = generate(1);
  expect(events.filter((event) => !valid.Check(event))).toEqual([]);
  expect(new Set(events.map(({ source, id }) => `${source}#${id}`)).size).toBe(events.length);
  expect(new Set(events.map(({ data }) => data?.platform))).toEqual(new Set(["tiktok", "youtube", "native"]));
});

test("at ten times the speed it is the same show in six minutes", () => {
  const [slow, fast] = [generate(1), generate(10)];
  expect(fast.map(({ type }) => type)).toEqual(slow.map(({ type }) => type));
  const last = Math.max(...fast.map(({ time }) => Date.parse(time ?? "")));
  expect(last - startsAt).toBeLessThanOrEqual((SAMPLE_MINUTES / 10) * 60_000);
});

test("nobody buys who did not come and look before", () => {
  const steps = new Map<string, string[]>();
  for (const { type, data } of generate(1)) {
    if (data?.platform === "native" && data.actor) steps.set(data.actor, [...(steps.get(data.actor) ?? []), type]);
  }
  const buyers = [...steps.values()].filter((types) => types.includes("purchase"));
  expect(buyers.length).toBeGreaterThan(50);
  for (const types of buyers) {
    expect(types.indexOf("join")).toBeLessThan(types.indexOf("view_item"));
    expect(types.indexOf("view_item")).toBeLessThan(types.indexOf("purchase"));
  }
});

test("an offer sells no more than its stock, and what it tells of its stock only falls", () => {
  const offers = RUNDOWN.flatMap((item) => ("offer" in item ? [item.offer] : []));
  const events = generate(1);
  for (const { id, stock } of offers) {
    const lines = events.flatMap(({ type, data }) => (type === "purchase" ? (data?.items ?? []) : []));
    const units = lines.flatMap(({ offer, quantity }) => (offer === id ? [quantity ?? 1] : []));
    const told = events.flatMap(({ type, data }) => (type === "offer_stock" && data?.offer === id ? [data.value] : []));
    const sold = units.reduce((sum, quantity) => sum + quantity, 0);
    expect(sold).toBeLessThanOrEqual(stock);
    expect(told).toEqual([...told].sort((one, other) => Number(other) - Number(one)));
    expect(told.at(-1)).toBe(stock - sold);
  }
});
