/**
 * The texts of the elements of a JSON array, just as they stand in its text. Only for text that `JSON.parse` has taken.
 * Dead letters keep what was sent: after parsing, `1e999` and doubled keys are gone.
 */
export function elementTexts(array: string): string[] {
  const elements: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < array.length; at += 1) {
    const code = array.charCodeAt(at);
    if (code === QUOTE) at = endOfString(array, at);
    else if (code === OPEN_BRACKET || code === OPEN_BRACE) {
      depth += 1;
      if (depth === 1) start = at + 1;
    } else if (code === CLOSE_BRACKET || code === CLOSE_BRACE || (code === COMMA && depth === 1)) {
      if (depth === 1) {
        elements.push(array.slice(start, at).trim());
        start = at + 1;
      }
      if (code !== COMMA) depth -= 1;
    }
  }
  return elements;
}

const QUOTE = 34;
const COMMA = 44;
const BACKSLASH = 92;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

/** Where the quote is that ends the string which starts at `quote`. */
function endOfString(text: string, quote: number): number {
  for (let at = quote + 1; ; at += 1) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at += 1;
    else if (code === QUOTE || at >= text.length) return at;
  }
}
