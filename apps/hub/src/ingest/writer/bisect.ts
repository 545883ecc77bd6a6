import { splitLines } from "../rows.ts";

/** Tries to insert lines under a token; false when ClickHouse refuses what they hold. */
export type Attempt = (lines: Buffer, token: string) => Promise<{ refused: null | string }>;

/**
 * Inserts all lines but those that ClickHouse refuses by themselves, and answers these with its reason. Halves have
 * tokens of their own, made from their limits, so that a repetition sends the very same halves.
 */
export async function insertAllBut(
  lines: Buffer,
  token: string,
  attempt: Attempt,
): Promise<{ line: string; reason: string }[]> {
  const all = splitLines(lines);
  const refused: { line: string; reason: string }[] = [];
  const ranges: [from: number, to: number][] = [[0, all.length]];
  for (let range = ranges.pop(); range !== undefined; range = ranges.pop()) {
    const [from, to] = range;
    const part = all.slice(from, to);
    const whole = part.length === all.length;
    const outcome = await attempt(Buffer.from(`${part.join("\n")}\n`), whole ? token : `${token}-${from}-${to}`);
    if (outcome.refused === null) continue;
    if (part.length === 1) refused.push({ line: part[0] as string, reason: outcome.refused });
    else {
      const middle = (from + to) >>> 1;
      ranges.push([middle, to], [from, middle]);
    }
  }
  return refused;
}
