/** What can be reached with the Tab key. */
const reachable = (element: Element): element is HTMLElement =>
  element instanceof HTMLElement && element.tabIndex >= 0 && element.checkVisibility();

/**
 * Where what has the focus goes away (a button whose form was sent, a row that was mended), a browser leaves the focus
 * on nothing: who works by keyboard or listens has lost their place. From then on it goes to the nearest thing around
 * it that is still there, of a dialog to where it was opened from, else to the page's heading.
 */
export function keepFocus(): void {
  /** What has the focus and all around it; after a dialog, what had the focus before it was opened. */
  let trail: readonly Element[] = [];
  const isLost = (): boolean => document.activeElement === null || document.activeElement === document.body;

  /** What had the focus before the dialog in which somebody is was opened. */
  const before = (dialog: Element): Element[] => trail.filter((one) => !dialog.contains(one));

  document.addEventListener('focusin', ({ target }) => {
    if (!(target instanceof Element)) return;
    const around = upwards(target);
    const dialog = target.closest('dialog');
    trail = dialog ? [...around.slice(0, around.indexOf(dialog) + 1), ...before(dialog)] : around;
  });
  document.addEventListener('focusout', ({ target, relatedTarget }) => {
    if (relatedTarget || !(target instanceof Element)) return;
    // Who leaves it on purpose, by a press beside it, is not called back; only out of a dialog that closes later.
    queueMicrotask(() => {
      if (!isLost() || !target.isConnected || !target.checkVisibility()) return;
      const dialog = target.closest('dialog');
      trail = dialog ? [dialog, ...before(dialog)] : [];
    });
  });
  new MutationObserver(() => {
    const [was] = trail;
    if (!was || !isLost() || (was.isConnected && was.checkVisibility())) return;
    const next =
      trail.find((one) => one.isConnected && reachable(one)) ?? document.querySelector('h1[tabindex]');
    if (next instanceof HTMLElement) next.focus({ preventScroll: true });
  }).observe(document.body, { childList: true, subtree: true });
}

function upwards(element: Element): Element[] {
  const all: Element[] = [];
  for (let one: Element | null = element; one; one = one.parentElement) all.push(one);
  return all;
}
