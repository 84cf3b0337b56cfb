/** QR codes that the issuer's key signed and that are not of their form: refused all the same. */
import { CborTag, encodeCbor } from '../formats/cbor.js';
import type { Cbor } from '../formats/cbor.js';
import { signCose } from '../formats/cose.js';
import { signQr } from '../formats/qr.js';
import { claimsOf, idOf, masked, textOf, recoded } from './codes.fixture.js';
import { begin, day } from './ledger.fixture.js';
import { must } from './must.fixture.js';
import { payloadOf } from './qr-cases.fixture.js';
import type { VectorSet } from './set.fixture.js';

const EXP = 4;
const NBF = 5;
const SUB = 2;
const OWN = -65537;
/** Midnight in Shanghai, UTC+8. */
const firstDay = begin - (begin % day) - day / 3;
const names = ['居住证', masked.holderName, masked.holderNumber] as const;

export async function addClaimsCases(set: VectorSet): Promise<void> {
  const { issuer } = set.cast;
  const refused = (id: string, cose: Uint8Array, expect = 'invalid STRUCTURE_REFUSED'): void => {
    const input = { kind: 'qr', text: textOf(cose) } as const;
    set.case({ id: `qr/${id}`, section: 'QR code', input, expect });
  };
  const claims = async (
    id: string,
    change: readonly (readonly [number, Cbor | undefined])[],
  ): Promise<void> => {
    const payload = await payloadOf(set.cast, 'good');
    for (const [key, value] of change) {
      if (value === undefined) payload.delete(key);
      else payload.set(key, value);
    }
    refused(id, await signCose(encodeCbor(payload), issuer));
  };
  const own = (id: string, value: Cbor): Promise<void> => claims(id, [[OWN, value]]);
  await own('claims-of-version-0', [0, ...names]);
  await own('claims-that-are-no-list', 1);
  await own('name-of-101-characters', [1, 'a'.repeat(101), ...names.slice(1)]);
  await own('name-that-is-a-number', [1, 1, ...names.slice(1)]);
  await own('copy-of-8-bytes', [1, ...names, [new Uint8Array(8), 'a', 'b']]);
  await own('copy-with-more', [1, ...names, [idOf('good'), 'a', 'b', 'c']]);
  await own('copy-without-user', [1, ...names, [idOf('good'), 'a']]);
  await claims('without-a-first-day', [[NBF, undefined]]);
  await claims('first-day-that-is-text', [[NBF, '2026-11-24']]);
  await claims('last-day-beyond-all', [[EXP, Number.MAX_SAFE_INTEGER]]);
  await claims('identifier-with-a-part-less', [[SUB, 'a.b.c']]);
  await addWalletClaims(own, claims);

  // Not of another form: it ended before it began.
  const ended = (await payloadOf(set.cast, 'good')).set(EXP, firstDay / 1000 - 4 * (day / 1000));
  const text = textOf(await signCose(encodeCbor(ended), issuer));
  set.case({
    ...{ id: 'qr/last-day-before-the-first', section: 'QR code', expect: 'invalid EXPIRED' },
    input: { kind: 'qr', text },
  });

  const cose = await signQr(claimsOf('good'), issuer);
  refused('payload-that-is-no-map', await signCose(encodeCbor([1]), issuer));
  refused('no-list-of-parts', encodeCbor(new CborTag(18, 1)));
  const part = (at: number, value: Cbor): Uint8Array => recoded(cose, (parts) => parts.with(at, value));
  refused('header-that-is-text', part(0, 'a'));
  refused('header-that-is-a-list', part(0, encodeCbor([1, 2])));
  refused('unprotected-that-is-a-list', part(1, []));
  refused('payload-that-is-text', part(2, 'a'));
  // As digits are that were cut short where its length stands.
  refused('signature-that-is-text', part(3, 'a'), 'indeterminate READ_AGAIN');
  refused('signature-of-63-bytes', part(3, new Uint8Array(63).fill(1)), 'indeterminate READ_AGAIN');
  const kid = issuer.kid.subarray(1);
  const header = new Map<number, Cbor>([
    [1, -7],
    [4, kid],
  ]);
  refused('kid-of-7-bytes', part(0, encodeCbor(header)));
  refused('header-without-kid', part(0, encodeCbor(new Map([[1, -7]]))));
}

/** Such a one is refused before it is told that it was not shown. */
async function addWalletClaims(
  own: (id: string, value: Cbor) => Promise<void>,
  claims: (id: string, change: readonly (readonly [number, Cbor])[]) => Promise<void>,
): Promise<void> {
  const key = Uint8Array.of(2, ...new Uint8Array(32).fill(1));
  const wallet = [idOf('another'), key, 0] as const;
  const life = (days: number): (readonly [number, number])[] => [
    [NBF, firstDay / 1000],
    [EXP, (firstDay + days * day) / 1000],
  ];
  const of = (id: string, value: readonly Cbor[], days = 30): Promise<void> =>
    claims(`wallet-${id}`, [...life(days), [OWN, [2, ...names, ...value]]]);
  await of('of-31-days', wallet, 31);
  await of('of-no-day', wallet, 0);
  await own('wallet-without-an-end', [2, ...names, ...wallet]);
  await of('of-8-bytes', [new Uint8Array(8), key, 0]);
  await of('key-of-32-bytes', [idOf('another'), must(key).subarray(1), 0]);
  await of('key-kept-elsewhere', [idOf('another'), key, 2]);
  await of('with-more', [...wallet, ['a', 'b'], 1]);
  await of('of-17-items', [...wallet, ['a', 'b', ...Array.from({ length: 17 }, (_, i) => `item-${i}`)]]);
  await of('item-with-a-space', [...wallet, ['a', 'b', 'an item']]);
  await of('item-that-is-a-number', [...wallet, ['a', 'b', 1]]);
  await of('helper-without-a-number', [...wallet, ['a']]);
}
