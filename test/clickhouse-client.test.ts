import { once } from "node:events";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import {
  type ClickHouseClient,
  ClickHouseError,
  ClickHouseLogLevel,
  createClient,
  TupleParam,
} from "@clickhouse/client";
import { type EmbeddedClickHouse, startEmbeddedClickHouse } from "@showpulse/metrics/server/embedded";
import { afterAll, beforeAll, expect, test, vi } from "vitest";

let folder: string;
let engine: EmbeddedClickHouse;
let client: ClickHouseClient;

function clientOf({ url, username, password, database }: EmbeddedClickHouse, options = {}): ClickHouseClient {
  return createClient({ url, username, password, database, log: { level: ClickHouseLogLevel.OFF }, ...options });
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "clickhouse-client-"));
  engine = await startEmbeddedClickHouse({ dataDir: join(folder, "clickhouse") });
  client = clientOf(engine);
});

afterAll(async () => {
  await client.close();
  await engine.stop();
  await rm(folder, { recursive: true });
});

async function rowsOf<T>(query: string, query_params: Record<string, unknown> = {}, via = client): Promise<T[]> {
  return (await via.query({ query, query_params, format: "JSONEachRow" })).json<T>();
}

async function valueOf(query: string, query_params: Record<string, unknown> = {}): Promise<unknown> {
  return (await rowsOf<{ value: unknown }>(`SELECT ${query} AS value`, query_params))[0]?.value;
}

const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => "did not fail",
    (error: unknown) => error,
  );

const HARD_TEXT = `it's "quoted" \\ back\\\\slash \\n \t tab\n line\r \0 nul \`tick\` {a:String} -- /* ; 🎉👩‍👩‍👧 مرحبا ۱۲۳ \\N`;

test.each<[type: string, value: unknown, answer?: unknown]>([
  ["String", HARD_TEXT],
  ["String", ""],
  ["Int8", -128],
  ["UInt64", 18446744073709551615n],
  ["Int64", -9223372036854775808n],
  ["Int256", -(2n ** 200n)],
  ["Float64", 1.7976931348623157e308],
  ["Float64", Number.NEGATIVE_INFINITY, null],
  ["Decimal(18, 6)", "123456789012.123456", Number("123456789012.123456")],
  ["Bool", true],
  ["Date", "2026-02-28"],
  ["DateTime('UTC')", new Date("2026-02-28T23:59:59Z"), "2026-02-28 23:59:59"],
  ["DateTime64(3, 'UTC')", new Date("2026-02-28T23:59:59.123Z"), "2026-02-28 23:59:59.123"],
  ["UUID", "61f0c404-5cb3-11e7-907b-a6006ad3dba0"],
  ["Array(String)", ["", "'", '"', "a,b]", HARD_TEXT]],
  ["Array(Array(UInt8))", [[1, 2], [], [3]]],
  ["Map(String, String)", { "k'1": HARD_TEXT }],
  ["Tuple(String, UInt8)", new TupleParam(["a'b", 7]), ["a'b", 7]],
  ["Nullable(String)", null],
  ["Nullable(String)", "NULL"],
  ["Array(Nullable(String))", ["a", null]],
  ["Enum8('a' = 1, 'b' = 2)", "b"],
  ["LowCardinality(String)", "é"],
])("a bound %s arrives as it was: %s", async (type, value, answer = value) => {
  // Integers beyond a double's 53 bits come as JSON numbers: compared as text.
  const expression = typeof value === "bigint" ? `toString({value: ${type}})` : `{value: ${type}}`;
  expect(await valueOf(expression, { value })).toEqual(typeof answer === "bigint" ? String(answer) : answer);
});

test("a bound identifier names a table", async () => {
  await client.command({
    query: "CREATE TABLE {name: Identifier} (a Int32) ENGINE = MergeTree ORDER BY a",
    query_params: { name: "odd `name" },
  });
  await client.insert({ table: "`odd \\`name`", values: [{ a: 3 }], format: "JSONEachRow" });
  expect(await rowsOf("SELECT * FROM {name: Identifier}", { name: "odd `name" })).toEqual([{ a: 3 }]);
});

test("parameters of statements that run at once do not mix", async () => {
  const numbers = Array.from({ length: 100 }, (_, index) => index);
  expect(
    await Promise.all(numbers.map((value) => valueOf("{value: UInt32} + sleepEachRow(0.001)", { value }))),
  ).toEqual(numbers);
});

test("a parameter of an earlier statement is not there for a later one", async () => {
  await valueOf("{earlier: String}", { earlier: "a" });
  for (let round = 0; round < 10; round += 1) {
    expect(await failure(valueOf("{earlier: String}"))).toMatchObject({ code: "456", type: "UNKNOWN_QUERY_PARAMETER" });
  }
});

test("parameters too long for a URL travel in a form", async () => {
  const value = `${HARD_TEXT}${"x".repeat(200_000)}`;
  const answer = await client.query({
    query: "SELECT {value: String} AS value",
    query_params: { value },
    format: "JSONEachRow",
    use_multipart_params: true,
  });
  expect(await answer.json()).toEqual([{ value }]);
});

test("rows arrive in every way that the client sends them", async () => {
  await client.command({ query: "CREATE TABLE ways (way String, text String) ENGINE = MergeTree ORDER BY way" });
  const row = (way: string) => ({ way, text: HARD_TEXT });
  await client.insert({ table: "ways", values: [row("objects")], format: "JSONEachRow" });
  await client.insert({ table: "ways", values: Readable.from([row("stream"), row("stream")]), format: "JSONEachRow" });
  await client.insert({ table: "ways", values: [["compact", HARD_TEXT]], format: "JSONCompactEachRow" });
  await client.insert({
    table: "ways",
    values: Readable.from([`csv,"${HARD_TEXT.replaceAll('"', '""')}"\n`], { objectMode: false }),
    format: "CSV",
  });
  const ndjson = Readable.from([
    Buffer.from(`${JSON.stringify(row("exec"))}\n`),
    Buffer.from(JSON.stringify(row("exec"))),
  ]);
  const reply = await client.exec({ query: "INSERT INTO ways FORMAT JSONEachRow", values: ndjson });
  reply.stream.resume();
  await once(reply.stream, "end");
  await client.command({ query: "INSERT INTO ways VALUES ('inline', 'a'), ('inline', 'b');" });
  await client.command({ query: "INSERT INTO ways SELECT 'select', text FROM ways WHERE way = 'objects'" });

  expect(
    await rowsOf("SELECT way, count() AS rows, uniqExact(text) AS texts FROM ways GROUP BY way ORDER BY way"),
  ).toEqual(
    Object.entries({ compact: 1, csv: 1, exec: 2, inline: 2, objects: 1, select: 1, stream: 2 }).map(([way, rows]) => ({
      way,
      rows,
      texts: way === "inline" ? 2 : 1,
    })),
  );
  expect(await rowsOf("SELECT DISTINCT text FROM ways WHERE way != 'inline'")).toEqual([{ text: HARD_TEXT }]);
});

test("bytes that are not text arrive unchanged, in binary formats too", async () => {
  await client.command({ query: "CREATE TABLE bytes (text String) ENGINE = MergeTree ORDER BY tuple()" });
  const odd = Buffer.from([0xff, 0x00, 0x80, 0x0a]);
  const body = Buffer.concat([Buffer.from([odd.length]), odd]);
  await client.exec({ query: "INSERT INTO bytes FORMAT RowBinary", values: Readable.from([body]) }).then(drain);
  expect(await valueOf("(SELECT hex(text) FROM bytes)")).toBe("FF00800A");
});

test("an insert says how many rows it has written, and nothing when there was none", async () => {
  await client.command({ query: "CREATE TABLE counted (a Int32) ENGINE = MergeTree ORDER BY a" });
  const { summary, query_id } = await client.insert({
    table: "counted",
    values: [{ a: 1 }, { a: 2 }],
    format: "JSONEachRow",
    query_id: "my-query",
  });
  expect(summary).toMatchObject({ written_rows: "2" });
  expect(query_id).toBe("my-query");
  const empty = await client.insert({ table: "counted", values: Readable.from([]), format: "JSONEachRow" });
  expect(empty.summary).toMatchObject({ written_rows: "0" });
});

test.each([
  ["SELECT * FROM nowhere", "60", "UNKNOWN_TABLE", 404],
  ["SELECT FROM WHERE", "62", "SYNTAX_ERROR", 400],
  ["SELECT 1; SELECT 2", "62", "SYNTAX_ERROR", 400],
  ["SELECT toUInt8('x')", "6", "CANNOT_PARSE_TEXT", 400],
  ["SELECT unknown_column", "47", "UNKNOWN_IDENTIFIER", 404],
  ["SELECT throwIf(1)", "395", "FUNCTION_THROW_IF_VALUE_IS_NON_ZERO", 500],
  ["SELECT {missing: String}", "456", "UNKNOWN_QUERY_PARAMETER", 500],
  ["SELECT 1 SETTINGS nothing_of_the_kind = 1", "115", "UNKNOWN_SETTING", 404],
])("%s fails as on a server", async (query, code, type, status) => {
  const error = await failure(client.query({ query, format: "JSONEachRow" }));
  expect(error).toBeInstanceOf(ClickHouseError);
  expect(error).toMatchObject({ code, type });
  const answer = await fetch(engine.url, { method: "POST", body: query, headers: credentials(engine) });
  expect([answer.status, answer.headers.get("x-clickhouse-exception-code")]).toEqual([status, code]);
  expect(await answer.text()).toMatch(new RegExp(`^Code: ${code}\\. DB::Exception: .*\\(${type}\\)\\n$`, "s"));
});

test("a bad row refuses its whole insert and says where it is", async () => {
  await client.command({ query: "CREATE TABLE strict (a Int32) ENGINE = MergeTree ORDER BY a" });
  const values = Readable.from(['{"a":1}\n{"a":2}\n{"a":"x"}\n']);
  const error = await failure(client.exec({ query: "INSERT INTO strict FORMAT JSONEachRow", values }));
  expect(error).toMatchObject({ code: "27", message: expect.stringContaining("at row 3") as string });
  expect(await valueOf("(SELECT count() FROM strict)")).toBe(0);
});

test("an error after the first rows ends the result with that error", async () => {
  const result = await client.query({
    query: "SELECT throwIf(number = 2000000) AS value FROM numbers(3000000) SETTINGS max_threads = 1",
    format: "JSONEachRow",
  });
  let rows = 0;
  const reading = (async () => {
    for await (const chunk of result.stream()) rows += chunk.length;
  })();
  expect(await failure(reading)).toMatchObject({ code: "395" });
  expect(rows).toBeGreaterThan(1_000_000);
});

test("2 million rows pass through memory that does not grow with them", async () => {
  await client.command({ query: "CREATE TABLE many (number UInt64, text String) ENGINE = MergeTree ORDER BY number" });
  await client.command({ query: "INSERT INTO many SELECT number, hex(randomString(100)) FROM numbers(2000000)" });
  const before = residentMegabytes();
  const { stream } = await client.exec({ query: "SELECT * FROM many FORMAT JSONEachRow" });
  let rows = 0;
  let highest = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) rows += 1;
    highest = Math.max(highest, residentMegabytes() - before);
  }
  expect(rows).toBe(2_000_000);
  // The whole result is 440 MB, and would be in the engine and in the server twice.
  expect(highest).toBeLessThan(350);
}, 60_000);

test.each(["CSVWithNames", "TabSeparatedWithNamesAndTypes", "JSONCompactEachRowWithNames"] as const)(
  "%s has one header, however many chunks it takes, also without rows",
  async (format) => {
    const text = async (rows: number) =>
      (await client.query({ query: `SELECT number AS "a""b" FROM numbers(${rows})`, format })).text();
    const [none, many] = await Promise.all([text(0), text(300_000)]);
    expect(none).toContain("a");
    expect(many.startsWith(none)).toBe(true);
    expect(many.trimEnd().split("\n")).toHaveLength(300_000 + none.trimEnd().split("\n").length);
  },
);

test("a result with brackets around its rows is whole", async () => {
  const result = await client.query({ query: "SELECT number FROM numbers(200000)", format: "JSON" });
  expect(await result.json()).toMatchObject({ rows: 200_000 });
});

test("a reader that leaves ends its statement in the engine", async () => {
  const leave = new AbortController();
  const endless = failure(
    client.query({
      query: "SELECT sum(sipHash64(number)) FROM numbers(1000000000000) /* endless */",
      format: "JSONEachRow",
      abort_signal: leave.signal,
    }),
  );
  const streaming = await client.query({
    query: "SELECT number FROM numbers(1e12) /* endless */",
    format: "JSONEachRow",
  });
  for await (const chunk of streaming.stream()) if (chunk.length > 0) break;
  streaming.close();
  await expect.poll(running).toBeGreaterThan(0);
  leave.abort();
  expect(await endless).toMatchObject({ message: "The user aborted a request." });
  await expect.poll(running, { timeout: 5_000 }).toBe(0);

  async function running(): Promise<number> {
    // Written so that it does not find itself.
    return (await rowsOf("SELECT query FROM system.processes WHERE query LIKE concat('%/* end', 'less */%')")).length;
  }
});

test("quick questions and inserts are answered while slow ones run", async () => {
  await client.command({ query: "CREATE TABLE beside (a Int32) ENGINE = MergeTree ORDER BY a" });
  const leave = new AbortController();
  // One that computes, and one that blocks its thread while it is analysed.
  const slow = ["sum(sipHash64(number)) FROM numbers(1e12)", "(SELECT sum(sipHash64(number)) FROM numbers(1e12))"].map(
    (query) => failure(client.query({ query: `SELECT ${query}`, format: "JSONEachRow", abort_signal: leave.signal })),
  );
  let ended = 0;
  for (const each of slow) void each.finally(() => (ended += 1));
  for (let round = 0; round < 50; round += 1) {
    const [counted] = await rowsOf("SELECT count() AS rows FROM beside");
    expect(counted).toEqual({ rows: round });
    await client.insert({ table: "beside", values: [{ a: round }], format: "JSONEachRow" });
  }
  // Both would go on for an hour: whoever waited for one would not be here.
  expect(ended).toBe(0);
  leave.abort();
  expect(await Promise.all(slow)).toEqual(Array(2).fill(new Error("The user aborted a request.")));
});

test.each(["gzip", "br", "zstd"] as const)("%s both ways", async (codec) => {
  const compressed = clientOf(engine, {
    compression: { request: { codec }, response: { codec } },
  });
  const table = `packed_${codec}`;
  await compressed.command({ query: `CREATE TABLE ${table} (text String) ENGINE = MergeTree ORDER BY text` });
  const values = Array.from({ length: 1_000 }, (_, index) => ({ text: `${HARD_TEXT}${index}` }));
  await compressed.insert({ table, values, format: "JSONEachRow" });
  const result = await compressed.query({ query: `SELECT * FROM ${table}`, format: "JSONEachRow" });
  expect(result.response_headers["content-encoding"]).toBe(codec);
  expect(await result.json()).toHaveLength(1_000);
  expect(await failure(rowsOf("SELECT * FROM nowhere", {}, compressed))).toMatchObject({ code: "60" });
  await compressed.close();
});

test("settings hold for their own statement only, also after one that fails", async () => {
  const setting = "toUInt64(getSetting('max_block_size'))";
  const usual = await valueOf(setting);
  const given = { max_block_size: "77" } as const;
  for (let round = 0; round < 10; round += 1) {
    const result = await client.query({
      query: `SELECT ${setting} AS value`,
      format: "JSONEachRow",
      clickhouse_settings: given,
    });
    expect(await result.json()).toEqual([{ value: 77 }]);
    await failure(client.query({ query: "SELECT throwIf(1)", format: "JSONEachRow", clickhouse_settings: given }));
    await client.command({ query: "SET max_block_size = 78" });
    await failure(
      client.command({ query: "SELECT 1", clickhouse_settings: { ...given, ["unheard_of" as "max_threads"]: 1 } }),
    );
    expect(await valueOf(setting)).toBe(usual);
  }
});

test("the same insert sent again counts once, in the table and in its materialised view", async () => {
  const settings = "SETTINGS non_replicated_deduplication_window = 10000";
  for (const query of [
    `CREATE TABLE facts (id UInt32) ENGINE = MergeTree ORDER BY id ${settings}`,
    `CREATE TABLE totals (bucket UInt8, rows UInt64) ENGINE = SummingMergeTree ORDER BY bucket ${settings}`,
    "CREATE MATERIALIZED VIEW to_totals TO totals AS SELECT toUInt8(id % 2) AS bucket, count() AS rows FROM facts GROUP BY bucket",
  ]) {
    await client.command({ query });
  }
  const send = (token: string, how: "setting" | "text") => {
    const values = Readable.from([Buffer.from('{"id":1}\n{"id":2}\n{"id":3}\n')]);
    const given = {
      insert_deduplication_token: token,
      async_insert: 0 as const,
      deduplicate_blocks_in_dependent_materialized_views: 1 as const,
    };
    const text = Object.entries(given).map(
      ([name, value]) => `${name} = ${typeof value === "number" ? value : `'${value}'`}`,
    );
    return client
      .exec(
        how === "text"
          ? { query: `INSERT INTO facts SETTINGS ${text.join(", ")} FORMAT JSONEachRow`, values }
          : { query: "INSERT INTO facts FORMAT JSONEachRow", values, clickhouse_settings: given },
      )
      .then(drain);
  };
  for (const how of ["text", "setting", "text"] as const) await send("segment-1:0", how);
  await Promise.all([send("segment-1:1", "text"), send("segment-1:1", "setting")]);
  expect(await valueOf("(SELECT count() FROM facts)")).toBe(6);
  expect(await rowsOf("SELECT bucket, sum(rows) AS rows FROM totals GROUP BY bucket ORDER BY bucket")).toEqual([
    { bucket: 0, rows: 2 },
    { bucket: 1, rows: 4 },
  ]);
});

test("ping, and who may not come in", async () => {
  expect(await client.ping()).toEqual({ success: true });
  expect(await client.ping({ select: true })).toEqual({ success: true });
  expect(await (await fetch(`${engine.url}/ping`)).text()).toBe("Ok.\n");
  for (const wrong of [{ password: "wrong" }, { username: "default", password: "" }]) {
    const stranger = clientOf(engine, wrong);
    expect(await failure(stranger.command({ query: "SELECT 1" }))).toMatchObject({ type: "AUTHENTICATION_FAILED" });
    await stranger.close();
  }
});

test("the folder belongs to one process, and opens again after kill -9 with every row that was acknowledged", async () => {
  const dataDir = join(folder, "killed");
  let current = await startEmbeddedClickHouse({ dataDir });
  const { url, password } = current;
  const { port } = new URL(url);
  const same = clientOf(current);
  await same.command({ query: "CREATE TABLE kept (id UInt32) ENGINE = MergeTree ORDER BY id" });
  expect(String(await failure(startEmbeddedClickHouse({ dataDir })))).toMatch(/cannot open .*killed: .*Another server/);
  let acknowledged = 0;
  for (let round = 0; round < 3; round += 1) {
    for (let batch = 0; batch < 5; batch += 1) {
      await same.insert({
        table: "kept",
        values: [{ id: acknowledged }, { id: acknowledged + 1 }],
        format: "JSONEachRow",
      });
      acknowledged += 2;
    }
    process.kill(current.pid, "SIGKILL");
    // A killed process holds the folder until the system has taken it down.
    await vi.waitFor(() => expect(() => process.kill(current.pid, 0)).toThrow("ESRCH"), 20_000);
    current = await startEmbeddedClickHouse({ dataDir, port: Number(port), password });
    expect(await rowsOf("SELECT count() AS rows, uniqExact(id) AS ids FROM kept", {}, same)).toEqual([
      { rows: acknowledged, ids: acknowledged },
    ]);
  }
  await same.close();
  await current.stop();
  expect(() => process.kill(current.pid, 0)).toThrow("ESRCH");
});

function credentials({ username, password }: EmbeddedClickHouse): Record<string, string> {
  return { "x-clickhouse-user": username, "x-clickhouse-key": password };
}

async function drain({ stream }: { stream: Readable }): Promise<void> {
  stream.resume();
  await once(stream, "end");
}

/** Memory of the engine's process; 0 where the system does not tell. */
function residentMegabytes(): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${engine.pid}/status`, "utf8"))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}
