import { NativeSelect, SegmentedControl, useDirection, useMantineColorScheme } from "@mantine/core";
import { rememberDirection } from "../../components/direction.ts";
import { Panel } from "../../components/panel.tsx";
import { LANGUAGES, useWords } from "../../i18n/index.ts";
import classes from "./settings.module.css";

/** Language, reading direction and theme of this browser. */
export function Appearance() {
  const { t, i18n } = useWords();
  const { dir, setDirection } = useDirection();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Panel title={t("appearance.title")}>
      <div className={classes.choices}>
        <NativeSelect
          label={t("appearance.language")}
          value={i18n.language}
          data={LANGUAGES.map(({ code, name }) => ({ value: code, label: name }))}
          onChange={(event) => void i18n.changeLanguage(event.currentTarget.value)}
        />
        <div className={classes.choice}>
          <span>{t("appearance.direction")}</span>
          <SegmentedControl
            aria-label={t("appearance.direction")}
            value={dir}
            data={(["ltr", "rtl"] as const).map((value) => ({ value, label: t(`appearance.${value}`) }))}
            onChange={(value) => {
              rememberDirection(value);
              setDirection(value);
            }}
          />
        </div>
        <div className={classes.choice}>
          <span>{t("appearance.theme")}</span>
          <SegmentedControl
            aria-label={t("appearance.theme")}
            value={colorScheme}
            data={(["auto", "light", "dark"] as const).map((value) => ({ value, label: t(`theme.${value}`) }))}
            onChange={setColorScheme}
          />
        </div>
      </div>
    </Panel>
  );
}
