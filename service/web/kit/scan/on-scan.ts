import { onScopeDispose } from 'vue';

/** Signs that a barcode reader types before its Enter, at most. */
const MAX_SIGNS = 4296;

const isTextField = (target: EventTarget | null): boolean =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;

/**
 * Takes what a barcode reader types while no text field has the focus: signs, then Enter.
 * @param take answers whether it was meant for this page; then the Enter presses no button
 */
export function onScan(take: (scanned: string) => boolean): void {
  let typed = '';
  const hear = (event: KeyboardEvent): void => {
    if (isTextField(event.target) || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key.length === 1) typed = (typed + event.key).slice(-MAX_SIGNS);
    if (event.key !== 'Enter') return;
    const scanned = typed;
    typed = '';
    if (!take(scanned)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  addEventListener('keydown', hear, { capture: true });
  onScopeDispose(() => removeEventListener('keydown', hear, { capture: true }));
}
