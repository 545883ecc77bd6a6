import { type CSSVariablesResolver, createTheme, defaultVariantColorsResolver } from "@mantine/core";

/** The accent from light to dark; its 7th shade is the accent of light pages, its 4th that of dark ones. */
const PULSE = [
  "#e9f7f5",
  "#d8efec",
  "#aee0da",
  "#7ad0c6",
  "#3cc4b4",
  "#23a597",
  "#158c80",
  "#0f766e",
  "#0c5f59",
  "#084843",
] as const;

/** One accent, neutral surfaces, an 8-px grid. */
export const theme = createTheme({
  colors: { pulse: PULSE },
  primaryColor: "pulse",
  primaryShade: { light: 7, dark: 4 },
  autoContrast: true,
  // The library chooses the words' colour for light pages only; on the bright accent of dark ones white is not read.
  variantColorResolver: (input) => {
    const colours = defaultVariantColorsResolver(input);
    const onAccent = input.variant === "filled" && (input.color ?? "pulse") === "pulse";
    return onAccent ? { ...colours, color: "var(--on-accent)" } : colours;
  },
  defaultRadius: "sm",
  cursorType: "pointer",
  respectReducedMotion: true,
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", Menlo, Consolas, monospace',
  headings: { fontWeight: "600" },
});

export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    "--mantine-color-body": "#ffffff",
    "--mantine-color-text": "#1b2024",
    "--mantine-color-dimmed": "#5a646c",
    "--mantine-color-default-border": "#d9dee2",
  },
  dark: {
    "--mantine-color-body": "#16191b",
    "--mantine-color-text": "#e4e8ea",
    "--mantine-color-dimmed": "#98a3ab",
    "--mantine-color-default-border": "#2f3539",
  },
});
