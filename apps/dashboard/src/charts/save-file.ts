import { withoutMarks } from "../format/isolated.ts";

/** A cell that a spreadsheet would run is written as text; one with a separator, a quote or a line break is quoted. */
function cell(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const plain = withoutMarks(value);
  const text = /^[=+\-@\t\r]/.test(plain) ? `'${plain}` : plain;
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export interface ChartTable {
  head: readonly string[];
  rows: readonly (readonly (string | number | null)[])[];
}

/** The table as CSV (RFC 4180); an unknown value is an empty cell. */
export const toCsv = ({ head, rows }: ChartTable): string =>
  [head, ...rows].map((row) => row.map(cell).join(",")).join("\r\n");

/** Hands a file to the person. */
export function saveFile(name: string, content: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

const CAPTION_HEIGHT = 32;

/** The drawing under its caption, as a PNG at twice its size, in the colours of the page, on the page's surface. */
export async function toPng(svg: SVGSVGElement, caption: string): Promise<Blob> {
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
  canvas.width = width * 2;
  canvas.height = (height + CAPTION_HEIGHT) * 2;
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("This browser draws no pictures.");
  pen.fillStyle = style.getPropertyValue("--surface").trim();
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.scale(2, 2);
  pen.fillStyle = style.getPropertyValue("--text").trim();
  pen.font = `12px ${style.fontFamily}`;
  pen.fillText(caption, 8, 20, width - 16);
  pen.drawImage(image, 0, CAPTION_HEIGHT, width, height);
  return await new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("The picture could not be made.")))),
  );
}
