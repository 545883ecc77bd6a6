/** A name by which people speak of the brand or of a product. */
export interface MentionName {
  text: string;
  /** BCP 47; absent: in every language. */
  language?: string | null;
}

/** Scripts that are written without spaces: a name in them may stand within other letters. */
const UNSPACED = ["Han", "Hiragana", "Katakana", "Thai", "Lao", "Khmer", "Myanmar"]
  .map((script) => `\\p{Script=${script}}`)
  .join("");
const STARTS_UNSPACED = new RegExp(`^[${UNSPACED}]`, "u");
const ENDS_UNSPACED = new RegExp(`[${UNSPACED}]$`, "u");

/**
 * One pattern for each language ('' for names of every language) that finds its names as whole words, whatever their
 * case. Of RE2's syntax, which ClickHouse reads; both sides are to be normalised to NFKC.
 */
export function mentionPatterns(names: readonly MentionName[]): { languages: string[]; patterns: string[] } {
  const byLanguage = Map.groupBy(
    names.filter(({ text }) => text.trim() !== ""),
    ({ language }) => language?.split("-")[0]?.toLowerCase() ?? "",
  );
  const entries = [...byLanguage].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    languages: entries.map(([language]) => language),
    patterns: entries.map(([, each]) => `(?i)(?:${[...new Set(each.map(wordOf))].sort().join("|")})`),
  };
}

function wordOf({ text }: MentionName): string {
  const name = text.normalize("NFKC").trim();
  const before = STARTS_UNSPACED.test(name) ? "" : "(?:^|[^\\p{L}\\p{N}])";
  const after = ENDS_UNSPACED.test(name) ? "" : "(?:$|[^\\p{L}\\p{N}])";
  return `${before}${name.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, "\\$&").replaceAll(/\s+/g, "\\s+")}${after}`;
}
