/** A server that takes longer is as good as away. */
const PATIENCE_MILLISECONDS = 2000;
/** However often somebody wants to know, it is asked no more often than that. */
const FRESH_MILLISECONDS = 1000;

/** Whether a server that runs elsewhere answers a question. */
export function reachable(ask: () => PromiseLike<unknown>, now: () => number): () => Promise<boolean> {
  let asked: { at: number; answer: Promise<boolean> } | null = null;
  return () => {
    if (asked === null || now() - asked.at > FRESH_MILLISECONDS) asked = { at: now(), answer: withinPatience(ask) };
    return asked.answer;
  };
}

async function withinPatience(ask: () => PromiseLike<unknown>): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), PATIENCE_MILLISECONDS);
  const answered = async () => {
    try {
      await ask();
      return true;
    } catch {
      return false;
    }
  };
  const answer = await Promise.race([answered(), late]);
  clearTimeout(timer);
  return answer;
}
