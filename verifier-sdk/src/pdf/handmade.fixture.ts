/** Makes small PDF certificates by hand, good ones and bad ones, with keys of the test's own. */
import 'reflect-metadata';

import { createHash, createSign, webcrypto, KeyObject } from 'node:crypto';
import { deflateSync } from 'node:zlib';

import * as x509 from '@peculiar/x509';

import { RECEIPT_ATTRIBUTE } from '../der/cms.js';
import { NULL, attribute, hex, integer, octets, oid, sequence, setOf, tlv } from '../der/encode.fixture.js';
import type { Change } from '../der/encode.fixture.js';
import { ecdsaToDer } from '../formats/ecdsa.js';
import { repeatableCrypto, signEs256 } from '../formats/repeatable.fixture.js';

x509.cryptoProvider.set(repeatableCrypto);

type Bytes = Uint8Array;

export const sha256 = (...parts: Bytes[]): Bytes => {
  const hash = createHash('sha256');
  parts.forEach((part) => hash.update(part));
  return new Uint8Array(hash.digest());
};

const SHA256 = sequence(oid('2.16.840.1.101.3.4.2.1'));

/** A key with its chain, the signer's certificate first, the root last. */
export interface Party {
  readonly key: KeyObject;
  readonly chain: readonly Bytes[];
}

function leafOf({ chain: [leaf] }: Party): Bytes {
  if (leaf === undefined) throw new TypeError('a party has a certificate');
  return leaf;
}

const EC = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const RSA = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength: 2048,
  publicExponent: Uint8Array.of(1, 0, 1),
} as const;

/** Of the root, of the authority under it, and of the party itself. */
export type PartyKeys = readonly [root: CryptoKeyPair, issuing: CryptoKeyPair, own: CryptoKeyPair];

/** A root, an authority under it, and a key that this certified. */
export async function makeParty(
  name: string,
  options: { rsa?: boolean; timestamps?: boolean; keys?: PartyKeys } = {},
): Promise<Party> {
  const algorithm = options.rsa ? RSA : EC;
  const pair = async (): Promise<CryptoKeyPair> =>
    (await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])) as CryptoKeyPair;
  const given = options.keys;
  const [rootKeys, issuingKeys, keys] = given ?? [await pair(), await pair(), await pair()];
  const life = { notBefore: new Date('2021-01-01T00:00:00Z'), notAfter: new Date('2046-01-01T00:00:00Z') };
  const root = await x509.X509CertificateGenerator.createSelfSigned({
    ...life,
    serialNumber: '01',
    name: `CN=${name} root`,
    keys: rootKeys,
    signingAlgorithm: algorithm,
    extensions: [new x509.BasicConstraintsExtension(true, 1, true)],
  });
  const issuing = await x509.X509CertificateGenerator.create({
    ...life,
    serialNumber: '03',
    subject: `CN=${name} issuing`,
    issuer: root.subject,
    publicKey: issuingKeys.publicKey,
    signingKey: rootKeys.privateKey,
    signingAlgorithm: algorithm,
    extensions: [new x509.BasicConstraintsExtension(true, 0, true)],
  });
  const leaf = await x509.X509CertificateGenerator.create({
    ...life,
    serialNumber: '02',
    subject: `CN=${name}`,
    issuer: issuing.subject,
    publicKey: keys.publicKey,
    signingKey: issuingKeys.privateKey,
    signingAlgorithm: algorithm,
    extensions: options.timestamps
      ? [new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.timeStamping], true)]
      : [new x509.KeyUsagesExtension(x509.KeyUsageFlags.nonRepudiation, true)],
  });
  const key = KeyObject.from(keys.privateKey);
  return { key, chain: [leaf, issuing, root].map((certificate) => new Uint8Array(certificate.rawData)) };
}

export interface CmsChanges {
  readonly certificates?: readonly Bytes[];
  readonly essHash?: Bytes;
  readonly messageDigest?: Bytes;
  readonly content?: Bytes;
  readonly unsigned?: readonly Bytes[];
  readonly signers?: number;
  readonly reverseAttributes?: boolean;
  /** The attributes are written in another order than was signed. */
  readonly signSorted?: boolean;
  /** The signing-certificate attributes by their versions; 2 unless given. */
  readonly essVersions?: readonly (1 | 2)[];
  /** What else is in the SignedData: DER of CertificateChoices, and of revocation lists. */
  readonly otherCertificates?: readonly Bytes[];
  readonly crls?: readonly Bytes[];
  readonly version?: number;
  /** Of the content. */
  readonly type?: string;
  /** Of the signed attributes, before they are sorted and signed. */
  readonly attributes?: Change;
}

const essHash = (version: 1 | 2, certificate: Bytes): Bytes =>
  version === 2 ? sha256(certificate) : new Uint8Array(createHash('sha1').update(certificate).digest());

function signWith(key: KeyObject, bytes: Bytes): Bytes {
  if (key.asymmetricKeyType === 'ec') return ecdsaToDer(signEs256(key, bytes));
  return new Uint8Array(createSign('sha256').update(bytes).sign(key));
}

/** SignedData over a digest, with this party's key. */
export function makeCms(party: Party, digest: Bytes, changes: CmsChanges = {}) {
  const { type = '1.2.840.113549.1.7.1' } = changes;
  const leaf = new x509.X509Certificate(leafOf(party) as Uint8Array<ArrayBuffer>);
  const own = [
    attribute('1.2.840.113549.1.9.3', oid(type)),
    attribute('1.2.840.113549.1.9.4', octets(changes.messageDigest ?? digest)),
    ...(changes.essVersions ?? [2]).map((version) =>
      attribute(
        `1.2.840.113549.1.9.16.2.${version === 1 ? 12 : 47}`,
        sequence(sequence(sequence(octets(changes.essHash ?? essHash(version, leafOf(party)))))),
      ),
    ),
  ];
  const attributes = (changes.attributes?.(own) ?? own).toSorted((a, b) => Buffer.compare(a, b));
  const sorted = tlv(0x31, ...attributes);
  if (changes.reverseAttributes) attributes.reverse();
  const signature = signWith(party.key, changes.signSorted ? sorted : tlv(0x31, ...attributes));
  const algorithm =
    party.key.asymmetricKeyType === 'ec'
      ? sequence(oid('1.2.840.10045.4.3.2'))
      : sequence(oid('1.2.840.113549.1.1.1'), NULL);
  const issuer = new Uint8Array(leaf.issuerName.toArrayBuffer());
  const info = (unsigned: readonly Bytes[]): Bytes =>
    sequence(
      integer(1),
      sequence(issuer, tlv(0x02, hex(leaf.serialNumber))),
      SHA256,
      tlv(0xa0, ...attributes),
      algorithm,
      octets(signature),
      ...(unsigned.length > 0 ? [setOf(0xa1, ...unsigned)] : []),
    );
  const encode = (unsigned: readonly Bytes[]): Bytes =>
    sequence(
      oid('1.2.840.113549.1.7.2'),
      tlv(
        0xa0,
        sequence(
          integer(changes.version ?? (type === '1.2.840.113549.1.7.1' ? 1 : 3)),
          tlv(0x31, SHA256),
          changes.content ? sequence(oid(type), tlv(0xa0, octets(changes.content))) : sequence(oid(type)),
          tlv(0xa0, ...(changes.certificates ?? party.chain), ...(changes.otherCertificates ?? [])),
          ...(changes.crls ? [tlv(0xa1, ...changes.crls)] : []),
          tlv(0x31, ...Array.from({ length: changes.signers ?? 1 }, () => info(unsigned))),
        ),
      ),
    );
  return { signature, encode };
}

/** TSTInfo (RFC 3161 §2.4.2) over a signature's value. */
export const timestampInfo = (signature: Bytes, time = '20261124040000Z'): Bytes =>
  sequence(
    integer(1),
    oid('2.25.1'),
    sequence(SHA256, octets(sha256(signature))),
    integer(5),
    tlv(0x18, new Uint8Array(Buffer.from(time))),
  );

/** An RFC 3161 token over a signature's value. */
export function makeTimestamp(
  party: Party,
  signature: Bytes,
  time?: string,
  changes: CmsChanges = {},
): Bytes {
  const content = changes.content ?? timestampInfo(signature, time);
  const type = '1.2.840.113549.1.9.16.1.4';
  return makeCms(party, sha256(content), { type, ...changes, content }).encode(changes.unsigned ?? []);
}

export const timestampAttribute = (token: Bytes): Bytes => attribute('1.2.840.113549.1.9.16.2.14', token);
export const receiptAttribute = (receipt: Bytes): Bytes => attribute(RECEIPT_ATTRIBUTE, octets(receipt));
export const foreignAttribute = (): Bytes => attribute('2.25.7', NULL);

function streamOf(bytes: Bytes): string {
  const data = deflateSync(bytes).toString('latin1');
  return `<</Filter/FlateDecode/Length ${data.length}>>\nstream\n${data}\nendstream`;
}

/** The objects of a small certificate, by number, as they are written; 12 and up are free. `validation`: for the DSS. */
export function makeObjects(credential: string, validation: readonly Bytes[] = []): Map<number, string> {
  const data = deflateSync(Buffer.from(credential)).toString('latin1');
  const page = 'BT /F1 24 Tf 72 700 Td (certificate) Tj ET';
  const certificates = validation.map((der, i) => [10 + i, streamOf(der)] as const);
  const references = certificates.map(([number]) => `${number} 0 R`).join(' ');
  return new Map([
    [
      1,
      `<</Type/Catalog/Pages 2 0 R/AcroForm<</SigFlags 3/Fields[4 0 R]>>/AF[6 0 R]/DSS<</Certs[${references}]>>/Names<</EmbeddedFiles<</Names[(credential.sd-jwt)6 0 R]>>>>>>`,
    ],
    [2, '<</Type/Pages/Kids[3 0 R]/Count 1>>'],
    [
      3,
      '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 8 0 R/Resources<</Font<</F1 9 0 R>>>>/Annots[4 0 R]>>',
    ],
    [4, '<</Type/Annot/Subtype/Widget/FT/Sig/T(signature)/Rect[0 0 0 0]/F 132/P 3 0 R/V 5 0 R>>'],
    [
      5,
      `<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/M(D:20261124120000+08'00')/ByteRange [0 ${' '.repeat(30)}]/Contents <${'0'.repeat(2 * 4000)}>>>`,
    ],
    [
      6,
      '<</Type/Filespec/F(credential.sd-jwt)/UF(credential.sd-jwt)/AFRelationship/Data/EF<</F 7 0 R/UF 7 0 R>>>>',
    ],
    [
      7,
      `<</Type/EmbeddedFile/Subtype/application#2Fdc+sd-jwt/Filter/FlateDecode/Length ${data.length}>>\nstream\n${data}\nendstream`,
    ],
    [8, `<</Length ${page.length}>>\nstream\n${page}\nendstream`],
    [9, '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>'],
    ...certificates,
  ]);
}

/** Header, objects, table, trailer: a file of one revision. */
export interface Photo {
  readonly bytes: Bytes;
  /** Of the image XObject, `Filter` and all. */
  readonly entries: string;
  /** The first four of the matrix that places it on the page. */
  readonly turn: string;
}

/** Draws a photo on the page: after the objects of `makeObjects`, before any others. */
export function addPhoto(objects: Map<number, string>, { bytes, entries, turn }: Photo): void {
  const content = deflateSync(Buffer.from(`q ${turn} 72 700 cm /I0 Do Q\n`)).toString('latin1');
  objects.set(8, `<</Filter/FlateDecode/Length ${content.length}>>\nstream\n${content}\nendstream`);
  const image = Buffer.from(bytes).toString('latin1');
  objects.set(
    objects.size + 1,
    `<</Type/XObject/Subtype/Image/BitsPerComponent 8${entries}/Length ${image.length}>>\nstream\n${image}\nendstream`,
  );
}

export function makeFile(objects: ReadonlyMap<number, string>, trailer = ''): Buffer {
  let text = '%PDF-1.7\n%\xe2\xe3\xcf\xd3\n';
  let table = `xref\n0 ${objects.size + 1}\n0000000000 65535 f \n`;
  for (const [number, body] of objects) {
    table += `${String(text.length).padStart(10, '0')} 00000 n \n`;
    text += `${number} 0 obj\n${body}\nendobj\n`;
  }
  const start = text.length;
  const ending = `trailer\n<</Size ${objects.size + 1}/Root 1 0 R${trailer}>>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(text + table + ending, 'latin1');
}

const drawing = (content: string, entries = ''): string =>
  `<<${entries}/Length ${content.length}>>\nstream\n${content}\nendstream`;

/** A page that takes for ever to draw: each form draws the next one twice, as rice on a chessboard. */
export function makeEndless(levels = 28): Buffer {
  const form = '/Type/XObject/Subtype/Form/BBox[0 0 9 9]';
  const page = '/MediaBox[0 0 99 99]/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>';
  const forms = Array.from({ length: levels }, (_, at): [number, string] => [
    5 + at,
    drawing('/F Do /F Do', `${form}/Resources<</XObject<</F ${6 + at} 0 R>>>>`),
  ]);
  return makeFile(
    new Map([
      [1, '<</Type/Catalog/Pages 2 0 R>>'],
      [2, '<</Type/Pages/Kids[3 0 R]/Count 1>>'],
      [3, `<</Type/Page/Parent 2 0 R${page}>>`],
      [4, drawing('/F Do')],
      ...forms,
      [5 + levels, drawing('0 0 9 9 re f', form)],
    ]),
  );
}

export interface SigningChanges {
  readonly cms?: CmsChanges;
  /** Attributes made from the signature's value, once it exists. */
  readonly unsigned?: (signature: Bytes) => readonly Bytes[];
  readonly contents?: (hex: string) => string;
}

/** Fills the last placeholders of a file and signs it. */
export function signFile(file: Buffer, party: Party, changes: SigningChanges = {}): Uint8Array {
  const at = file.lastIndexOf('/ByteRange [0 ');
  const start = file.indexOf('/Contents <', at) + '/Contents '.length;
  const end = file.indexOf('>', start) + 1;
  file.write(`${start} ${end} ${file.length - end}`.padEnd(30), at + '/ByteRange [0 '.length, 'latin1');
  return fillContents(file, party, { start, end }, changes);
}

export function fillContents(
  file: Buffer,
  party: Party,
  { start, end }: { start: number; end: number },
  changes: SigningChanges = {},
): Uint8Array {
  const digest = sha256(file.subarray(0, start), file.subarray(end));
  const cms = makeCms(party, digest, changes.cms);
  const der = cms.encode([...(changes.cms?.unsigned ?? []), ...(changes.unsigned?.(cms.signature) ?? [])]);
  const text = Buffer.from(der)
    .toString('hex')
    .padEnd(end - start - 2, '0');
  file.write(changes.contents?.(text) ?? text, start + 1, 'latin1');
  return new Uint8Array(file);
}
