/** PDFs whose entry was made under another version, or on another history, than it should be. */
import { Authority } from '../attestation/network.fixture.js';
import { toBase64 } from '../formats/bytes.js';
import { idOf } from './codes.fixture.js';
import { anchorDocuments, documentOf } from './documents.fixture.js';
import type { DocumentOptions } from './documents.fixture.js';
import { issuerCode } from './ledger.fixture.js';
import type { VectorLedger } from './ledger.fixture.js';
import { instant } from './set.fixture.js';
import type { Pdfs } from './pdf-set.fixture.js';

/** What the entry was made under: keys, types, an issuer that had ended. */
export async function addEntries(pdfs: Pdfs): Promise<void> {
  const { set } = pdfs;
  const { cast } = set;
  const more = { section: 'Records and logs' };
  const make = async (
    id: string,
    expect: string,
    prepare: (ledger: VectorLedger) => Promise<unknown>,
    options: DocumentOptions & {
      keys?: (typeof cast.issuer)[];
      after?: (ledger: VectorLedger) => Promise<unknown>;
    } = {},
  ): Promise<void> => {
    const ledger = set.ledger;
    await prepare(ledger);
    const document = await documentOf(cast, id, options);
    const { by } = options;
    const key = by === cast.revokedParty ? cast.revoked : cast.issuer;
    const [receipt] = await anchorDocuments(ledger, [document], options.keys ?? [key, cast.credential]);
    await options.after?.(ledger);
    await ledger.publishLater();
    const mirror = set.mirrorOf(`entry-${id}`, 'Records and logs', ledger);
    pdfs.add(`entry-${id}`, document, expect, { receipt }, { ...more, mirror, now: instant(ledger.now) });
  };
  const nothing = (): Promise<void> => Promise.resolve();
  await make('after-revocation', 'invalid KEY_NOT_VALID', nothing, { by: cast.revokedParty });
  await make('revoked-since', 'valid OK', nothing, { after: (ledger) => ledger.revokeKey(cast.issuer) });
  const under =
    (n: number, p: number) =>
    async (ledger: VectorLedger): Promise<void> => {
      ledger.unders.set(issuerCode, { n, p });
      await Promise.resolve();
    };
  await make('before-its-keys', 'indeterminate RECORD_UNUSABLE', under(0, 1));
  await make('under-no-version', 'indeterminate RECORD_UNUSABLE', under(0, 99));
  await make('after-retirement', 'indeterminate RECORD_UNUSABLE', (ledger) =>
    ledger.province('ZhejiangMSP', { kind: 'retire', issuer: issuerCode }),
  );
  await make('of-a-type-taken-back', 'indeterminate RECORD_UNUSABLE', (ledger) =>
    ledger.register(issuerCode, 'ZhejiangMSP', { types: [] }),
  );
  // Two histories: the entry that the receipt proves is not the one that the mirror has at this place.
  const evil = set.ledger;
  const document = await documentOf(cast, 'entry-of-another-history');
  const [receipt] = await anchorDocuments(evil, [document], [cast.issuer, cast.credential]);
  const honest = set.ledger;
  await honest.change(idOf('somebody'), 'revoked');
  await honest.publishLater();
  const mirror = set.mirrorOf('one-entry-more', 'Evidence', honest);
  pdfs.add(
    'entry-of-another-history',
    document,
    'indeterminate LEDGER_EQUIVOCATION',
    { receipt },
    {
      section: 'Evidence',
      mirror,
      now: instant(honest.now),
    },
  );
  // A trust anchor whose province changed its authority: the mirror covers what the one before bore.
  const moved = set.ledger;
  const authority = await Authority.create('ca.AnhuiMSP.2', {}, await cast.keys.pair('ca.AnhuiMSP.2'));
  const provinces = moved.anchor.provinces.map((one) =>
    one.mspId === 'AnhuiMSP' ? { ...one, roots: [toBase64(authority.der)] } : one,
  );
  await moved.succeed({ provinces });
  moved.peers.set(
    'AnhuiMSP',
    await authority.peer('AnhuiMSP', 'peer', {}, await cast.keys.pair('peer.AnhuiMSP.2')),
  );
  await moved.publishLater();
  set.anchor('second', moved.anchor);
  const second = set.mirrorOf('second-anchor', 'Trust anchor', moved);
  const now = instant(moved.now);
  pdfs.again('of-the-anchor-before', 'pdf', 'valid OK', { section: 'Trust anchor', mirror: second, now });
  pdfs.again('of-the-anchor-before-alone', 'pdf', 'indeterminate RECEIPT_UNUSABLE', {
    ...{ section: 'Trust anchor', mirror: null, trustAnchor: 'second', now },
  });
}
