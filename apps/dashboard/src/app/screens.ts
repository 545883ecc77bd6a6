import type { IconName } from "../components/icon.tsx";

interface ScreenEntry {
  id: "wall" | "shows" | "connections" | "settings";
  path: string;
  icon: IconName;
  /** Pressed after `g`. */
  key: string;
}

/** The screens that one can go to from everywhere. */
export const SCREENS: readonly ScreenEntry[] = [
  { id: "wall", path: "/", icon: "wall", key: "w" },
  { id: "shows", path: "/shows", icon: "shows", key: "s" },
  { id: "connections", path: "/connections", icon: "plug", key: "c" },
  { id: "settings", path: "/settings", icon: "settings", key: "e" },
];
