import { deliveredText } from '@certbridge/verifier-sdk/formats';
import { onScopeDispose } from 'vue';

/** A QR code holds no more. */
const maxSigns = 4296;

const isTextField = (target: EventTarget | null) =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;

/** Whether it came from a reader: a code, one that did not come whole, or some other QR code's address. */
const isScanned = (typed: string) =>
  deliveredText(typed).kind !== 'foreign' || /https?:\/\/\S+#\S+$/iu.test(typed);

/**
 * Takes what a window's barcode reader types wherever the focus is: an address, then Enter. The next
 * certificate can so be scanned while the verdict on the last one still stands.
 */
export function onBarcode(take: (code: string) => void) {
  let typed = '';

  const hear = (event: KeyboardEvent) => {
    if (isTextField(event.target) || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key.length === 1) typed = (typed + event.key).slice(-maxSigns);
    if (event.key !== 'Enter') return;
    const code = typed;
    typed = '';
    if (!isScanned(code)) return;
    // Not for the button that happens to have the focus.
    event.preventDefault();
    event.stopPropagation();
    take(code);
  };
  addEventListener('keydown', hear, { capture: true });
  onScopeDispose(() => removeEventListener('keydown', hear, { capture: true }));
}
