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
}

/** The screens that one can go to from everywhere. */
export const SCREENS: readonly ScreenEntry[] = [
  { id: "wall", path: "/", icon: "wall", key: "w" },
  { id: "shows", path: "/shows", icon: "shows", key: "s" },
  { id: "funnels", path: "/funnels", icon: "funnel", key: "f" },
  { id: "offers", path: "/offers", icon: "offers", key: "o", secondary: true },
  { id: "campaigns", path: "/campaigns", icon: "campaigns", key: "r" },
  { id: "attribution", path: "/attribution", icon: "attribution", key: "a", secondary: true },
  { id: "audience", path: "/audience", icon: "audience", key: "u", secondary: true },
  { id: "compare", path: "/compare", icon: "compare", key: "m", secondary: true },
  { id: "connections", path: "/connections", icon: "plug", key: "c", secondary: true },
  { id: "settings", path: "/settings", icon: "settings", key: "e", secondary: true },
];
