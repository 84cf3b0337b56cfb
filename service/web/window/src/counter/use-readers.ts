import { deliveredText } from '@certbridge/verifier-sdk/formats';
import { announce, onScan, sound } from '../../../kit';
import type { Counter } from './counter';
import { holderIn } from './holder-text';

const readPerson = { zh: '已读入身份证件', en: 'The identity document was read' };

/** Whether it came from a reader: a code, one that did not come whole, or some other QR code's address. */
const isCode = (typed: string): boolean =>
  deliveredText(typed).kind !== 'foreign' || /https?:\/\/\S+#\S+$/iu.test(typed);

/**
 * Barcode and ID-card readers that type, on whatever page and wherever the focus is.
 * @param isOther whether it is whole, and no matter of the counter
 */
export function useReaders(counter: Counter, toDesk: () => void, isOther: (text: string) => boolean): void {
  /** Nothing more of it can come: of a foreign address nobody can tell. */
  function isWhole(typed: string): boolean {
    const { kind } = deliveredText(typed);
    if (kind === 'foreign') return isOther(typed) || holderIn(typed) !== undefined;
    return kind !== 'again';
  }
  onScan((scanned, mayGoOn) => {
    if (mayGoOn && !isWhole(scanned)) return false;
    if (isCode(scanned)) {
      if (counter.takeCode(scanned)) toDesk();
      return true;
    }
    const holder = holderIn(scanned);
    if (!holder) return false;
    counter.compare(holder);
    sound('taken');
    announce(readPerson);
    return true;
  });
}
