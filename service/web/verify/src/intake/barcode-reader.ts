import { onScopeDispose } from 'vue';

/** A barcode reader types a character every few milliseconds; a pause this long, in milliseconds, begins anew. */
const pause = 300;

const isTextField = (target: EventTarget | null) =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;

/**
 * Takes what a window's barcode reader types wherever the focus is: an address, then Enter. The next
 * certificate can so be scanned while the verdict on the last one still stands.
 */
export function onBarcode(take: (code: string) => void) {
  let typed = '';
  let last = 0;

  const hear = (event: KeyboardEvent) => {
    if (isTextField(event.target) || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.timeStamp - last > pause) typed = '';
    last = event.timeStamp;
    if (event.key.length === 1) typed += event.key;
    if (event.key !== 'Enter' || !/^https?:\/\/\S+#\S+$/iu.test(typed)) return;
    // Not for the button that happens to have the focus.
    event.preventDefault();
    event.stopPropagation();
    take(typed);
    typed = '';
  };
  addEventListener('keydown', hear, { capture: true });
  onScopeDispose(() => removeEventListener('keydown', hear, { capture: true }));
}
