import type { BrandName } from "../../api/settings.ts";

const LANGUAGE = /^(.*\S)\s*\|\s*([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)$/;

/** One name a line; after a bar, the language in which it is one: "Glow | en". */
export const brandNamesOf = (lines: string): BrandName[] =>
  lines
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .map((line) => {
      const [, text, language] = LANGUAGE.exec(line) ?? [];
      return text !== undefined && language !== undefined ? { text, language } : { text: line };
    });

export const writeBrandNames = (names: readonly BrandName[]): string =>
  names.map(({ text, language }) => (language ? `${text} | ${language}` : text)).join("\n");
