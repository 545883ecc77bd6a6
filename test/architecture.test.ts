import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "..");
const sources = globSync(["apps/*/src/**/*.{ts,tsx}", "packages/*/src/**/*.ts"], { cwd: ROOT }).filter(
  (path) => !path.includes(".test."),
);

const IMPORT = /(?:from|import)\s*\(?\s*"([^"]+)"/g;

/** What a file imports: packages by name, files by their path from the root. */
function importsOf(path: string): string[] {
  const text = readFileSync(join(ROOT, path), "utf8");
  return [...text.matchAll(IMPORT)].map(([, name = ""]) =>
    name.startsWith(".") ? relative(ROOT, resolve(ROOT, dirname(path), name)) : name,
  );
}

/** Who must not know what: data moves one way, and each platform's words stay in its folder. */
const WALLS: { from: RegExp; never: RegExp; why: string }[] = [
  {
    from: /^packages\/connectors\/src\/event\//,
    never: /^(?!packages\/connectors\/src\/event\/|typebox$)/,
    why: "the vocabulary stands on TypeBox alone",
  },
  {
    from: /^packages\/connectors\//,
    never: /^(fastify|@clickhouse|@prisma|@showpulse\/(metrics|hub))|^apps\/|^packages\/metrics/,
    why: "connectors know nothing to their right",
  },
  {
    from: /^packages\/connectors\/src\/tiktok\//,
    never: /youtube/,
    why: "a connector knows its own platform only",
  },
  {
    from: /^packages\/connectors\/src\/youtube\//,
    never: /tiktok/,
    why: "a connector knows its own platform only",
  },
  {
    from: /^packages\/metrics\/src\/(?!server\/)/,
    never: /^(node:|@clickhouse|react|fastify|@prisma)|\/server\//,
    why: "contracts and formulas run in a browser",
  },
  {
    from: /^packages\/metrics\/src\/server\//,
    never: /^(fastify|@prisma|@showpulse\/connectors$)|^apps\//,
    why: "questions know the vocabulary and no web server",
  },
  {
    from: /^apps\/hub\/src\/ingest\//,
    never: /^(fastify|@prisma|@showpulse\/connectors$)|\/(modules|live|sources)\//,
    why: "taking in knows neither platforms nor requests",
  },
  {
    from: /^apps\/hub\/src\/live\//,
    never: /^(@clickhouse|@showpulse\/metrics\/server)|\/modules\//,
    why: "the live state knows no SQL",
  },
  {
    from: /^apps\/hub\/src\/sources\//,
    never: /^(fastify|@showpulse\/metrics)|\/(modules|live)\//,
    why: "the supervisor knows neither routes nor metrics",
  },
  {
    from: /^apps\/dashboard\/src\/(?!charts\/)/,
    never: /^(recharts|node:|@showpulse\/(hub|metrics\/server))/,
    why: "screens ask the hub, and only charts draw",
  },
];

test.each(WALLS)("$why ($from)", ({ from, never }) => {
  const inside = sources.filter((path) => from.test(path));
  expect(inside.length).toBeGreaterThan(0);
  const breaches = inside.flatMap((path) =>
    importsOf(path)
      .filter((name) => never.test(name))
      .map((name) => `${path} → ${name}`),
  );
  expect(breaches).toEqual([]);
});

test("a module and a screen never reach into another one", () => {
  const breaches = sources.flatMap((path) => {
    const home = /^(apps\/(?:hub\/src\/modules|dashboard\/src\/features))\/([^/]+)\//.exec(path);
    if (!home) return [];
    const [, shelf = "", own] = home;
    return importsOf(path)
      .filter((name) => name.startsWith(`${shelf}/`) && name.slice(shelf.length + 1).split("/")[0] !== own)
      .map((name) => `${path} → ${name}`);
  });
  expect(breaches).toEqual([]);
});

test("only config.ts and the program read the environment; whoever starts a child hands on what it needs", () => {
  const readers = sources.filter((path) => readFileSync(join(ROOT, path), "utf8").includes("process.env"));
  const allowed = [
    "apps/hub/src/main.ts",
    "apps/hub/src/config.ts",
    "apps/hub/src/stores/postgres-programs.ts",
    "packages/metrics/src/server/embedded/index.ts",
  ];
  expect(readers.filter((path) => !allowed.includes(path))).toEqual([]);
});

test("the walls look at files that are there", () => {
  const missing = sources.flatMap((path) =>
    importsOf(path)
      .filter((name) => /^(apps|packages)\//.test(name) && !existsSync(join(ROOT, name)))
      .map((name) => `${path} → ${name}`),
  );
  expect(missing).toEqual([]);
});

test("what somebody asks is bounded: only the hub itself reads without an end", () => {
  const users = (call: RegExp) => sources.filter((path) => call.test(readFileSync(join(ROOT, path), "utf8")));
  expect(users(/\breadWhole\(/)).toEqual([
    "packages/metrics/src/server/known-ids.ts",
    "packages/metrics/src/server/show-events.ts",
  ]);
  // Whoever goes past `ask` says here why: what the writer and the gate must know, and whether an engine answers at all.
  expect(users(/\b(?:client|clickhouse)\.(?:query|exec)\(\{/i).sort()).toEqual([
    "apps/hub/src/ingest/identities/known.ts",
    "apps/hub/src/ingest/writer/insert.ts",
    "apps/hub/src/ingest/writer/server-start.ts",
    "apps/hub/src/ingest/writer/slices.ts",
    "apps/hub/src/start.ts",
    "packages/metrics/src/server/migrate.ts",
    "packages/metrics/src/server/query.ts",
  ]);
});
