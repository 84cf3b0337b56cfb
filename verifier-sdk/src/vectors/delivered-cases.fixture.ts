/** Texts as scanners, keyboards and chat programs deliver them, of which few are one whole code. */
import { concat } from '../formats/bytes.js';
import { CborTag, encodeCbor } from '../formats/cbor.js';
import type { Cbor } from '../formats/cbor.js';
import { toDigits } from '../formats/qr-text.js';
import type { Cast } from './cast.fixture.js';
import { codeOf, recoded, textOf } from './codes.fixture.js';
import type { CaseOf } from './set.fixture.js';

export type Add = (id: string, text: string, expect: string, more?: Partial<CaseOf>) => void;

/** What of a text is a code that did not come whole, and what is no code. */
export async function addDelivered(cast: Cast, add: Add): Promise<void> {
  const { text, cose } = await codeOf(cast.issuer, 'good');
  const digits = text.slice(text.indexOf('#') + 1);
  const [again, foreign] = ['indeterminate READ_AGAIN', 'invalid NOT_A_CERTIFICATE'];
  const of = (...bytes: readonly number[]): string => toDigits(Uint8Array.from(bytes));
  add('symbology-identifier-alone', `]Q1${text}`, 'valid OK');
  add('spaces-beyond-the-longest', text + ' '.repeat(16_384), foreign);
  const parted = (change: (parts: Cbor[]) => Cbor): string => textOf(recoded(cose, change));
  add(
    'a-number-for-a-signature',
    parted((parts) => [...parts.slice(0, 3), 2]),
    again,
  );
  add(
    'a-text-for-a-signature',
    parted((parts) => [...parts.slice(0, 3), 'x'.repeat(64)]),
    again,
  );
  const live = (...parts: readonly Cbor[]): string => textOf(encodeCbor(new CborTag(20, parts)));
  const long = new Uint8Array(64);
  add('a-live-code-of-a-version-in-a-text', live(long, long.slice(1), long, '2'), again);
  add('a-live-code-of-a-later-version', live(0, 0, 0, 2), 'indeterminate UPDATE_NEEDED');
  add('a-live-code-cut-short', live(long, long, long, 1).split('#')[1]?.slice(0, 40) ?? '', again);
  add('address-and-three-digits', 'https://host/v#001', again);
  add('address-and-a-length-of-no-bytes', `https://host/v#${'0'.repeat(18)}`, again);
  add('address-and-what-is-none', `https://host/v#${of(...new Uint8Array(40))}`, foreign);
  add('another-address-and-digits', `https://host/w#${'0'.repeat(120)}`, foreign);
  add('twenty-digits', '0'.repeat(20), foreign);
  add('ninety-nine-digits', '0'.repeat(99), foreign);
  add('a-hundred-digits', '0'.repeat(100), again);
  add('digits-of-the-largest-code', '0'.repeat(7089), again);
  add('more-digits-than-a-code', '0'.repeat(7090), foreign);
  add('its-beginning-between-words', `see ${digits.slice(0, 40)} below`, again);
  add('its-beginning-of-six-bytes', of(...cose.subarray(0, 6)), foreign);
  add('its-beginning-of-seven-bytes', of(...cose.subarray(0, 7)), again);
  add('seventeen-digits-of-no-bytes', '9'.repeat(17), foreign);
  add('seven-bytes-of-another-tag', of(0, 0x84, 0, 0, 0, 0, 0), foreign);
  add('seven-bytes-of-another-length', of(0xd2, 0x83, 0, 0, 0, 0, 0), foreign);
  add('seven-bytes-of-nothing', of(0, 0, 0, 0, 0, 0, 0), foreign);
  add('seven-bytes-that-begin-a-stream', of(0x78, 0x9c, 0, 0, 0, 0, 0), again);
  add('seven-bytes-that-begin-none', of(0x78, 0, 0, 0, 0, 0, 0), foreign);
  const short = encodeCbor(new CborTag(21, [new Uint8Array(40)]));
  add('a-later-form-of-a-few-bytes', textOf(short), foreign);
  add('what-begins-with-no-tag', textOf(concat(Uint8Array.of(0xdc), new Uint8Array(80))), foreign);
}
