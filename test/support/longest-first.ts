import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * What takes longest: browsers, shows played on platforms, processes that are killed, and many random logs. What mostly
 * waits runs beside the first browser, the second one after it.
 */
const LONGEST = [
  "dashboard-questions",
  "ingest-crash",
  "kill",
  "dashboard",
  "platforms-tiktok",
  "exactly-once",
  "start",
  "stores",
  "platforms-both",
  "metrics-show",
  "metrics-further",
  "metrics-timeline",
  "platforms-youtube",
  "funnel-oracle",
].map((name) => `/test/${name}.test.ts`);

/** Begins with the files that take longest, so that none is left to run alone at the end, when a processor would idle. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const found = LONGEST.findIndex((path) => moduleId.endsWith(path));
      return found === -1 ? LONGEST.length : found;
    };
    return (await super.sort(files)).toSorted((one, other) => place(one) - place(other));
  }
}
