import { Menu } from "@mantine/core";
import { Link, useLocation } from "react-router";
import { Icon } from "../components/icon.tsx";
import { useWords } from "../i18n/index.ts";
import { useScreens } from "./screens.ts";
import classes from "./shell.module.css";

/** The screens for which a narrow window has no room. */
export function MoreScreens() {
  const { t } = useWords();
  const { pathname } = useLocation();
  const screens = useScreens().filter(({ secondary }) => secondary);
  const isHere = screens.some(({ path }) => pathname.startsWith(path));
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <button type="button" className={`${classes.link} ${classes.more}`} data-here={isHere || undefined}>
          <Icon name="more" />
          <span>{t("nav.more")}</span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {screens.map(({ id, path, icon }) => (
          <Menu.Item key={id} component={Link} to={path} leftSection={<Icon name={icon} />}>
            {t(`nav.${id}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
