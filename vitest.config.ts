import { defineConfig } from "vitest/config";
import { LongestFirst } from "./test/support/longest-first.ts";

export default defineConfig({
  test: {
    include: ["packages/**/*.test.{ts,tsx}", "apps/**/*.test.{ts,tsx}", "test/**/*.test.ts"],
    exclude: ["**/node_modules/**", "test/bench/**"],
    globalSetup: "test/support/prepared.ts",
    sequence: { sequencer: LongestFirst },
    pool: "forks",
    maxWorkers: 2,
    // A worker loads every module once, and starts one engine; a file has a database there for itself.
    isolate: false,
    // Random logs against brute force take long where processors are few; what hangs is still found.
    testTimeout: 120_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
  },
});
