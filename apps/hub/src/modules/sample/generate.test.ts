import { ShowEvent } from "@showpulse/connectors/event";
import { Compile } from "typebox/compile";
import { expect, test } from "vitest";
import { EARLIER_SHOWS } from "./earlier.ts";
import { generateSampleShow } from "./generate.ts";
import { SAMPLE_MINUTES } from "./moment.ts";
import { generateReplaySales } from "./replay.ts";
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

test("people come back from show to show, fewer the longer it takes, and ids of orders and offers stay apart", () => {
  const shows = EARLIER_SHOWS.map((earlier) =>
    generateSampleShow({ show: `s${earlier.daysBefore}`, startsAt, seed: earlier.daysBefore, earlier }),
  );
  const people = [...shows, generate(1)].map(
    (events) => new Set(events.flatMap(({ data }) => (data?.platform === "native" ? (data.actor ?? []) : []))),
  );
  const back = (from: number, to: number) =>
    [...(people[from] ?? [])].filter((actor) => people[to]?.has(actor)).length / (people[from]?.size ?? 1);
  expect(back(0, 1)).toBeGreaterThan(back(0, 3));
  expect(back(0, 3)).toBeGreaterThan(0);
  expect(back(3, 4)).toBeLessThan(1);
  for (const field of ["order", "offer"] as const) {
    const ids = shows.map((events) => new Set(events.flatMap(({ data }) => data?.[field] ?? [])));
    expect(ids[0]?.size).toBeGreaterThan(2);
    expect([...(ids[0] ?? [])].filter((id) => ids[1]?.has(id))).toEqual([]);
  }
  // They had no campaign to be credited to.
  expect(shows.flat().filter(({ data }) => data?.campaign ?? data?.link)).toEqual([]);
});

test("what is bought afterwards lies after the end, each order once", () => {
  const valid = Compile(ShowEvent);
  const options = { show: "s", from: startsAt, until: startsAt + 3_600_000, seed: 7 };
  const events = generateReplaySales(options);
  expect(events.length).toBeGreaterThan(30);
  expect(events.filter((event) => !valid.Check(event))).toEqual([]);
  expect(new Set(events.map(({ data }) => data?.order)).size).toBe(events.length);
  for (const { time } of events) expect(Date.parse(time ?? "")).toBeGreaterThanOrEqual(startsAt);
});
