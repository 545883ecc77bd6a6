import { decimalToMicros, parseMicros } from "@showpulse/connectors/event";
import { CellFault } from "./table.ts";

type Cells = Readonly<Record<string, string>>;

/** A cell of money, written as a decimal ("12.50"); absent stays absent. @throws CellFault */
export function decimalCell(cells: Cells, column: string): number | undefined {
  return readCell(cells, column, decimalToMicros, "write it as 12.50");
}

/** A cell of integer millionths. @throws CellFault */
export function microsCell(cells: Cells, column: string): number | undefined {
  return readCell(cells, column, parseMicros, "write it as 12500000");
}

/** A cell of a whole number. @throws CellFault */
export function integerCell(cells: Cells, column: string): number | undefined {
  return readCell(cells, column, parseMicros, "write it as 120");
}

function readCell(cells: Cells, column: string, read: (text: string) => number, advice: string): number | undefined {
  const cell = cells[column];
  if (cell === undefined) return undefined;
  try {
    return read(cell);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new CellFault(column, `${error.message}; ${advice}`);
  }
}
