import { expect, test } from "vitest";
import { readStatement } from "./statement.ts";

test("placeholders are found outside strings, quoted names and comments only", () => {
  const { parameters } = readStatement(
    "SELECT {a:String}, '{b:String}', \"{c:String}\", `{d:String}`, $x${e:String}$x$ -- {f:String}\n" +
      "/* {g:String} */ , {h: Array(Tuple(String, UInt8))}, {'i': 1}, 'it''s \\' {j:String}'",
  );
  expect([...parameters]).toEqual(["a", "h"]);
});

test.each([
  ["SELECT 1", "SELECT", undefined],
  ["( SELECT 1 ) FORMAT CSV", "SELECT", "CSV"],
  ["-- why\nwith 1 AS x SELECT x FORMAT TSV SETTINGS max_threads = 1", "WITH", "TSV"],
  ["SELECT a format FROM t", "SELECT", undefined],
  ["SELECT format('{}', a) FROM t\nFORMAT JSONEachRow;", "SELECT", "JSONEachRow"],
])("%s", (text, verb, format) => {
  expect(readStatement(text)).toMatchObject({ verb, format, rows: undefined });
});

test.each([
  ["INSERT INTO t FORMAT JSONEachRow", "JSONEachRow", ""],
  ["INSERT INTO t (a, values) SETTINGS x = 'FORMAT CSV' FORMAT CSV 1;2;3", "CSV", " 1;2;3"],
  ["INSERT INTO t VALUES ('a;b')", "Values", " ('a;b')"],
  ["INSERT INTO t SELECT a FROM input('a String') FORMAT TSV", "TSV", ""],
])("the rows of %s", (text, format, rows) => {
  expect(readStatement(text)).toMatchObject({
    verb: "INSERT",
    format,
    rows,
    sql: text.slice(0, text.length - rows.length),
  });
});

test("INSERT … SELECT takes no rows", () => {
  expect(readStatement("INSERT INTO t SELECT * FROM u").rows).toBeUndefined();
});

test("a second statement is refused, a last semicolon is not", () => {
  expect(readStatement("SELECT ';' ; -- end").sql).toBe("SELECT ';' ");
  expect(() => readStatement("SELECT 1; DROP TABLE t")).toThrow("SYNTAX_ERROR");
});

test("what would change the session for a later statement is known", () => {
  expect(readStatement("SET max_threads = 1").changesSession).toBe(true);
  expect(readStatement("create temporary table t (a Int8)").changesSession).toBe(true);
  expect(readStatement("SELECT 'SET'").changesSession).toBe(false);
});
