/** Timestamps as authorities may write them, and as they may not. */
import type { KeyObject } from 'node:crypto';

import {
  NULL,
  attribute,
  changeDer,
  changeLast,
  hex,
  instead,
  integer,
  more,
  octets,
  oid,
  sequence,
  tlv,
  without,
} from '../der/encode.fixture.js';
import type { Change } from '../der/encode.fixture.js';
import { parseCertificate } from '../der/certificate.js';
import { utf8 } from '../formats/bytes.js';
import { makeTimestamp, sha256, timestampInfo } from '../pdf/handmade.fixture.js';
import type { CmsChanges, Party } from '../pdf/handmade.fixture.js';
import type { Cast } from './cast.fixture.js';
import { must } from './must.fixture.js';
import type { Pdfs } from './pdf-set.fixture.js';
import { resigned } from './resigned.fixture.js';

type Bytes = Uint8Array;
/** A token over a signature's value. */
type Token = (signature: Bytes, stamper: Party) => Bytes;

const unusable = 'indeterminate TIMESTAMP_UNUSABLE';
const valid = 'valid OK';
const SHA256 = sequence(oid('2.16.840.1.101.3.4.2.1'));
const SHA384 = sequence(oid('2.16.840.1.101.3.4.2.2'));

const stamped =
  (changes: CmsChanges): Token =>
  (signature, stamper) =>
    makeTimestamp(stamper, signature, undefined, changes);
/** Where nothing signs it. */
const inside =
  (path: readonly number[], change: Change): Token =>
  (signature, stamper) =>
    changeDer(makeTimestamp(stamper, signature), path, change);
const data = [1, 0] as const;
const digests = [...data, 1] as const;
const encapsulated = [...data, 2] as const;
const signer = [...data, 4, 0] as const;
const identifier = [...signer, 1] as const;
/** Of the TSTInfo. */
const info =
  (change: Change, path: readonly number[] = []): Token =>
  (signature, stamper) =>
    makeTimestamp(stamper, signature, undefined, {
      content: changeDer(timestampInfo(signature), path, change),
    });
const attributes = (change: Change): Token => stamped({ attributes: change });
const [contentType, messageDigest] = [0, 1];
const [serial, time] = [3, 4];
const at = (tag: number, text: string): Bytes => tlv(tag, utf8(text));
/** Nothing of them is read but their tags (RFC 5652 §10.2.2). */
const [oldAttributes, newAttributes, other] = [tlv(0xa1), tlv(0xa2), tlv(0xa3)];

const cases: Readonly<Record<string, readonly [Token, string]>> = {
  // TSTInfo.
  'of-another-version': [info(instead(0, integer(2))), unusable],
  'with-a-serial-number-that-is-not-minimal': [info(instead(serial, integer(0xff, 0x80))), unusable],
  'with-a-negative-serial-number': [info(instead(serial, integer(0xff, 0x7f))), valid],
  'with-a-fraction-of-a-second': [info(instead(time, at(0x18, '20261124040000.5Z'))), valid],
  'with-a-fraction-that-ends-with-zero': [info(instead(time, at(0x18, '20261124040000.50Z'))), unusable],
  'with-a-year-of-two-digits': [info(instead(time, at(0x17, '261124040000Z'))), unusable],
  'with-all-that-may-be-there': [
    info(more(sequence(integer(1)), hex('0101ff'), integer(7), tlv(0xa0), tlv(0xa1))),
    valid,
  ],
  'with-one-field-more': [info(more(NULL)), unusable],
  'of-a-digest-of-three-parts': [info(more(NULL), [2]), unusable],
  // SignedData.
  'of-another-content': [stamped({ type: '1.2.840.113549.1.7.1', version: 3 }), unusable],
  'without-its-content': [inside(encapsulated, without(1)), unusable],
  'of-two-contents': [inside([...encapsulated, 1], more(octets(NULL))), unusable],
  'of-a-content-of-three-parts': [inside(encapsulated, more(NULL)), unusable],
  'with-one-part-more': [inside(data, more(NULL)), unusable],
  'with-digests-that-nobody-knows': [inside(digests, more(sequence(oid('1.2.3')))), valid],
  'with-a-digest-that-it-did-not-announce': [inside(digests, instead(0, SHA384)), unusable],
  'with-an-attribute-certificate': [stamped({ otherCertificates: [newAttributes], version: 4 }), valid],
  'with-an-attribute-certificate-in-version-3': [stamped({ otherCertificates: [newAttributes] }), valid],
  'with-an-attribute-certificate-of-version-1': [stamped({ otherCertificates: [oldAttributes] }), valid],
  'with-a-certificate-of-another-kind': [stamped({ otherCertificates: [other], version: 5 }), valid],
  'with-a-certificate-of-no-kind': [stamped({ otherCertificates: [NULL] }), unusable],
  'with-a-certificate-that-cannot-be-read': [stamped({ otherCertificates: [sequence()] }), unusable],
  'of-a-version-that-nothing-asks-for': [stamped({ version: 4 }), unusable],
  'with-a-revocation-list': [stamped({ crls: [sequence()] }), valid],
  // SignerInfo.
  'signed-by-what-did-not-come-along': [inside(identifier, instead(1, integer(9))), unusable],
  'signed-by-what-three-parts-name': [inside(identifier, more(NULL)), unusable],
  'signed-in-another-version': [inside(signer, instead(0, integer(2))), unusable],
  'named-by-number-in-version-3': [inside(signer, instead(0, integer(3))), unusable],
  'with-another-signature': [inside(signer, instead(5, changeLast)), unusable],
  'without-certificates': [inside(data, without(3)), unusable],
  'with-one-field-more-of-its-signer': [inside(signer, more(NULL)), unusable],
  'with-an-attribute-twice': [
    attributes(more(attribute('2.25.7', NULL), attribute('2.25.7', integer(1)))),
    unusable,
  ],
  'with-an-attribute-of-two-values': [attributes(more(attribute('2.25.7', NULL, integer(1)))), valid],
  'with-an-attribute-of-three-parts': [
    attributes(more(sequence(oid('2.25.7'), tlv(0x31, NULL), NULL))),
    unusable,
  ],
  'with-two-digests-of-its-content': [
    attributes(instead(messageDigest, (was) => changeDer(was, [1], (values) => [...values, octets(NULL)]))),
    unusable,
  ],
  'without-a-digest-of-its-content': [attributes(without(messageDigest)), unusable],
  'that-says-another-content': [
    attributes(instead(contentType, attribute('1.2.840.113549.1.9.3', oid('1.2.840.113549.1.7.1')))),
    unusable,
  ],
  'that-names-no-certificate': [stamped({ essVersions: [] }), unusable],
  'essversion-1-with-a-digest': [
    (signature, stamper) => {
      const named = sequence(SHA256, octets(sha256(must(stamper.chain[0]))));
      const first = attribute('1.2.840.113549.1.9.16.2.12', sequence(sequence(named)));
      return stamped({ essVersions: [1], attributes: instead(2, first) })(signature, stamper);
    },
    unusable,
  ],
  'signed-in-the-order-of-der': [stamped({ reverseAttributes: true, signSorted: true }), valid],
};

/** Who stamps, and by which roots it is judged; none: none is asked. */
interface Authority {
  readonly by: Party;
  readonly roots?: readonly Bytes[];
  readonly token?: Token;
  readonly expect: string;
}

const purposes = (...types: readonly string[]): Bytes =>
  sequence(oid('2.5.29.37'), hex('0101ff'), octets(sequence(...types.map(oid))));
const [stamping, codeSigning] = ['1.3.6.1.5.5.7.3.8', '1.3.6.1.5.5.7.3.3'];
const keyIdentifier = (id: string): Bytes => sequence(oid('2.5.29.14'), octets(octets(hex(id))));
/** Names the signer by its key's identifier. */
const named =
  (id: string, version: number): Token =>
  (signature, stamper) =>
    changeDer(makeTimestamp(stamper, signature), signer, ([, , ...rest]) => [
      integer(version),
      tlv(0x80, hex(id)),
      ...rest,
    ]);

async function authorities(cast: Cast): Promise<Readonly<Record<string, Authority>>> {
  const { key, chain } = cast.stamper;
  const [leaf = NULL, issuing = NULL, root = NULL] = chain;
  const [authorityKey, rootKey, strangersKey] = [
    'time-stamping-authority',
    'time-stamping-root',
    'stranger-root',
  ].map((name) => cast.keys.privateKey(name)) as [KeyObject, KeyObject, KeyObject];
  const by = (...certificates: readonly Bytes[]): Party => ({ key, chain: certificates });
  const [number, issuer, validity] = [1, 3, 4];
  const leafWith = (path: readonly number[], change: Change): Bytes =>
    resigned(leaf, authorityKey, path, change);
  const issuingWith = (path: readonly number[], change: Change, from = rootKey): Bytes =>
    resigned(issuing, from, path, change);
  const until = instead(1, at(0x17, '260101000000Z'));
  const since = instead(0, at(0x17, '270101000000Z'));
  const direct = resigned(leaf, rootKey, [], instead(issuer, parseCertificate(root).subject.der));
  const [foreign = NULL] = cast.strangerParty.chain;
  const strangersName = parseCertificate(cast.strangerParty.chain[2] ?? NULL).subject.der;
  const below = resigned(root, strangersKey, [], instead(issuer, strangersName));
  const expired = leafWith([validity], until);
  const identified = by(
    leafWith([7, 0], more(keyIdentifier('aa'))),
    issuingWith([7, 0], more(keyIdentifier('bb'))),
    root,
  );
  return {
    'for-two-purposes': {
      by: by(
        leafWith([7, 0], () => [purposes(stamping, codeSigning)]),
        issuing,
        root,
      ),
      expect: unusable,
    },
    'for-every-purpose': {
      by: by(
        leafWith([], (parts) => parts.slice(0, 7)),
        issuing,
        root,
      ),
      expect: unusable,
    },
    'of-one-that-had-expired': { by: by(expired, issuing, root), roots: [root], expect: unusable },
    'of-one-that-had-expired-without-roots': { by: by(expired, issuing, root), expect: valid },
    'of-one-not-yet-valid': {
      by: by(leafWith([validity], since), issuing, root),
      roots: [root],
      expect: unusable,
    },
    'through-one-that-had-expired': {
      by: by(leaf, issuingWith([validity], until), root),
      roots: [root],
      expect: unusable,
    },
    'through-one-that-others-signed': {
      by: by(
        leaf,
        issuingWith([], (parts) => parts, strangersKey),
        root,
      ),
      expect: unusable,
    },
    'through-one-of-another-root': {
      by: by(leaf, issuingWith([], instead(issuer, strangersName)), root),
      expect: unusable,
    },
    'through-one-of-its-number': {
      by: by(leaf, issuingWith([], instead(number, integer(2))), root),
      roots: [root],
      expect: valid,
    },
    'through-one-that-is-there-twice': { by: by(leaf, issuing, issuing, root), roots: [root], expect: valid },
    'through-none': { by: by(direct, root), roots: [root], expect: valid },
    'to-no-root': { by: by(leaf, issuing), expect: unusable },
    'to-a-root-that-another-signed': { by: by(leaf, issuing), roots: [below], expect: valid },
    'under-roots-alone': { by: by(leaf), roots: [issuing, root], expect: valid },
    'beside-a-root-of-others': {
      by: by(leaf, issuing, root, foreign),
      roots: [root, foreign],
      expect: valid,
    },
    'beside-the-chain-of-others': {
      by: by(leaf, issuing, root, ...cast.strangerParty.chain),
      expect: unusable,
    },
    'beside-another-of-its-number': {
      by: by(leaf, issuing, root, expired),
      roots: [root, expired],
      expect: unusable,
    },
    'named-by-its-key': { by: identified, roots: [root], token: named('aa', 3), expect: valid },
    'named-by-its-key-in-version-1': { by: identified, token: named('aa', 1), expect: unusable },
    'by-rsa': {
      by: await cast.keys.party('time-stamping-rsa', { rsa: true, timestamps: true }),
      expect: valid,
    },
  };
}

export async function addTimestampCases(pdfs: Pdfs): Promise<void> {
  const { set } = pdfs;
  const { document, receipt } = pdfs.of('pdf');
  const section = 'Timestamp';
  for (const [id, [token, expect]] of Object.entries(cases)) {
    const timestamp = (signature: Bytes): Bytes => token(signature, set.cast.stamper);
    pdfs.add(`timestamp-${id}`, document, expect, { receipt, timestamp }, { section });
  }
  for (const [id, { by, roots = [], token = stamped({}), expect }] of Object.entries(
    await authorities(set.cast),
  )) {
    const timestamp = (signature: Bytes): Bytes => token(signature, by);
    const timestampRoots = roots.map((root, i) => set.put(`timestamp-roots/${id}-${i + 1}.der`, root));
    const more = { section, ...(roots.length > 0 && { timestampRoots }) };
    pdfs.add(`timestamp-authority-${id}`, document, expect, { receipt, timestamp }, more);
  }
  const late = (signature: Bytes): Bytes => makeTimestamp(set.cast.stamper, signature, '20500101000000Z');
  pdfs.add('timestamp-after-the-signer', document, unusable, { receipt, timestamp: late }, { section });
}
