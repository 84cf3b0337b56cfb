/** SignedData that is written otherwise than it may be, and the chains of its certificates. */
import { createHash } from 'node:crypto';

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
} from '../der/encode.fixture.js';
import type { Change } from '../der/encode.fixture.js';
import { parseCertificate } from '../der/certificate.js';
import { DerReader } from '../der/reader.js';
import { sha256 } from '../pdf/handmade.fixture.js';
import type { SigningChanges } from '../pdf/handmade.fixture.js';
import { fromHex, toHex } from '../formats/bytes.js';
import type { Cast } from './cast.fixture.js';
import { resigned } from './resigned.fixture.js';
import { sign } from './documents.fixture.js';
import { EditedPdfs, refused } from './pdf-edits.fixture.js';
import type { VectorSet } from './set.fixture.js';

type Bytes = Uint8Array;

const valid = 'valid OK';
const SHA256 = oid('2.16.840.1.101.3.4.2.1');
const SHA384 = oid('2.16.840.1.101.3.4.2.2');
const SHA512 = oid('2.16.840.1.101.3.4.2.3');
const SHA224 = oid('2.16.840.1.101.3.4.2.4');

/** A change of what nothing signs. */
const inside = (path: readonly number[], change: Change): SigningChanges => ({
  contents: (text) => {
    const { der } = new DerReader(fromHex(text)).next();
    return toHex(changeDer(der, path, change)).padEnd(text.length, '0');
  },
});
const everywhere = (from: Bytes, to: Bytes): SigningChanges => ({
  contents: (text) => text.replaceAll(toHex(from), toHex(to)),
});
const data = [1, 0] as const;
const digests = [...data, 1] as const;
const signer = [...data, 4, 0] as const;
const identifier = [...signer, 1] as const;

const unsigned: Readonly<Record<string, SigningChanges>> = {
  'info-of-three-parts': inside([], more(NULL)),
  'two-at-once': inside([1], more(sequence())),
  'one-field-more': inside(data, more(NULL)),
  'two-digests': inside(digests, more(sequence(SHA384))),
  'digest-with-parameters': inside([...digests, 0], more(integer(1))),
  'digest-of-no-known-kind': everywhere(SHA256, SHA224),
  'signer-of-another-version': inside(signer, instead(0, integer(3))),
  'signer-with-one-field-more': inside(signer, more(NULL)),
  'signer-with-another-digest': inside([...signer, 2], instead(0, SHA384)),
  'signer-named-by-three-parts': inside(identifier, more(NULL)),
  'signer-that-did-not-come-along': inside(identifier, instead(1, integer(9))),
};

const SIGNING_TIME = '1.2.840.113549.1.9.5';
const time = (second: string): Bytes => tlv(0x17, Buffer.from(`2611240400${second}Z`));
const withAttributes =
  (...others: readonly Bytes[]) =>
  (): Change =>
    more(...others);
/** Names the certificate otherwise: parts of the SigningCertificateV2. */
const naming =
  (parts: (leaf: Bytes) => readonly Bytes[]) =>
  (leaf: Bytes): Change =>
    instead(2, attribute('1.2.840.113549.1.9.16.2.47', sequence(...parts(leaf))));
const hashed = (leaf: Bytes): Bytes => octets(sha256(leaf));
const id = (...parts: readonly Bytes[]): Bytes => sequence(sequence(...parts));
const sha384 = (bytes: Bytes): Bytes => new Uint8Array(createHash('sha384').update(bytes).digest());

const signed: Readonly<Record<string, readonly [(leaf: Bytes) => Change, string?]>> = {
  'attribute-twice': [
    withAttributes(attribute(SIGNING_TIME, time('00')), attribute(SIGNING_TIME, time('01'))),
  ],
  'attribute-of-two-values': [withAttributes(attribute(SIGNING_TIME, time('00'), time('01')))],
  'attribute-of-three-parts': [withAttributes(sequence(oid(SIGNING_TIME), tlv(0x31, time('00')), NULL))],
  'attributes-of-one-length': [withAttributes(attribute('2.25.7', NULL), attribute('2.25.8', NULL)), valid],
  'names-no-certificate': [naming(() => [sequence()])],
  'names-it-by-sha-256': [naming((leaf) => [id(sequence(SHA256), hashed(leaf))]), valid],
  'names-it-by-sha-384': [naming((leaf) => [id(sequence(SHA384), octets(sha384(leaf)))]), valid],
  'names-its-issuer-too': [naming((leaf) => [id(hashed(leaf), sequence())]), valid],
  'names-it-and-one-part-more': [naming((leaf) => [id(hashed(leaf), sequence(), NULL)])],
  'names-it-under-policies': [naming((leaf) => [id(hashed(leaf)), sequence()]), valid],
  'names-it-under-more-than-policies': [naming((leaf) => [id(hashed(leaf)), sequence(), NULL])],
};

const constraints = (...parts: readonly Bytes[]): Bytes =>
  sequence(oid('2.5.29.19'), octets(sequence(...parts)));
const usage = (bits: string): Bytes => sequence(oid('2.5.29.15'), octets(hex(bits)));
const [YES, NO] = [hex('0101ff'), hex('010100')];

/** The certificates that come along, the signer's first. */
function chains(cast: Cast): Readonly<Record<string, readonly [readonly Bytes[], string?]>> {
  const [leaf = NULL, issuing = NULL, root = NULL] = cast.party.chain;
  const rootKey = cast.keys.privateKey('issuer-root');
  const [serial, algorithm, issuer, validity] = [1, 2, 3, 4];
  const issuingWith = (...extensions: readonly Bytes[]): Bytes =>
    resigned(issuing, rootKey, [7, 0], () => extensions);
  const direct = resigned(leaf, rootKey, [], instead(issuer, parseCertificate(root).subject.der));
  const numbered = (certificate: Bytes, number: number): Bytes =>
    resigned(certificate, rootKey, [], instead(serial, integer(number)));
  const renewed = resigned(root, rootKey, [validity], instead(0, tlv(0x17, Buffer.from('220101000000Z'))));
  const signedWith = (change: Change): Bytes =>
    changeDer(resigned(issuing, rootKey, [algorithm], change), [1], change);
  return {
    'in-another-order': [[leaf, root, issuing], valid],
    'through-no-authority': [[leaf, issuingWith(constraints(NO)), root]],
    'through-a-key-that-may-certify': [[leaf, issuingWith(constraints(YES), usage('03020204')), root], valid],
    'through-a-key-that-may-not': [[leaf, issuingWith(constraints(YES), usage('03020780')), root]],
    'that-others-signed': [[leaf, ...cast.twin.chain.slice(1)]],
    'signed-in-an-unknown-way': [[leaf, signedWith(instead(0, oid('1.2.840.10045.4.1'))), root]],
    'signed-with-parameters': [[leaf, signedWith(more(integer(1))), root]],
    'with-its-root-renewed': [[leaf, issuing, root, renewed]],
    'through-another-of-its-number': [[leaf, numbered(issuing, 2), root], valid],
    'without-an-authority-between': [[direct, root], valid],
    'of-two-with-one-number': [[numbered(direct, 1), root]],
  };
}

export async function addCmsCases(set: VectorSet): Promise<void> {
  const pdfs = new EditedPdfs(set);
  const { cast, pdf } = set;
  const { document, receipt } = pdf;
  const [leaf = NULL] = cast.party.chain;
  const add = (id: string, changes: SigningChanges, expect = refused): void => {
    pdfs.file(`cms-${id}`, sign(cast, document, { receipt, changes }), expect);
  };
  for (const [id, changes] of Object.entries(unsigned)) add(id, changes);
  const longer = integer(...parseCertificate(leaf).serial, 0);
  add('signer-of-a-longer-number', inside(identifier, instead(1, longer)));
  const another = inside(signer, instead(5, changeLast));
  add('another-signature', another, 'invalid SIGNATURE_INVALID');
  const raw = inside(signer, instead(5, octets(new Uint8Array(64).fill(1))));
  add('signature-that-is-no-der', raw, 'invalid SIGNATURE_INVALID');
  add('content-of-another-type', { cms: { type: '1.2.840.113549.1.9.16.1.4', version: 1 } });
  for (const [id, [change, expect]] of Object.entries(signed))
    add(id, { cms: { attributes: change(leaf) } }, expect);
  for (const [id, [chain, expect]] of Object.entries(chains(cast))) {
    const by = { key: document.by.key, chain };
    pdfs.file(`chain-${id}`, sign(cast, { ...document, by }, { receipt }), expect);
  }
  const changes = everywhere(SHA256, SHA512);
  await pdfs.signed('cms-sha-512-of-rsa', { by: cast.rsaParty }, refused, { receipt, changes });
}
