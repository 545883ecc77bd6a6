import { CsvError, parse } from "csv-parse/sync";
import { type Fault, Problem } from "../problem.ts";
import { faultsOf } from "../validator.ts";

/** Most rows of one body, and its most bytes. */
const MOST_ROWS = 5000;
export const MOST_BYTES = 5 * 1024 * 1024;

/** One row of what was pasted: its fields, not looked at yet. */
export interface RawRow {
  /** In a CSV the line of the text, where the header is line 1; in JSON the position in the array, from 1. */
  line: number;
  fields: unknown;
}

/** A fault of a row. */
export interface LineFault extends Fault {
  line: number;
}

/** How a table comes as CSV. */
export interface CsvForm {
  /** The columns that there may be. */
  columns: readonly string[];
  /** Makes a row's fields of its cells; absent cells are not there. @throws CellFault */
  read: (cells: Readonly<Record<string, string>>) => unknown;
}

/** A cell that cannot be read. */
export class CellFault extends Error {
  readonly column: string;
  constructor(column: string, message: string) {
    super(message);
    this.column = column;
  }
}

/**
 * Reads the rows of a body: a JSON array, or CSV with a header, its cells parted by commas, semicolons or tabs.
 * @throws Problem 400 when it is neither, or holds no rows; 413 for too many
 */
export function readTable(body: unknown, form: CsvForm): { rows: RawRow[]; faults: LineFault[] } {
  if (typeof body !== "string" && !Array.isArray(body)) {
    throw new Problem(400, "Bad Request", { detail: "The body must be an array of rows, or CSV sent as text/csv." });
  }
  const table = typeof body === "string" ? readCsv(body, form) : { rows: numbered(body), faults: [] };
  if (table.rows.length + table.faults.length === 0) {
    throw new Problem(400, "Bad Request", { detail: "There are no rows." });
  }
  if (table.rows.length > MOST_ROWS) {
    throw new Problem(413, "Content Too Large", {
      detail: `There are more than ${MOST_ROWS} rows; send them in parts.`,
    });
  }
  return table;
}

const numbered = (rows: readonly unknown[]): RawRow[] => rows.map((fields, index) => ({ line: index + 1, fields }));

interface CsvRecord {
  record: Record<string, string>;
  info: { lines: number };
}

function readCsv(body: string, { columns, read }: CsvForm): { rows: RawRow[]; faults: LineFault[] } {
  const names = new Map(columns.map((name) => [name.toLowerCase(), name]));
  const header = (given: string[]) => {
    const unknown = given.filter((name) => !names.has(name.trim().toLowerCase()));
    if (unknown.length > 0) throw badHeader(`${unknown.map((name) => `"${name}"`).join(", ")} is no column`, columns);
    return given.map((name) => names.get(name.trim().toLowerCase()) as string);
  };
  let records: CsvRecord[];
  try {
    records = parse(body, {
      bom: true,
      columns: header,
      delimiter: delimiterOf(body),
      info: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      trim: true,
    }) as unknown as CsvRecord[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new Problem(400, "Bad Request", { detail: `The CSV cannot be read: ${error.message}.` });
  }
  const rows: RawRow[] = [];
  const faults: LineFault[] = [];
  for (const { record, info } of records) {
    const cells = Object.fromEntries(Object.entries(record).filter(([, cell]) => cell !== ""));
    try {
      rows.push({ line: info.lines, fields: read(cells) });
    } catch (error) {
      if (!(error instanceof CellFault)) throw error;
      faults.push({ line: info.lines, pointer: `/${error.column}`, detail: error.message });
    }
  }
  return { rows, faults };
}

const badHeader = (what: string, columns: readonly string[]) =>
  new Problem(400, "Bad Request", {
    detail: `Line 1: ${what}; the columns are ${columns.join(", ")}.`,
    errors: [{ pointer: "", detail: `line 1: ${what}` }],
  });

/** What parts the cells of the header: what is copied out of a spreadsheet has tabs. */
function delimiterOf(body: string): string {
  const header = body.split(/\r?\n/, 1)[0] ?? "";
  const [best] = [",", ";", "\t"]
    .map((delimiter) => ({ delimiter, count: header.split(delimiter).length }))
    .sort((a, b) => b.count - a.count);
  return best?.delimiter ?? ",";
}

/** A compiled schema of a row. */
interface RowValidator<Row> {
  Check(value: unknown): value is Row;
  Errors(value: unknown): Parameters<typeof faultsOf>[0];
}

/** The rows that fit the schema, and what is wrong with the others. */
export function checkRows<Row>(
  rows: readonly RawRow[],
  validator: RowValidator<Row>,
): { rows: { line: number; row: Row }[]; faults: LineFault[] } {
  const fitting: { line: number; row: Row }[] = [];
  const faults: LineFault[] = [];
  for (const { line, fields } of rows) {
    if (validator.Check(fields)) fitting.push({ line, row: fields });
    else faults.push(...faultsOf(validator.Errors(fields), fields).map((fault) => ({ line, ...fault })));
  }
  return { rows: fitting, faults };
}

/** All or nothing: a single wrong row keeps all of them out. @throws Problem 400 with each row's fault. */
export function refuseFaulty(faults: readonly LineFault[]): void {
  if (faults.length === 0) return;
  const sorted = inOrder(faults);
  const named = sorted.map(({ line, pointer, detail }) => ({ line, pointer, detail: `line ${line}: ${detail}` }));
  const lines = new Set(faults.map(({ line }) => line)).size;
  const first = named.slice(0, 3).map(({ pointer, detail }) => `${detail} (${pointer || "the row"})`);
  throw new Problem(400, "Bad Request", {
    detail: `Nothing was taken in: ${lines} ${lines === 1 ? "row does" : "rows do"} not fit. ${first.join("; ")}.`,
    code: "faulty_rows",
    errors: named,
  });
}

export const inOrder = (faults: readonly LineFault[]): LineFault[] => [...faults].sort((a, b) => a.line - b.line);
