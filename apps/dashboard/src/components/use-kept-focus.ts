import { useEffect } from "react";

/**
 * A button that is disabled while its work is done loses the focus, and whoever uses the keyboard their place. It gets
 * the focus back when it can be used again, unless that went elsewhere meanwhile.
 */
export function useKeptFocus(): void {
  useEffect(() => {
    let last: EventTarget | null = null;
    const remember = ({ target }: FocusEvent) => {
      last = target;
    };
    const changes = new MutationObserver((records) => {
      const isLost = document.activeElement === document.body || document.activeElement === null;
      const isUsable = records.some(
        ({ target }) => target === last && !(target as HTMLElement).hasAttribute("disabled"),
      );
      if (isLost && isUsable && last instanceof HTMLElement) last.focus();
    });
    document.addEventListener("focusin", remember);
    changes.observe(document.body, { subtree: true, attributes: true, attributeFilter: ["disabled"] });
    return () => {
      document.removeEventListener("focusin", remember);
      changes.disconnect();
    };
  }, []);
}
