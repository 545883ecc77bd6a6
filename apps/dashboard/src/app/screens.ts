import { useMay } from "../api/session.ts";
import type { IconName } from "../components/icon.tsx";

interface ScreenEntry {
  id:
    | "wall"
    | "shows"
    | "funnels"
    | "offers"
    | "campaigns"
    | "attribution"
    | "audience"
    | "compare"
    | "connections"
    | "settings";
  path: string;
  icon: IconName;
  /** Pressed after `g`. */
  key: string;
  /** Stands behind "More" where there is no room for all. */
  secondary?: true;
  /** Also for those who see no figures. */
  withoutFigures?: true;
}

const SCREENS: readonly ScreenEntry[] = [
  { id: "wall", path: "/", icon: "wall", key: "w" },
  { id: "shows", path: "/shows", icon: "shows", key: "s", withoutFigures: true },
  { id: "funnels", path: "/funnels", icon: "funnel", key: "f" },
  { id: "offers", path: "/offers", icon: "offers", key: "o", secondary: true },
  { id: "campaigns", path: "/campaigns", icon: "campaigns", key: "r" },
  { id: "attribution", path: "/attribution", icon: "attribution", key: "a", secondary: true },
  { id: "audience", path: "/audience", icon: "audience", key: "u", secondary: true },
  { id: "compare", path: "/compare", icon: "compare", key: "m", secondary: true },
  { id: "connections", path: "/connections", icon: "plug", key: "c", secondary: true },
  { id: "settings", path: "/settings", icon: "settings", key: "e", secondary: true, withoutFigures: true },
];

const WITHOUT_FIGURES = SCREENS.filter(({ withoutFigures }) => withoutFigures);

/** The screen to which an address belongs, so that its name can be said. */
export const screenAt = (pathname: string): ScreenEntry | undefined =>
  SCREENS.find(({ path }) => path !== "/" && pathname.startsWith(path));

/** The screens that who is signed in can go to from everywhere; the first one is where they begin. */
export function useScreens(): readonly ScreenEntry[] {
  return useMay("read") ? SCREENS : WITHOUT_FIGURES;
}
