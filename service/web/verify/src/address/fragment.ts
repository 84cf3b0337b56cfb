import { deliveredText } from '@certbridge/verifier-sdk/formats';
import { readonly, shallowRef } from 'vue';

interface Kept {
  qr?: string;
}

/** The code in what was typed, pasted or seen: its digits alone, since a verifier ignores the host. */
export function codeIn(text: string): string {
  const delivered = deliveredText(text);
  return delivered.kind === 'digits' ? `${location.origin}/v#${delivered.digits}` : text;
}

/**
 * The QR text that is being checked. When it opened this page it is moved from the address into the
 * history entry's state: there it survives a reload without a network, and is no longer in the
 * address bar, in a shared link or in a screenshot. The server never saw it: fragments are not sent.
 * A fragment that is no code is taken too: a cut or misread code must be answered, not passed over.
 */
export function openedCode() {
  const code = shallowRef<string | null>(null);

  const take = () => {
    const fragment = location.hash.slice(1);
    if (fragment !== '') keep({ qr: codeIn(`${location.origin}/v#${fragment}`) });
    code.value = (history.state as Kept | null)?.qr ?? null;
  };
  const keep = (kept: Kept) => history.replaceState(kept, '', location.pathname);

  /** Takes a QR text that came from the camera, a barcode reader or the clipboard. */
  function open(qr: string) {
    keep({ qr });
    code.value = qr;
  }

  function clear() {
    keep({});
    code.value = null;
  }

  take();
  addEventListener('hashchange', take);
  addEventListener('popstate', take);
  return { code: readonly(code), open, clear };
}
