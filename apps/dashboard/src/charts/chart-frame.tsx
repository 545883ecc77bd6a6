import { SegmentedControl, Table } from "@mantine/core";
import { type ReactNode, Suspense, useRef, useState } from "react";
import { Scrolled } from "../components/scrolled.tsx";
import { UNKNOWN } from "../format/number.ts";
import { dayAndClock } from "../format/time.ts";
import { useWords } from "../i18n/index.ts";
import classes from "./chart-frame.module.css";
import { Legend, type LegendEntry } from "./legend.tsx";
import type { ChartCell, ChartTable } from "./save-file.ts";
import { SaveMenu } from "./save-menu.tsx";

const NO_LEGEND: readonly LegendEntry[] = [];

interface ChartFrameProps {
  /** What is drawn, its unit and its period. */
  caption: string;
  /** The same figures, for people and for files. */
  table: ChartTable;
  /** How the table's figures are written; the file keeps them as they are. */
  write?: (value: number, column: number) => string;
  /** How its moments are written; absent: with the day and the time. */
  writeTime?: (at: Date) => string;
  /** What the files are called, without ending. */
  file: string;
  /** What the colours stand for, above the drawing and in the picture of it. */
  legend?: readonly LegendEntry[];
  /** Whether the legend stands elsewhere on the screen, for several charts at once. */
  isLegendElsewhere?: boolean;
  children: ReactNode;
}

/** A chart with its name, the table behind it, and a way to take both along. */
export function ChartFrame({
  caption,
  table,
  write = String,
  writeTime,
  file,
  legend = NO_LEGEND,
  isLegendElsewhere = false,
  children,
}: ChartFrameProps) {
  const { t, locale } = useWords();
  const text = (value: ChartCell, column: number): string => {
    if (value === null) return UNKNOWN;
    if (value instanceof Date) return writeTime?.(value) ?? dayAndClock(value, locale);
    return typeof value === "number" ? write(value, column) : value;
  };
  const [view, setView] = useState<"chart" | "table">("chart");
  const drawing = useRef<HTMLDivElement>(null);
  return (
    <figure className={classes.figure}>
      <figcaption className={classes.caption}>
        <span>{caption}</span>
        <span className={classes.tools}>
          <SegmentedControl
            size="xs"
            aria-label={t("chart.view")}
            value={view}
            data={[
              { value: "chart", label: t("timeline.asChart") },
              { value: "table", label: t("timeline.asTable") },
            ]}
            onChange={setView}
          />
          <SaveMenu
            caption={caption}
            legend={legend}
            table={table}
            file={file}
            drawing={drawing}
            isDrawn={view === "chart"}
          />
        </span>
      </figcaption>
      {view === "chart" ? (
        <div ref={drawing}>
          {legend.length > 0 && !isLegendElsewhere && <Legend entries={legend} />}
          <Suspense fallback={<div className={classes.pending} />}>{children}</Suspense>
        </div>
      ) : (
        <Scrolled className={classes.table}>
          <Table verticalSpacing={4}>
            <Table.Thead>
              <Table.Tr>
                {table.head.map((name, column) => (
                  <Table.Th key={column} ta={column === 0 ? "start" : "end"}>
                    <bdi>{name}</bdi>
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {table.rows.map((row, index) => (
                <Table.Tr key={index}>
                  {row.map((value, column) => (
                    <Table.Td key={column} ta={column === 0 ? "start" : "end"} className="nowrap">
                      <bdi>{text(value, column)}</bdi>
                    </Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Scrolled>
      )}
    </figure>
  );
}
