import { Link, Navigate, Outlet, useLocation } from "react-router";
import { useMay } from "../api/session.ts";
import { ForbiddenNote } from "../components/forbidden-note.tsx";
import { ScreenTitle } from "../components/screen-title.tsx";
import { useWords } from "../i18n/index.ts";
import { screenAt, useScreens } from "./screens.ts";

/** Lets those who may see figures through to the screens of figures. To others the whole screen says once that it is not theirs. */
export function Readers() {
  const { t } = useWords();
  const { pathname } = useLocation();
  const [first] = useScreens();
  if (useMay("read")) return <Outlet />;
  // Who opens the dashboard has asked for no screen yet.
  if (pathname === "/" && first) return <Navigate to={first.path} replace />;
  const screen = screenAt(pathname);
  return (
    <>
      <ScreenTitle title={screen ? t(`nav.${screen.id}`) : t("problem.screen")} />
      <ForbiddenNote
        detail={t("problem.noFigures")}
        action={first && <Link to={first.path}>{t(`nav.${first.id}`)}</Link>}
      />
    </>
  );
}
