/** PDFs: who signed them, what proves their anchoring, what stands beside their signature. */
import { foreignAttribute, makeTimestamp } from '../pdf/handmade.fixture.js';
import { person } from './codes.fixture.js';
import { documentOf, sign } from './documents.fixture.js';
import type { Signed } from './documents.fixture.js';
import { begin, day } from './ledger.fixture.js';
import { instant } from './set.fixture.js';
import type { CaseOf, VectorSet } from './set.fixture.js';
import { addEntries } from './entry-cases.fixture.js';
import { Pdfs } from './pdf-set.fixture.js';
import type { Anchored } from './pdf-set.fixture.js';
import { addAttestations, addReceipts } from './proof-cases.fixture.js';
import { addTimestampCases } from './timestamp-cases.fixture.js';

export async function addPdfCases(set: VectorSet, anchored: Anchored): Promise<void> {
  const pdfs = new Pdfs(set, anchored);
  addWhole(pdfs);
  await addSigners(pdfs);
  addReceipts(pdfs);
  await addAttestations(pdfs);
  addTimestamps(pdfs);
  await addTimestampCases(pdfs);
  await addUndisclosed(pdfs);
  await addEntries(pdfs);
}

function addWhole(pdfs: Pdfs): void {
  const { set } = pdfs;
  const root = set.put('timestamp-roots/root.der', set.cast.stamper.chain[2] ?? new Uint8Array());
  const other = set.put('timestamp-roots/other.der', set.cast.strangerParty.chain[2] ?? new Uint8Array());
  pdfs.plain('pdf', 'valid OK', { timestampRoots: [root] });
  pdfs.again('without-roots', 'pdf', 'valid OK', {});
  const unusable = 'indeterminate TIMESTAMP_UNUSABLE';
  pdfs.again('of-another-root', 'pdf', unusable, { timestampRoots: [other] });
  pdfs.again('receipt-alone', 'pdf', 'indeterminate STATUS_UNKNOWN', { mirror: null });
  pdfs.again('receipt-alone-status-not-required', 'pdf', 'valid OK', {
    mirror: null,
    policy: { requireStatus: false },
  });
  pdfs.again('old-mirror', 'pdf', 'indeterminate STATUS_STALE', { now: instant(begin + 3 * day) });
  pdfs.again('clock-behind', 'pdf', 'indeterminate CLOCK_BEHIND', {
    now: instant(begin - 3 * day),
    policy: {},
  });
  pdfs.plain('pdf-deflated', 'valid OK');
  pdfs.plain('pdf-rsa', 'valid OK');
  pdfs.plain('pdf-revoked', 'invalid REVOKED');
  pdfs.plain('pdf-superseded', 'invalid SUPERSEDED');
  pdfs.plain('pdf-expired', 'invalid EXPIRED');
  pdfs.plain('pdf-not-yet', 'invalid NOT_YET_VALID');
  pdfs.plain('pdf-copy', 'valid OK');
  pdfs.plain('pdf-copy-of-revoked', 'invalid REVOKED');
  pdfs.plain('pdf-variant', 'valid OK');
  pdfs.plain('pdf-wrong-check', 'invalid STRUCTURE_REFUSED');
  pdfs.plain('pdf-photo', 'valid OK');
  pdfs.again('holder', 'pdf', 'valid OK', { asked: { holder: person } });
  const asked = (name?: string, number?: string): Partial<CaseOf> => ({
    asked: { holder: { ...(name !== undefined && { name }), ...(number !== undefined && { number }) } },
  });
  pdfs.again('another-name', 'pdf', 'invalid HOLDER_NAME_MISMATCH', asked('张三'));
  pdfs.again(
    'another-number',
    'pdf',
    'invalid HOLDER_NUMBER_MISMATCH',
    asked(person.name, '330102199001011235'),
  );
  pdfs.again(
    'masked-number',
    'pdf',
    'invalid HOLDER_NUMBER_MISMATCH',
    asked(undefined, '330***********1234'),
  );
  pdfs.again('another-person', 'pdf', 'invalid HOLDER_MISMATCH', asked('张三', '330102199001011235'));
  pdfs.again(
    'invisible-character',
    'pdf',
    'indeterminate HOLDER_INPUT_UNUSABLE',
    asked(`${person.name}\u200b`),
  );
  pdfs.plain('pdf-without-holder', 'indeterminate HOLDER_NOT_NAMED', { asked: { holder: person } });
  pdfs.file('nothing', new Uint8Array(), 'indeterminate PDF_UNREADABLE');
  pdfs.file('text', Buffer.from('hello'), 'invalid NOT_A_CERTIFICATE');
  set.case({
    ...{ id: 'pdf/too-large', section: 'In a PDF', input: { kind: 'pdf', zeros: 32 * 1024 * 1024 + 1 } },
    expect: 'indeterminate PDF_TOO_LARGE',
  });
}

/** What is not disclosed matches nothing. */
async function addUndisclosed(pdfs: Pdfs): Promise<void> {
  const document = await documentOf(pdfs.set.cast, 'pdf', { disclosed: ['address'] });
  const asked = { asked: { holder: person }, policy: { requireAnchoring: false } };
  pdfs.add('holder-not-disclosed', document, 'invalid HOLDER_MISMATCH', {}, asked);
}

async function addSigners(pdfs: Pdfs): Promise<void> {
  const { cast } = pdfs.set;
  const { document, receipt } = pdfs.of('pdf');
  const edited = Buffer.from(sign(cast, document, { receipt }));
  edited.write('C', edited.indexOf('(certificate)') + 1, 'latin1');
  pdfs.file('edited-page', edited, 'invalid SIGNATURE_INVALID');
  // The whole attack: another page, a stranger's signature, and all that is genuine around them.
  pdfs.plain('pdf-by-stranger', 'invalid KEY_NOT_VALID');
  pdfs.again('by-stranger-and-a-holder', 'pdf-by-stranger', 'invalid KEY_NOT_VALID', {
    asked: { holder: person },
  });
  pdfs.again('by-stranger-without-mirror', 'pdf-by-stranger', 'invalid KEY_NOT_VALID', { mirror: null });
  const pending = await documentOf(cast, 'pdf', { by: cast.strangerParty });
  const lax = { policy: { requireAnchoring: false } };
  pdfs.add('by-stranger-not-anchored', pending, 'invalid KEY_NOT_VALID', { receipt: undefined }, lax);
  pdfs.add('by-stranger-with-another-receipt', pending, 'invalid KEY_NOT_VALID', { receipt });
  pdfs.plain('credential-by-stranger', 'invalid SIGNATURE_INVALID');
  pdfs.again(
    'credential-by-stranger-without-mirror',
    'credential-by-stranger',
    'indeterminate STATUS_UNKNOWN',
    {
      mirror: null,
    },
  );
  pdfs.plain('pdf-foreign-type', 'invalid ISSUER_NOT_ALLOWED');
  pdfs.plain('pdf-before-revocation', 'valid OK');
  const old = pdfs.of('pdf-before-revocation').document;
  const code = 'indeterminate RECEIPT_MISSING';
  pdfs.add('stolen-key', old, code, {}, {});
  pdfs.again('stolen-key-anchoring-not-required', 'stolen-key', code, lax);
}

function addTimestamps(pdfs: Pdfs): void {
  const { set } = pdfs;
  const { stamper, strangerParty } = set.cast;
  const { document, receipt } = pdfs.of('pdf');
  const more = { section: 'Timestamp' };
  const add = (
    id: string,
    timestamp: Signed['timestamp'],
    expect = 'indeterminate TIMESTAMP_UNUSABLE',
    also: Partial<CaseOf> = {},
  ): void => {
    pdfs.add(
      `timestamp-${id}`,
      document,
      expect,
      { receipt, ...(timestamp !== undefined && { timestamp }) },
      {
        ...more,
        ...also,
      },
    );
  };
  const trusting = { timestampRoots: ['timestamp-roots/root.der'] };
  const of = (changes: Parameters<typeof makeTimestamp>[3], time?: string) => (s: Uint8Array) =>
    makeTimestamp(stamper, s, time, changes);
  add('missing', false);
  pdfs.again('timestamp-not-required', 'timestamp-missing', 'valid OK', {
    ...more,
    policy: { requireTimestamp: false },
  });
  add('no-token', () => Uint8Array.of(5, 0));
  add('of-another-signature', () => makeTimestamp(stamper, new Uint8Array(70)));
  add('by-a-certificate-for-signing', (s) => makeTimestamp(strangerParty, s));
  add('before-the-signer', of({}, '20200101000000Z'));
  add('with-something-unsigned', of({ unsigned: [foreignAttribute()] }));
  add(
    'with-a-strangers-certificate',
    of({
      certificates: [...stamper.chain, strangerParty.chain[0] ?? new Uint8Array()],
    }),
  );
  add('changed', of({ messageDigest: new Uint8Array(32) }));
  add('names-another-certificate', of({ essHash: new Uint8Array(32) }));
  add('two-signers', of({ signers: 2 }));
  add('essversion-1', of({ essVersions: [1] }), 'valid OK', trusting);
  add('both-essversions', of({ essVersions: [1, 2] }), 'valid OK', trusting);
  add('attributes-in-another-order', of({ reverseAttributes: true }), 'valid OK', trusting);
  add(
    'without-its-root',
    of({ certificates: stamper.chain.slice(0, 1) }),
    'indeterminate TIMESTAMP_UNUSABLE',
    trusting,
  );
}
