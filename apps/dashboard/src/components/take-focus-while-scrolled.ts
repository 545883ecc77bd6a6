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
  const observeChildren = () => {
    for (const child of element.children) sizes.observe(child);
  };
  // What comes in the place of a placeholder is wider than it, while the place itself stays as it is.
  const children = new MutationObserver(observeChildren);
  children.observe(element, { childList: true });
  sizes.observe(element);
  observeChildren();
  return () => {
    children.disconnect();
    sizes.disconnect();
  };
}
