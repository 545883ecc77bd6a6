/**
 * A ref for what is scrolled where it is larger than its place: it takes the focus while it is, so that the arrow keys
 * scroll it in every browser.
 */
export function takeFocusWhileScrolled(element: HTMLElement | null): (() => void) | undefined {
  if (!element) return undefined;
  const sizes = new ResizeObserver(() => {
    const { scrollWidth, clientWidth, scrollHeight, clientHeight } = element;
    if (scrollWidth > clientWidth || scrollHeight > clientHeight) element.tabIndex = 0;
    else element.removeAttribute("tabindex");
  });
  for (const box of [element, ...element.children]) sizes.observe(box);
  return () => sizes.disconnect();
}
