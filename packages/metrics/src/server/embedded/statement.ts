/** What the engine's HTTP front has to know of one SQL statement before it runs it. */
export interface Statement {
  /** The statement without a closing semicolon; for an INSERT the text up to where its inline data begins is untouched. */
  sql: string;
  /** First word in capitals, an opening bracket taken as SELECT: SELECT, INSERT, CREATE … */
  verb: string;
  /** Names of the `{name:Type}` placeholders. */
  parameters: ReadonlySet<string>;
  /** The FORMAT that the statement names itself. */
  format: string | undefined;
  /** An INSERT that takes rows (not INSERT … SELECT): a request's body may follow it. */
  takesRows: boolean;
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
 * know which `{` is a placeholder and which `;` ends the statement. It understands no grammar.
 * @throws MultiStatementError when anything but comments follows the first semicolon.
 */
export function readStatement(text: string): Statement {
  const words: string[] = [];
  const parameters = new Set<string>();
  let format: string | undefined;
  let formatFollows = false;
  let takesRows = false;
  let end = text.length;
  let at = 0;

  const match = (pattern: RegExp) => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found !== null) at = pattern.lastIndex;
    return found;
  };

  while (at < text.length) {
    if (match(SPACE) !== null) continue;
    if (end !== text.length) throw new MultiStatementError();
    const character = text.charAt(at);
    if (character === "'" || character === '"' || character === "`") {
      at = endOfQuoted(text, at, character);
      continue;
    }
    if (character === "{") {
      const placeholder = match(PLACEHOLDER);
      if (placeholder?.[1] !== undefined) parameters.add(placeholder[1]);
      else at += 1;
      continue;
    }
    if (character === "$") {
      const opening = match(HEREDOC);
      if (opening === null) at += 1;
      else {
        const closing = text.indexOf(opening[0], at);
        at = closing === -1 ? text.length : closing + opening[0].length;
      }
      continue;
    }
    const word = match(WORD)?.[0];
    if (word === undefined) {
      if (character === ";") end = at;
      if (match(NUMBER) === null) at += 1;
      if (character === "(" && words.length === 0) words.push("SELECT");
      formatFollows = false;
      continue;
    }
    const capitals = word.toUpperCase();
    if (formatFollows) format = word;
    formatFollows = capitals === "FORMAT";
    if (words.length < 64) words.push(capitals);
    if (words[0] === "INSERT") {
      // What follows is data, in a syntax of its own.
      if (format !== undefined || capitals === "VALUES") {
        takesRows = true;
        break;
      }
      if (capitals === "SELECT" || capitals === "WITH") words[0] = "INSERT-SELECT";
    }
  }

  const verb = words[0] ?? "";
  return {
    sql: text.slice(0, end),
    verb,
    parameters,
    format: takesRows && format === undefined ? "Values" : format,
    takesRows,
    changesSession: verb === "SET" || verb === "USE" || words.includes("TEMPORARY"),
  };
}

function endOfQuoted(text: string, start: number, quote: string): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === "\\") at += 1;
    else if (character === quote) return at + 1;
  }
  return text.length;
}
