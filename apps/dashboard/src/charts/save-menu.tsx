import { Button, Menu } from "@mantine/core";
import type { RefObject } from "react";
import { Icon } from "../components/icon.tsx";
import { useWords } from "../i18n/index.ts";
import type { LegendEntry } from "./legend.tsx";
import { type ChartTable, saveFile, toCsv, toPng, withAbout } from "./save-file.ts";

interface SaveMenuProps {
  caption: string;
  legend: readonly LegendEntry[];
  table: ChartTable;
  /** What the files are called, without ending. */
  file: string;
  /** What the chart is drawn in; empty while it is shown as a table. */
  drawing: RefObject<HTMLDivElement | null>;
  isDrawn: boolean;
}

/** Takes a chart along: as a picture, or its figures as a table. */
export function SaveMenu({ caption, legend, table, file, drawing, isDrawn }: SaveMenuProps) {
  const { t } = useWords();
  const savePng = async () => {
    const svg = drawing.current?.querySelector<SVGSVGElement>("svg[data-figure], svg.recharts-surface");
    if (svg) saveFile(`${file}.png`, await toPng(svg, caption, legend));
  };
  const saveCsv = () => {
    const csv = toCsv(withAbout(table, t("chart.about"), caption));
    saveFile(`${file}.csv`, new Blob([csv], { type: "text/csv;charset=utf-8" }));
  };
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <Button size="compact-sm" variant="default" leftSection={<Icon name="download" size={14} />}>
          {t("chart.save")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item disabled={!isDrawn} onClick={() => void savePng()}>
          {t("chart.png")}
        </Menu.Item>
        <Menu.Item onClick={saveCsv}>{t("chart.csv")}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
