import fc from "fast-check";

/**
 * Draws one value after the other and hands each to `check`, `count` times. A failure names the seed that draws its
 * value first: `SEED=… RUNS=1` repeats it.
 */
export async function checkSamples<Value>(
  arbitrary: fc.Arbitrary<Value>,
  { count, variable }: { count: number; variable: string },
  check: (value: Value, index: number) => Promise<void>,
): Promise<void> {
  const given = process.env[`${variable}_SEED`];
  const first = given === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(given);
  for (let index = 0; index < count; index += 1) {
    const seed = (first + index * 7919) | 0;
    const [value] = fc.sample(arbitrary, { seed, numRuns: 1 });
    await check(value as Value, index).catch((error: unknown) => {
      throw new Error(`seed ${seed} of ${variable}: ${error instanceof Error ? error.message : String(error)}`, {
        cause: error,
      });
    });
  }
}
