import { Button, Menu, SegmentedControl, Table } from "@mantine/core";
import { type ReactNode, Suspense, useRef, useState } from "react";
import { Icon } from "../components/icon.tsx";
import { UNKNOWN } from "../format/number.ts";
import { useWords } from "../i18n/index.ts";
import classes from "./chart-frame.module.css";
import { type ChartTable, saveFile, toCsv, toPng } from "./save-file.ts";

interface ChartFrameProps {
  /** What is drawn, its unit and its period. */
  caption: string;
  /** The same figures, for people and for files. */
  table: ChartTable;
  /** How the table's figures are written; the file keeps them as they are. */
  write?: (value: number, column: number) => string;
  /** What the files are called, without ending. */
  file: string;
  children: ReactNode;
}

/** A chart with its name, the table behind it, and a way to take both along. */
export function ChartFrame({ caption, table, write = String, file, children }: ChartFrameProps) {
  const { t } = useWords();
  const [view, setView] = useState<"chart" | "table">("chart");
  const drawing = useRef<HTMLDivElement>(null);
  const savePng = async () => {
    const svg = drawing.current?.querySelector<SVGSVGElement>("svg[data-figure], svg.recharts-surface");
    if (svg) saveFile(`${file}.png`, await toPng(svg, caption));
  };
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
          <Menu position="bottom-end" shadow="md">
            <Menu.Target>
              <Button size="compact-sm" variant="default" leftSection={<Icon name="download" size={14} />}>
                {t("chart.save")}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item disabled={view === "table"} onClick={() => void savePng()}>
                {t("chart.png")}
              </Menu.Item>
              <Menu.Item
                onClick={() => saveFile(`${file}.csv`, new Blob([toCsv(table)], { type: "text/csv;charset=utf-8" }))}
              >
                {t("chart.csv")}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </span>
      </figcaption>
      {view === "chart" ? (
        <div ref={drawing}>
          <Suspense fallback={<div className={classes.pending} />}>{children}</Suspense>
        </div>
      ) : (
        <div className={classes.table}>
          <Table verticalSpacing={4}>
            <Table.Thead>
              <Table.Tr>
                {table.head.map((name, column) => (
                  <Table.Th key={name} ta={column === 0 ? "start" : "end"}>
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
                      <bdi>{value === null ? UNKNOWN : typeof value === "number" ? write(value, column) : value}</bdi>
                    </Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
    </figure>
  );
}
