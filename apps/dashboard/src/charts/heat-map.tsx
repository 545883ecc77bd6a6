import { type KeyboardEvent, useRef, useState } from "react";
import classes from "./heat-map.module.css";

export interface HeatCell {
  /** 0–1: how strong the colour is. */
  strength: number;
  text: string;
  /** The whole figure with its interval and how sure it is: for the pointer, the focus and screen readers. */
  detail: string;
  /** Drawn pale with a broken edge: too little data, or still running. */
  unsure?: boolean;
  /** Pointed out with a strong edge. */
  best?: boolean;
}

export interface HeatMapProps {
  label: string;
  /** `title` says in full what the name leaves out. */
  columns: readonly { key: string; name: string; title?: string }[];
  /** A cell is null where there is nothing to say. */
  rows: readonly { key: string; name: string; cells: readonly (HeatCell | null)[] }[];
  /** What the line below says while no cell is pointed at. */
  hint: string;
  /** Widths in pixels. */
  names?: number;
  cell?: number;
}

const HEIGHT = 32;
const HEAD = 24;
const GAP = 2;
/** Words stay readable on the strongest colour in both themes. */
const STRONGEST = 0.5;

const STEPS: Record<string, readonly [down: number, along: number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/**
 * A table whose figures have colours. One cell takes the focus, arrows lead on; what is pointed at is said in full
 * below. Columns run left to right in every language, as axes do.
 */
export function HeatMap({ label, columns, rows, hint, names = 136, cell = 48 }: HeatMapProps) {
  const [at, setAt] = useState<readonly [row: number, column: number] | null>(null);
  const grid = useRef<SVGSVGElement>(null);
  const known = rows.flatMap(({ cells }, row) => cells.flatMap((one, column) => (one ? [[row, column] as const] : [])));
  const [homeRow, homeColumn] = at && rows[at[0]]?.cells[at[1]] ? at : (known[0] ?? [0, 0]);
  const pointed = at ? rows[at[0]]?.cells[at[1]] : null;
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    let [row, column] = [homeRow + step[0], homeColumn + step[1]];
    // Over what is empty, to the next cell in that direction.
    while (rows[row] && columns[column] && !rows[row]?.cells[column]) [row, column] = [row + step[0], column + step[1]];
    if (!rows[row]?.cells[column]) return;
    setAt([row, column]);
    grid.current?.querySelector<SVGGElement>(`[data-cell="${row} ${column}"]`)?.focus();
  };
  const width = names + columns.length * cell + GAP;
  const height = HEAD + rows.length * HEIGHT + GAP;
  return (
    <>
      <div className={classes.scroll} dir="ltr">
        <svg
          ref={grid}
          data-figure
          width={width}
          height={height}
          role="grid"
          tabIndex={-1}
          aria-label={label}
          className={classes.grid}
          onKeyDown={onKeyDown}
          onMouseLeave={() => setAt(null)}
        >
          <g role="row">
            {columns.map(({ key, name, title }, column) => (
              <text
                key={key}
                role="columnheader"
                x={names + column * cell + cell / 2}
                y={HEAD - 8}
                textAnchor="middle"
                fontSize={12}
                fill="var(--dim)"
              >
                {title !== undefined && <title>{title}</title>}
                {name}
              </text>
            ))}
          </g>
          {rows.map(({ key, name, cells }, row) => {
            const y = HEAD + row * HEIGHT;
            return (
              <g key={key} role="row">
                <text role="rowheader" x={0} y={y + HEIGHT / 2 + 4} fontSize={12} fill="var(--text)">
                  <title>{name}</title>
                  {shortened(name, names)}
                </text>
                {cells.map((one, column) => {
                  if (!one) return null;
                  const isHere = row === homeRow && column === homeColumn;
                  const x = names + column * cell;
                  return (
                    <g
                      key={columns[column]?.key}
                      role="gridcell"
                      tabIndex={isHere ? 0 : -1}
                      aria-label={`${one.text}: ${one.detail}`}
                      data-cell={`${row} ${column}`}
                      className={classes.cell}
                      onFocus={() => setAt([row, column])}
                      onMouseEnter={() => setAt([row, column])}
                    >
                      <rect
                        x={x + GAP}
                        y={y + GAP}
                        width={cell - GAP}
                        height={HEIGHT - GAP}
                        fill="var(--accent)"
                        fillOpacity={0.05 + one.strength * (STRONGEST - 0.05) * (one.unsure ? 0.5 : 1)}
                        stroke={one.best ? "var(--accent)" : one.unsure ? "var(--gap)" : "none"}
                        strokeWidth={one.best ? 2 : 1}
                        strokeDasharray={one.unsure ? "3 3" : undefined}
                      />
                      <text
                        x={x + GAP / 2 + cell / 2}
                        y={y + GAP / 2 + HEIGHT / 2 + 4}
                        textAnchor="middle"
                        fontSize={12}
                        fill={one.unsure ? "var(--dim)" : "var(--text)"}
                      >
                        {one.text}
                      </text>
                    </g>
                  );
                })}
              </g>
            );
          })}
        </svg>
      </div>
      <p className={classes.detail}>{pointed ? pointed.detail : hint}</p>
    </>
  );
}

/** As many letters as there is room for, at some seven pixels each. */
function shortened(name: string, width: number): string {
  const most = Math.floor(width / 7);
  return name.length > most ? `${name.slice(0, most - 1)}…` : name;
}
