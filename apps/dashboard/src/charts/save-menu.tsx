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
    if (drawing.current) saveFile(`${file}.png`, await toPng(await drawnIn(drawing.current), caption, legend));
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

/** The chart in an area, as soon as it is there: its size is measured first, which on a slow machine takes a while. */
function drawnIn(area: HTMLElement): Promise<SVGSVGElement> {
  return new Promise((resolve) => {
    const look = () => {
      const svg = area.querySelector<SVGSVGElement>("svg[data-figure], svg.recharts-surface");
      if (!svg) return;
      observer.disconnect();
      resolve(svg);
    };
    const observer = new MutationObserver(look);
    observer.observe(area, { childList: true, subtree: true });
    look();
  });
}
