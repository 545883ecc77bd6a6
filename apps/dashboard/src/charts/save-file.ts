import { withoutMarks } from "../format/isolated.ts";
import type { LegendEntry } from "./legend.tsx";

/** What a table holds: a moment is a `Date`, what is unknown is null. */
export type ChartCell = string | number | Date | null;

/** A cell that a spreadsheet would run is written as text; one with a separator, a quote or a line break is quoted. */
function cell(value: ChartCell): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const plain = withoutMarks(typeof value === "string" ? value : value.toISOString());
  const text = /^[=+\-@\t\r]/.test(plain) ? `'${plain}` : plain;
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export interface ChartTable {
  head: readonly string[];
  /** By column, for the file: the unit that people read with each figure. "": the name says it. */
  units?: readonly string[];
  rows: readonly (readonly ChartCell[])[];
}

/** The table as CSV (RFC 4180); an unknown value is an empty cell, a moment is RFC 3339 in UTC. */
export const toCsv = ({ head, units = [], rows }: ChartTable): string =>
  [head.map((name, column) => (units[column] ? `${name} (${units[column]})` : name)), ...rows]
    .map((row) => row.map(cell).join(","))
    .join("\r\n");

/** The same with a last column that says in every row what the figures are and of which period: files are put together. */
export const withAbout = ({ head, rows, ...rest }: ChartTable, name: string, about: string): ChartTable => ({
  ...rest,
  head: [...head, name],
  rows: rows.map((row) => [...row, about]),
});

/** Hands a file to the person. */
export function saveFile(name: string, content: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

const CAPTION_HEIGHT = 32;
const LEGEND_LINE = 20;
const SWATCH = 12;

/** Where each word of a legend begins, from left to right and on as many lines as the width makes of them. */
export function legendPlaces(widths: readonly number[], width: number): { x: number; line: number }[] {
  let [x, line] = [8, 0];
  return widths.map((wide) => {
    if (x > 8 && x + wide > width - 8) [x, line] = [8, line + 1];
    const place = { x, line };
    x += wide;
    return place;
  });
}

/**
 * The drawing under its caption and its legend, as a PNG at twice its size, in the colours of the page, on the page's
 * surface.
 */
export async function toPng(svg: SVGSVGElement, caption: string, legend: readonly LegendEntry[]): Promise<Blob> {
  const { width, height } = svg.getBoundingClientRect();
  const style = getComputedStyle(svg);
  const resolved = (text: string) =>
    text.replace(/var\((--[\w-]+)\)/g, (_, name) => style.getPropertyValue(name).trim());
  const copy = svg.cloneNode(true) as SVGSVGElement;
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  copy.setAttribute("font-family", style.fontFamily);
  for (const element of copy.querySelectorAll("*")) {
    for (const { name, value } of element.attributes) {
      if (value.includes("var(")) element.setAttribute(name, resolved(value));
    }
  }
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("This browser draws no pictures.");
  pen.font = `12px ${style.fontFamily}`;
  const places = legendPlaces(
    legend.map(({ name }) => SWATCH + 6 + pen.measureText(name).width + 16),
    width,
  );
  const top = CAPTION_HEIGHT + (places.length === 0 ? 0 : ((places.at(-1)?.line ?? 0) + 1) * LEGEND_LINE);
  canvas.width = width * 2;
  canvas.height = (height + top) * 2;
  pen.fillStyle = style.getPropertyValue("--surface").trim();
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.scale(2, 2);
  pen.fillStyle = style.getPropertyValue("--text").trim();
  pen.font = `12px ${style.fontFamily}`;
  pen.fillText(caption, 8, 20, width - 16);
  for (const [index, { name, colour }] of legend.entries()) {
    const { x = 0, line = 0 } = places[index] ?? {};
    const y = CAPTION_HEIGHT + line * LEGEND_LINE;
    pen.fillStyle = resolved(colour);
    pen.fillRect(x, y + 4, SWATCH, 6);
    pen.fillStyle = style.getPropertyValue("--text").trim();
    pen.fillText(name, x + SWATCH + 6, y + 12);
  }
  pen.drawImage(image, 0, top, width, height);
  return await new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("The picture could not be made.")))),
  );
}
