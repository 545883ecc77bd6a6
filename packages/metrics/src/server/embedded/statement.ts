/** What the engine's HTTP front has to know of one SQL statement before it runs it. */
export interface Statement {
  /** The statement without a closing semicolon; of an INSERT with rows, what stands before the rows. */
  sql: string;
  /** First word in capitals, an opening bracket taken as SELECT: SELECT, INSERT, CREATE … */
  verb: string;
  /** Names of the `{name:Type}` placeholders. */
  parameters: ReadonlySet<string>;
  /** The FORMAT that the statement names itself. */
  format: string | undefined;
  /** Rows inside the statement, of an INSERT that takes rows ("" when they are all in the request's body). */
  rows: string | undefined;
  /** The statement changes its session: SET, USE, a temporary table. */
  changesSession: boolean;
}

/** More than one statement in a request, as ClickHouse's own HTTP interface refuses it. */
export class MultiStatementError extends Error {
  constructor() {
    super("Code: 62. DB::Exception: Syntax error (Multi-statements are not allowed). (SYNTAX_ERROR)");
    this.name = "MultiStatementError";
  }
}

const SPACE = /\s+|--[^\n]*|#[ !][^\n]*|\/\*[\s\S]*?(?:\*\/|$)/y;
const WORD = /[A-Za-z_]\w*/y;
const NUMBER = /\d[\w.]*/y;
const HEREDOC = /\$\w*\$/y;
const PLACEHOLDER = /\{\s*([A-Za-z_]\w*)\s*:[^{}]*\}/y;

/**
 * Reads a statement's outline: enough of ClickHouse's lexical rules (strings, quoted names, comments, heredocs) to
 * know which `{` is a placeholder, which `;` ends the statement and where an INSERT's rows begin. It knows no grammar.
 * @throws MultiStatementError when anything but comments follows the first semicolon.
 */
export function readStatement(text: string): Statement {
  const parameters = new Set<string>();
  const words: string[] = [];
  let format: string | undefined;
  let formatFollows = false;
  let inSettings = false;
  let selects = false;
  let readsInput = false;
  let depth = 0;
  let at = 0;

  const match = (pattern: RegExp) => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found !== null) at = pattern.lastIndex;
    return found;
  };
  const outline = (end: number, rows?: string): Statement => {
    const verb = words[0] ?? "";
    const changesSession = verb === "SET" || verb === "USE" || words.includes("TEMPORARY");
    return { sql: text.slice(0, end), verb, parameters, format, rows, changesSession };
  };

  while (at < text.length) {
    if (match(SPACE) !== null) continue;
    const word = match(WORD)?.[0];
    if (word !== undefined) {
      const capitals = word.toUpperCase();
      if (words.length < 64) words.push(capitals);
      // A FORMAT clause stands last, but for SETTINGS: in `SELECT a format FROM t` it is a name.
      if (formatFollows) format = word;
      else if (capitals === "SETTINGS" && depth === 0) inSettings = true;
      else if (!inSettings) format = undefined;
      formatFollows = capitals === "FORMAT" && depth === 0;
      readsInput ||= capitals === "INPUT";
      if (words[0] !== "INSERT" || depth > 0) continue;
      selects ||= capitals === "SELECT" || capitals === "WITH";
      if (selects && !readsInput) continue;
      // What follows is rows, in a syntax of their own.
      if (format !== undefined || (capitals === "VALUES" && !selects)) {
        format ??= "Values";
        return outline(at, text.slice(at));
      }
      continue;
    }
    formatFollows = false;
    const character = text.charAt(at);
    if (character === ";") {
      const end = at;
      at += 1;
      while (match(SPACE) !== null);
      if (at < text.length) throw new MultiStatementError();
      return outline(end);
    }
    if (character === "'" || character === '"' || character === "`") at = endOfQuoted(text, at, character);
    else if (character === "{") {
      const name = match(PLACEHOLDER)?.[1];
      if (name !== undefined) parameters.add(name);
      else at += 1;
    } else if (character === "$") {
      const mark = match(HEREDOC)?.[0];
      const closing = mark === undefined ? at : text.indexOf(mark, at);
      at = closing === -1 ? text.length : closing + (mark?.length ?? 1);
    } else if (match(NUMBER) === null) {
      if (character === "(" && words.length === 0) words.push("SELECT");
      if (character === "(") depth += 1;
      else if (character === ")") depth -= 1;
      at += 1;
    }
  }
  return outline(text.length);
}

function endOfQuoted(text: string, start: number, quote: string): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === "\\") at += 1;
    else if (character === quote) return at + 1;
  }
  return text.length;
}
