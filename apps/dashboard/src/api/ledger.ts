import { useQueryClient } from "@tanstack/react-query";

/** What is reckoned with all that is entered: what shows and campaigns earned for what they cost. */
const RECKONED = ["roi", "show-result", "metrics", "lineage"];

/** After a change of what was entered: it is asked for again, and all that is reckoned with it. */
export function useLedgerChange(...entered: string[]): () => Promise<unknown> {
  const queries = useQueryClient();
  return () => Promise.all([...entered, ...RECKONED].map((first) => queries.invalidateQueries({ queryKey: [first] })));
}
