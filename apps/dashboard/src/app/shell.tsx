import { ActionIcon } from "@mantine/core";
import { Suspense, useState } from "react";
import { Link, NavLink } from "react-router";
import type { Session } from "../api/types.ts";
import { Icon } from "../components/icon.tsx";
import { useKeptFocus } from "../components/use-kept-focus.ts";
import { useWords } from "../i18n/index.ts";
import { useCatchUp } from "../live/use-live.ts";
import { Freshness } from "./freshness.tsx";
import { HelpDialog } from "./help-dialog.tsx";
import { JumpDialog } from "./jump-dialog.tsx";
import { MoreScreens } from "./more-screens.tsx";
import { Screens } from "./routes.tsx";
import { useScreens } from "./screens.ts";
import classes from "./shell.module.css";
import { ThemeSwitch } from "./theme-switch.tsx";
import { useShortcuts } from "./use-shortcuts.ts";

/** The frame around every screen: where one can go, how fresh things are, and the keyboard. */
export function Shell({ session }: { session: Session }) {
  const { t } = useWords();
  const [dialog, setDialog] = useState<"jump" | "help" | null>(null);
  const close = () => setDialog(null);
  const screens = useScreens();
  useShortcuts({ screens, onJump: () => setDialog("jump"), onHelp: () => setDialog("help") });
  useCatchUp();
  useKeptFocus();
  return (
    <>
      <a href="#screen" className={classes.skip}>
        {t("nav.skip")}
      </a>
      <header className={classes.bar}>
        <Link to="/" className={classes.brand}>
          <img src="/icon.svg" alt="" width={24} height={24} />
          <span className={classes.workspace}>{session.workspace.name}</span>
          <span className="visually-hidden">{t("nav.home")}</span>
        </Link>
        <nav className={classes.nav} aria-label={t("nav.label")}>
          {screens.map(({ id, path, icon, secondary }) => (
            <NavLink key={id} to={path} end={path === "/"} className={classes.link ?? ""} data-secondary={secondary}>
              <Icon name={icon} />
              <span>{t(`nav.${id}`)}</span>
            </NavLink>
          ))}
          <MoreScreens />
        </nav>
        <div className={classes.tools}>
          <Freshness />
          <ActionIcon variant="subtle" color="gray" aria-label={t("jump.title")} onClick={() => setDialog("jump")}>
            <Icon name="search" />
          </ActionIcon>
          <ThemeSwitch />
          <ActionIcon
            variant="subtle"
            color="gray"
            className={classes.help}
            aria-label={t("help.title")}
            onClick={() => setDialog("help")}
          >
            <Icon name="question" />
          </ActionIcon>
        </div>
      </header>
      <main id="screen" className={classes.screen} tabIndex={-1}>
        <Suspense fallback={<div className={classes.pending} />}>
          <Screens />
        </Suspense>
      </main>
      <JumpDialog opened={dialog === "jump"} onClose={close} />
      <HelpDialog opened={dialog === "help"} onClose={close} />
    </>
  );
}
