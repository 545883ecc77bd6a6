import { useEffect, useEffectEvent } from "react";
import { useNavigate } from "react-router";
import type { useScreens } from "./screens.ts";

interface Shortcuts {
  screens: ReturnType<typeof useScreens>;
  onJump: () => void;
  onHelp: () => void;
}

/** How long after `g` the second key counts. */
const SEQUENCE_MS = 1_200;

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** `/` searches, `?` helps, `g` and a letter goes to a screen. Dialogs close by `Esc` themselves. */
export function useShortcuts({ screens, onJump, onHelp }: Shortcuts): void {
  const navigate = useNavigate();
  const jump = useEffectEvent(onJump);
  const help = useEffectEvent(onHelp);
  useEffect(() => {
    let goUntil = 0;
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (event.target instanceof Element && event.target.closest('[role="dialog"]')) return;
      const going = Date.now() < goUntil;
      goUntil = 0;
      const screen = going ? screens.find(({ key }) => key === event.key.toLowerCase()) : undefined;
      if (screen) void navigate(screen.path);
      else if (event.key === "g") goUntil = Date.now() + SEQUENCE_MS;
      else if (event.key === "/") jump();
      else if (event.key === "?") help();
      else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [navigate, screens]);
}
