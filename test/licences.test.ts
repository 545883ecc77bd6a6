import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const ALLOWED =
  /^(MIT|MIT-0|Apache-2\.0|BSD|BSD-2-Clause|BSD-3-Clause|ISC|0BSD|MPL-2\.0|BlueOak-1\.0\.0|CC0-1\.0|Unlicense|PostgreSQL)$/;

interface Locked {
  license?: string;
  resolved?: string;
  link?: boolean;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

const lock = JSON.parse(readFileSync(join(import.meta.dirname, "../package-lock.json"), "utf8"));
const packages = lock.packages as Record<string, Locked>;

/** Where npm put the package that `from` gets when it asks for `name`. */
function locate(from: string, name: string): string | undefined {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf("/")))) {
    const path = folder === "" ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
    if (packages[path]) return path;
    if (folder === "") return undefined;
  }
}

/** What the workspaces need to run: the development tree is not shipped. */
function shipped(): string[] {
  const waiting = Object.keys(packages).filter((path) => /^(apps|packages)\/[^/]+$/.test(path));
  const found = new Set<string>();
  for (let from = waiting.pop(); from !== undefined; from = waiting.pop()) {
    const { dependencies, optionalDependencies } = packages[from] ?? {};
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
      const path = locate(from, name);
      if (path === undefined || found.has(path) || packages[path]?.link) continue;
      found.add(path);
      waiting.push(path);
    }
  }
  return [...found];
}

/** "(MIT OR GPL-3.0)" leaves the choice; "A AND B" binds to both. */
function isAllowed(expression: string): boolean {
  const choices = expression.replace(/[()]/g, "").split(" OR ");
  return choices.some((choice) => choice.split(/ and /i).every((licence) => ALLOWED.test(licence.trim())));
}

test("everything that the product ships is under a licence that allows it", () => {
  const paths = shipped();
  expect(paths.length).toBeGreaterThan(100);
  const refused = paths.filter((path) => !isAllowed(packages[path]?.license ?? "none"));
  expect(refused.map((path) => `${path}: ${packages[path]?.license}`)).toEqual([]);
});

test("a copyleft licence would be noticed", () => {
  expect(["AGPL-3.0-only", "GPL-3.0", "(AGPL-3.0 AND MIT)", "none"].filter(isAllowed)).toEqual([]);
});
