/** What a log may keep of a row that ClickHouse refuses: which one it is and why, nothing of what it says. */
export function refusalOf(line: string, reason: string): Record<string, unknown> {
  const { workspace, source, id, seq } = JSON.parse(line) as Record<string, unknown>;
  // Behind these words ClickHouse quotes the row.
  return { workspace, source, id, seq, reason: reason.split(/before: |Column values: /)[0]?.slice(0, 300) };
}
