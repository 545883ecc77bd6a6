import { type CSSVariablesResolver, createTheme } from "@mantine/core";

/** One accent, neutral surfaces, an 8-px grid. */
export const theme = createTheme({
  primaryColor: "teal",
  primaryShade: { light: 8, dark: 5 },
  autoContrast: true,
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
