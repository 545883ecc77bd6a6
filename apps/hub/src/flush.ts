import { type Ingest, Overloaded } from "./ingest/ingest.ts";

const PATIENCE_MILLISECONDS = 25_000;

/**
 * Resolves when all that was accepted before the call can be queried.
 * @throws Overloaded 503 when ClickHouse is away for longer than somebody waits for an answer
 */
export async function flushed(
  ingest: Pick<Ingest, "flush">,
  patienceMilliseconds = PATIENCE_MILLISECONDS,
): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const error = new Overloaded(
      503,
      "ClickHouse has not taken everything yet; the events are safe in the journal.",
      5,
    );
    timer = setTimeout(() => reject(error), patienceMilliseconds);
  });
  await Promise.race([ingest.flush(), late]).finally(() => clearTimeout(timer));
}
