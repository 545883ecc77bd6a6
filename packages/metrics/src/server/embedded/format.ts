/** How a format's result may be sent in chunks, each of which the engine writes as a document of its own. */
export type Joining =
  /** Chunks follow each other as they are. */
  | { kind: "plain" }
  /** Every chunk begins with the same header; it is kept once. */
  | { kind: "headed"; lines: 1 | 2; quotedLines: boolean };

const PLAIN = new Set(
  (
    "JSONEachRow JSONLines NDJSON JSONStringsEachRow JSONCompactEachRow JSONCompactStringsEachRow " +
    "CSV TSV TabSeparated TSVRaw TabSeparatedRaw RowBinary Native LineAsString RawBLOB"
  ).split(" "),
);
const HEADED =
  /^(CSV|TSV|TabSeparated|TSVRaw|TabSeparatedRaw|JSONCompactEachRow|JSONCompactStringsEachRow)WithNames(AndTypes)?$/;

/** undefined: brackets or totals surround the rows, the result has to be made whole. */
export function joiningOf(format: string): Joining | undefined {
  if (PLAIN.has(format)) return { kind: "plain" };
  const [, base, types] = HEADED.exec(format) ?? [];
  return base === undefined
    ? undefined
    : { kind: "headed", lines: types === undefined ? 1 : 2, quotedLines: base === "CSV" };
}

/** Length in bytes of a chunk's header. Only CSV can have a line's end within quotes. */
export function headerLength(chunk: Uint8Array, { lines, quotedLines }: Extract<Joining, { kind: "headed" }>): number {
  let left: number = lines;
  let quoted = false;
  for (let at = 0; at < chunk.length; at += 1) {
    if (quotedLines && chunk[at] === 0x22) quoted = !quoted;
    else if (chunk[at] === 0x0a && !quoted) {
      left -= 1;
      if (left === 0) return at + 1;
    }
  }
  return chunk.length;
}

/** As ClickHouse names a format's media type. */
export function contentTypeOf(format: string): string {
  if (/^(JSON(Compact)?(Strings)?|JSONColumns.*|JSONObjectEachRow)$/.test(format))
    return "application/json; charset=UTF-8";
  if (format.includes("JSON")) return "application/x-ndjson; charset=UTF-8";
  if (format.startsWith("CSV")) return `text/csv; charset=UTF-8; header=${format === "CSV" ? "absent" : "present"}`;
  if (/^(TSV|TabSeparated)/.test(format)) return "text/tab-separated-values; charset=UTF-8";
  if (/^(Pretty|Vertical|Values|Markdown|XML|SQLInsert)/.test(format)) return "text/plain; charset=UTF-8";
  return "application/octet-stream";
}
