import { ActionIcon, useComputedColorScheme, useMantineColorScheme } from "@mantine/core";
import { Icon } from "../components/icon.tsx";
import { useWords } from "../i18n/index.ts";

/** Light to dark and back. */
export function ThemeSwitch() {
  const { t } = useWords();
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme("light");
  const next = scheme === "dark" ? "light" : "dark";
  return (
    <ActionIcon variant="subtle" color="gray" aria-label={t(`theme.to.${next}`)} onClick={() => setColorScheme(next)}>
      <Icon name={next === "dark" ? "moon" : "sun"} />
    </ActionIcon>
  );
}
