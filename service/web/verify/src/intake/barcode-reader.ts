import { deliveredText } from '@certbridge/verifier-sdk/formats';
import { onScan } from '../../../kit/scan';

/** Whether it came from a reader: a code, one that did not come whole, or some other QR code's address. */
const isScanned = (typed: string): boolean =>
  deliveredText(typed).kind !== 'foreign' || /https?:\/\/\S+#\S+$/iu.test(typed);

/**
 * Takes what a window's barcode reader types wherever the focus is. The next certificate can so be scanned
 * while the verdict on the last one still stands.
 */
export function onBarcode(take: (code: string) => void): void {
  onScan((typed) => {
    if (!isScanned(typed)) return false;
    take(typed);
    return true;
  });
}
