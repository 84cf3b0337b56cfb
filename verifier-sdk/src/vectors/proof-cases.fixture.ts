/** PDFs whose receipt, or its attestation, is not as it should be: open, never forged. */
import type { Life } from '../attestation/authority.fixture.js';
import type { Changes, Peer } from '../attestation/network.fixture.js';
import { decodeCbor, encodeCbor } from '../formats/cbor.js';
import type { Cbor } from '../formats/cbor.js';
import { toHex } from '../formats/bytes.js';
import { decodeReceipt, encodeReceipt } from '../formats/receipt.js';
import type { Receipt } from '../formats/receipt.js';
import {
  foreignAttribute,
  makeTimestamp,
  receiptAttribute,
  timestampAttribute,
} from '../pdf/handmade.fixture.js';
import { idOf } from './codes.fixture.js';
import { begin, hour, minute } from './ledger.fixture.js';
import { instant } from './set.fixture.js';
import type { Pdfs } from './pdf-set.fixture.js';
import { must } from './must.fixture.js';

/** A receipt that says something else. */
const recoded =
  (change: (parts: Cbor[]) => Cbor[]) =>
  (receipt: Uint8Array): Uint8Array =>
    encodeCbor(change([...(decodeCbor(receipt) as Cbor[])]));
const reread =
  (change: (receipt: Receipt) => Partial<Receipt>) =>
  (receipt: Uint8Array): Uint8Array => {
    const read = decodeReceipt(receipt);
    return encodeReceipt({ ...read, ...change(read) });
  };

export function addReceipts(pdfs: Pdfs): void {
  const { set } = pdfs;
  const { document, receipt } = pdfs.of('pdf');
  const more = { section: 'Leaf, tree, receipt' };
  const add = (id: string, change: (own: Uint8Array) => Uint8Array, code = 'RECEIPT_UNUSABLE'): void => {
    pdfs.add(`receipt-${id}`, document, `indeterminate ${code}`, { receipt: change(receipt) }, more);
  };
  pdfs.add('without-receipt', document, 'indeterminate RECEIPT_MISSING', {}, more);
  const lax = { ...more, policy: { requireAnchoring: false } };
  pdfs.again('without-receipt-not-required', 'without-receipt', 'valid OK', lax);
  const path = `feed/receipts/${toHex(idOf('pdf'))}`;
  set.put(`receipts/of-pdf/${path}`, receipt);
  pdfs.again('receipt-from-the-feed', 'without-receipt', 'valid OK', {
    ...more,
    online: { folders: ['receipts/of-pdf'] },
  });
  pdfs.again('receipt-not-in-the-feed', 'without-receipt', 'indeterminate RECEIPT_MISSING', {
    ...{ ...more, online: { folders: ['feeds/good'] } },
  });
  set.put(`receipts/of-another/${path}`, pdfs.of('pdf-copy').receipt);
  pdfs.again('receipt-of-another-from-the-feed', 'without-receipt', 'indeterminate RECEIPT_MISSING', {
    ...more,
    online: { folders: ['receipts/of-another'] },
  });
  add('cut', (own) => own.subarray(0, -1));
  add('no-cbor', () => Uint8Array.of(1, 2, 3));
  add('of-another', () => pdfs.of('pdf-copy').receipt);
  add(
    'another-pdf',
    reread(() => ({ pdf: new Uint8Array(32) })),
  );
  add(
    'another-credential',
    reread(() => ({ credential: new Uint8Array(32) })),
  );
  add(
    'without-pdf',
    recoded(([v, id, digests, ...rest]) => [
      ...[must(v), must(id), new Map([...(digests as Map<number, Cbor>)].filter(([type]) => type !== 3))],
      ...rest,
    ]),
  );
  add(
    'another-index',
    reread(({ index }) => ({ index: index === 0 ? 1 : 0 })),
  );
  add(
    'index-beyond',
    recoded(([v, id, digests, , ...rest]) => [must(v), must(id), must(digests), 99, ...rest]),
  );
  add(
    'path-too-long',
    reread(({ path: own }) => ({ path: [...own, new Uint8Array(32)] })),
  );
  add(
    'path-too-short',
    reread(({ path: own }) => ({ path: own.slice(0, -1) })),
  );
  add(
    'another-seq',
    reread(({ entry }) => ({ entry: { ...entry, seq: 9 } })),
  );
  add(
    'another-issuer',
    reread(({ entry }) => ({ entry: { ...entry, issuer: '11330000MB0000000X' } })),
  );
  add(
    'unknown-digest-types',
    recoded(([v, id, digests, ...rest]) => [
      ...[must(v), must(id), new Map([...(digests as Map<number, Cbor>), [9, new Uint8Array(32)]])],
      ...rest,
    ]),
  );
  add(
    'later-version',
    recoded(([, ...rest]) => [3, ...rest]),
    'UPDATE_NEEDED',
  );
  const laterEntry = reread(({ entry }) => ({ entry: { ...entry, v: 2 } as unknown as typeof entry }));
  add('entry-of-later-version', laterEntry, 'UPDATE_NEEDED');
  add(
    'one-part-more',
    recoded((parts) => [...parts, 0]),
  );
  const beside = (id: string, attribute: Uint8Array): void => {
    const unsigned = (signature: Uint8Array): Uint8Array[] => [
      timestampAttribute(makeTimestamp(set.cast.stamper, signature)),
      receiptAttribute(receipt),
      attribute,
    ];
    pdfs.add(id, document, 'indeterminate RECEIPT_UNUSABLE', { unsigned }, more);
  };
  beside('receipt-twice', receiptAttribute(Uint8Array.of(1)));
  beside('foreign-attribute', foreignAttribute());
}

/** What a forger, or a peer out of order, may do to the attestation of an entry. */
export async function addAttestations(pdfs: Pdfs): Promise<void> {
  const { set } = pdfs;
  const { cast, ledger } = set;
  const { document, receipt } = pdfs.of('pdf');
  const keys = [cast.issuer, cast.credential, cast.rsa];
  const { entry } = decodeReceipt(receipt);
  const attested = async (body: object, changes: Changes = {}): Promise<Uint8Array> => {
    const statement = await ledger.entryStatement(entry, keys, body as Record<string, unknown>);
    const named = rsaNamed(statement, toHex(cast.rsa.kid));
    return encodeReceipt({ ...decodeReceipt(receipt), attestation: ledger.attest(named, changes) });
  };
  const more = { section: 'Attestation', mirror: null };
  const add = (id: string, bytes: Uint8Array, expect = 'indeterminate RECEIPT_UNUSABLE', also = {}): void => {
    pdfs.add(`attestation-${id}`, document, expect, { receipt: bytes }, { ...more, ...also });
  };
  const good = 'indeterminate STATUS_UNKNOWN';
  add('good', await attested({}), good);
  const { anhui, sichuan, zhejiang } = ledger.peersOf;
  add('three-provinces', await attested({}, { endorsers: [anhui, sichuan, zhejiang] }), good);
  const invalid = 'invalid KEY_NOT_VALID';
  const plain = await ledger.entryStatement(entry, keys);
  const { keys: named } = JSON.parse(Buffer.from(plain).toString()) as { keys: { kid: string }[] };
  const own = toHex(cast.issuer.kid);
  const other = toHex(cast.credential.kid);
  const instead = (kid: string, more: object) =>
    named.map((key) => (key.kid === kid ? { ...key, ...more } : key));
  add('without-its-keys', await attested({ keys: [] }), invalid);
  add(
    'without-the-credentials-key',
    await attested({ keys: named.filter(({ kid }) => kid !== other) }),
    invalid,
  );
  const instead_ = named.map((key) => (key.kid === other ? { ...key, kid: 'f'.repeat(16) } : key));
  const sorted = instead_.toSorted((a, b) => (a.kid < b.kid ? -1 : 1));
  add('of-another-credentials-key', await attested({ keys: sorted }), invalid);
  add('of-another-key', await attested({ keys: instead(own, { spki: '0'.repeat(64) }) }), invalid);
  add('of-a-key-for-lists', await attested({ keys: instead(own, { use: 'list' }) }), invalid);
  add('of-a-credentials-key-for-lists', await attested({ keys: instead(other, { use: 'list' }) }), invalid);
  const peerKeys = await cast.keys.pair('peer.AnhuiMSP');
  const peer = (life: Life): Promise<Peer> =>
    ledger.authority('AnhuiMSP').peer('AnhuiMSP', 'peer', life, peerKeys);
  const expired = await peer({ notAfter: '2026-11-30T00:00:00Z' });
  const until = await attested({}, { endorsers: [expired, zhejiang] });
  add('of-a-peer-that-expired-since', until, good, { now: '2026-12-24T00:00:00.000Z' });
  const past = await peer({ notAfter: '2026-11-01T00:00:00Z' });
  add('of-a-peer-that-had-expired', await attested({}, { endorsers: [past, zhejiang] }));
  const renewed = await peer({ notBefore: '2026-12-01T00:00:00Z' });
  add('of-a-peer-not-yet-valid', await attested({}, { endorsers: [renewed, zhejiang] }));
  // Where the mirror has the entry, it decides about the peers' dates.
  const covered = await attested({}, { endorsers: [past, zhejiang] });
  add('of-an-expired-peer-covered-by-the-mirror', covered, 'valid OK', { mirror: 'good' });
  const ahead = { time: instant(begin + 2 * hour) };
  const aheadBy = await attested(ahead);
  add('ahead-of-the-clock', aheadBy, 'indeterminate CLOCK_BEHIND', { now: instant(begin + hour) });
  add('ahead-within-the-skew', aheadBy, good, { now: instant(begin + 2 * hour - 5 * minute) });
  add('later-statement', await attested({ $tag: 'certbridge/entry/2' }), 'indeterminate UPDATE_NEEDED');
  add('another-hash', await attested({ hash: '0'.repeat(64) }));
  add('another-seq', await attested({ seq: 1 }));
}

/** The statement says ES256 of every key; the RSA key's algorithm is another. */
function rsaNamed(statement: Uint8Array, kid: string): Uint8Array {
  const said = JSON.parse(Buffer.from(statement).toString()) as { keys: { kid: string; alg: string }[] };
  for (const key of said.keys) if (key.kid === kid) key.alg = 'RS256';
  return Buffer.from(JSON.stringify(said));
}
