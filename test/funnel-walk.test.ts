import fc from "fast-check";
import { expect, test } from "vitest";
import { Budget } from "../packages/metrics/src/budget.ts";
import { bestPath, tries } from "../packages/metrics/src/funnel/best-path.ts";
import type { Journey, Path, Rules } from "../packages/metrics/src/funnel/journey.ts";
import { type OracleItem, type OraclePath, oraclePath, oracleTries } from "./support/funnel-oracle-paths.ts";

/** How many random journeys. */
const RUNS = 20 * Number(process.env.FUNNEL_RUNS ?? 150);

const events = (apart: boolean) =>
  fc
    .array(
      fc.record({
        gap: apart ? fc.integer({ min: 1, max: 3 }) : fc.constantFrom(0, 0, 1, 1, 2, 4),
        bits: fc.oneof(fc.constantFrom(0, 1, 2, 4, 8), fc.nat(15)),
        excluded: fc.constantFrom(0, 0, 0, 1, 2, 3),
        held: fc.constantFrom("", "", "x"),
      }),
      { maxLength: 9 },
    )
    .map((drawn) => {
      let time = 0;
      return drawn.map(({ gap, ...rest }) => ({ ...rest, time: (time += gap) }));
    });

const rules = fc
  .record({
    order: fc.constantFrom("ordered" as const, "ordered" as const, "strict" as const, "unordered" as const),
    window: fc.constantFrom(3, 6, 100),
    steps: fc.array(
      fc.record({
        optional: fc.constantFrom(false, false, true),
        within: fc.constantFrom(Infinity, Infinity, 1, 3),
        after: fc.constantFrom(0, 0, 1),
      }),
      { minLength: 1, maxLength: 4 },
    ),
    exclusions: fc.array(fc.tuple(fc.nat(3), fc.nat(3)), { maxLength: 2 }),
    from: fc.constantFrom(-Infinity, 2),
    to: fc.constantFrom(Infinity, 5),
  })
  .map(({ steps, exclusions, from, to, ...rest }) => ({
    ...rest,
    steps: steps.map((step, index) =>
      index === 0 || rest.order === "unordered" ? { optional: false, within: Infinity, after: 0 } : step,
    ),
    exclusions: exclusions.flatMap(([a, b]) => {
      const last = steps.length - 1;
      const [fromStep, toStep] =
        rest.order === "unordered" ? [0, last] : [Math.min(a, b, last), Math.min(Math.max(a, b), last)];
      return fromStep < toStep ? [{ fromStep, toStep }] : [];
    }),
    starts: { from, to },
  }));

type Drawn = ReturnType<typeof events> extends fc.Arbitrary<infer Events> ? Events : never;

const journeyOf = (drawn: Drawn, { steps, exclusions }: Rules, isHeld: boolean): Journey => ({
  times: drawn.map(({ time }) => time),
  steps: drawn.map(({ bits }) => bits & ((1 << steps.length) - 1)),
  excluded: drawn.map(({ excluded }) => excluded & ((1 << exclusions.length) - 1)),
  held: isHeld ? drawn.map(({ held }) => held) : [],
});

const itemsOf = (drawn: Drawn, { steps, exclusions }: Rules, isHeld: boolean): OracleItem[] =>
  drawn.map(({ time, bits, excluded, held }) => ({
    time,
    may: steps.map((_, step) => (bits & (1 << step)) !== 0),
    excludedBy: exclusions.map((_, index) => (excluded & (1 << index)) !== 0),
    held: isHeld ? held : "",
    label: "",
    amount: null,
  }));

const walked = (path: Path | null, { times }: Journey) =>
  path && path.steps.map((step, index) => [step, times[path.events[index] as number]]);
const tried = (path: OraclePath | null) => path && path.steps.map((step, index) => [step, path.items[index]?.time]);
const flat = ({ starts, ...rest }: Rules) => ({ ...rest, ...starts });

test("the walk finds the path that counts among all there are", () => {
  fc.assert(
    fc.property(events(false), rules, fc.boolean(), (drawn, rule, isHeld) => {
      const journey = journeyOf(drawn, rule, isHeld);
      const found = bestPath(journey, rule, rule.starts, new Budget());
      expect(walked(found, journey)).toEqual(tried(oraclePath(itemsOf(drawn, rule, isHeld), flat(rule))));
    }),
    { numRuns: RUNS },
  );
}, 600_000);

test("the walk finds every try of a total", () => {
  fc.assert(
    fc.property(events(true), rules, fc.boolean(), (drawn, rule, isHeld) => {
      const journey = journeyOf(drawn, rule, isHeld);
      const found = [...tries(journey, rule, new Budget())].map((path) => walked(path, journey));
      expect(found).toEqual(oracleTries(itemsOf(drawn, rule, isHeld), flat(rule)).map(tried));
    }),
    { numRuns: RUNS },
  );
}, 600_000);
