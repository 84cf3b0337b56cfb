/** The signer's certificate alone, which nobody's signature is needed for: in DER, or in what is nearly DER. */
import {
  NULL,
  changeDer,
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
import { sha256 } from '../pdf/handmade.fixture.js';
import { utf8 } from '../formats/bytes.js';
import { sign } from './documents.fixture.js';
import { must } from './must.fixture.js';
import { EditedPdfs, refused } from './pdf-edits.fixture.js';
import type { VectorSet } from './set.fixture.js';

type Bytes = Uint8Array;
type Made = (leaf: Bytes) => Bytes;

const at =
  (path: readonly number[], change: Change): Made =>
  (leaf) =>
    changeDer(leaf, path, change);
const tbs = (change: Change): Made => at([0], change);
const [version, serial, algorithm, validity, subject] = [0, 1, 2, 4, 5];

const extensions = (change: Change): Made => at([0, 7, 0], change);
const NO = hex('010100');
const YES = hex('0101ff');
const extension = (type: string, value: Bytes, ...critical: readonly Bytes[]): Bytes =>
  sequence(oid(type), ...critical, octets(value));
const withExtension = (...given: Parameters<typeof extension>): Made => extensions(more(extension(...given)));
/** Of an arc of this project's own, that nobody knows. */
const unknown = '2.25.7';
const withConstraints = (...parts: readonly Bytes[]): Made => withExtension('2.5.29.19', sequence(...parts));
const withPathLength = (length: Bytes): Made => withConstraints(YES, length);
const withUsages = (bits: Bytes): Made => extensions(() => [extension('2.5.29.15', bits)]);
const withKeyId = (value: Bytes): Made => withExtension('2.5.29.35', value);
const withOid = (contents: string): Made =>
  extensions(more(sequence(tlv(0x06, hex(contents)), octets(NULL))));
const withName = (...names: readonly Bytes[]): Made => tbs(instead(subject, sequence(...names)));
const commonName = (value: Bytes, ...others: readonly Bytes[]): Bytes =>
  tlv(0x31, sequence(oid('2.5.4.3'), value, ...others));
const named = (tag: number, contents: Bytes): Made => withName(commonName(tlv(tag, contents)));
const since = (tag: number, text: string): Made => at([0, validity], instead(0, tlv(tag, utf8(text))));
const UTC = 0x17;
const GENERALIZED = 0x18;
const bothAlgorithms =
  (change: Change): Made =>
  (leaf) =>
    at([1], change)(at([0, algorithm], change)(leaf));
const broken: Readonly<Record<string, Made>> = {
  // Lengths and tags.
  'length-in-more-octets-than-needed': tbs(instead(serial, hex('02810102'))),
  'length-with-a-zero-before': extensions(more(sequence(oid(unknown), hex(`04820080${'00'.repeat(128)}`)))),
  'length-of-no-end': withKeyId(hex('3002 8080')),
  'length-beyond-the-end': withKeyId(hex('3003 800501')),
  'length-that-is-cut': withKeyId(hex('3003 808201')),
  'tag-of-two-octets': bothAlgorithms(more(hex('1f0100'))),
  'subject-of-another-tag': tbs(
    instead(subject, (was) => Uint8Array.from(was, (octet, i) => (i === 0 ? 0x31 : octet))),
  ),
  // Something after what there should be.
  'one-element-more': at([], more(NULL)),
  'one-field-more': tbs(more(NULL)),
  'two-versions': at([0, version], more(NULL)),
  'three-times': at([0, validity], more(NULL)),
  'name-of-three-parts': withName(commonName(tlv(0x0c, utf8('x')), NULL)),
  'two-lists-of-extensions': at([0, 7], more(sequence())),
  'extension-of-four-parts': extensions(more(sequence(oid(unknown), NO, octets(NULL), NULL))),
  'extension-with-more-after-it': withExtension('2.5.29.14', hex('0401 00 0500')),
  'extension-that-is-a-set': extensions(more(tlv(0x31, oid(unknown), octets(NULL)))),
  'constraints-with-more-after-them': withExtension('2.5.29.19', hex('3000 0500')),
  'constraints-of-three-parts': withConstraints(YES, integer(0), NULL),
  'algorithm-of-three-parts': bothAlgorithms(more(NULL, NULL)),
  // Values.
  'version-2': at([0, version], () => [integer(1)]),
  'two-algorithms': at([1], instead(0, oid('1.2.840.10045.4.3.3'))),
  'parameters-that-are-no-null': bothAlgorithms(more(hex('050100'))),
  'signature-of-no-whole-octets': at([], instead(2, hex('0303 010000'))),
  'extension-twice': extensions((parts) => [...parts, ...parts]),
  'unknown-critical-extension': withExtension(unknown, NULL, YES),
  'boolean-of-one': withConstraints(hex('010101')),
  'boolean-of-two-octets': withConstraints(hex('0102ffff')),
  'integer-without-octets': withPathLength(integer()),
  'integer-with-a-zero-before': withPathLength(integer(0, 1)),
  'integer-of-five-octets': withPathLength(integer(1, 0, 0, 0, 0)),
  'negative-integer': withPathLength(integer(0xff)),
  'bits-of-eight-unused': withUsages(hex('0302 0800')),
  'bits-that-are-unused-and-set': withUsages(hex('0302 01c1')),
  'bits-unused-of-none': withUsages(hex('0301 01')),
  'identifier-without-octets': withOid(''),
  'identifier-of-41-octets': withOid(`2a${'01'.repeat(40)}`),
  'identifier-that-is-cut': withOid('2a86'),
  'identifier-with-a-zero-before': withOid('2a8001'),
  'usage-that-is-no-identifier': withExtension('2.5.29.37', sequence(octets(hex('2a')))),
  '33-extensions': extensions(more(...Array.from({ length: 32 }, (_, i) => extension(`2.25.${i}`, NULL)))),
  'name-of-sequences': withName(sequence(sequence(oid('2.5.4.3'), tlv(0x0c, utf8('x'))))),
  'name-that-is-no-ascii': named(0x13, hex('ff')),
  'name-that-is-no-utf-8': named(0x0c, hex('ff')),
  'name-of-half-a-character': named(0x1e, hex('004100')),
  'name-that-is-no-text': named(0x04, hex('41')),
  'time-in-another-string': since(0x0c, '20210101000000Z'),
  'time-that-is-no-ascii': at([0, validity], instead(0, tlv(UTC, hex('ff')))),
  'time-without-seconds': since(UTC, '2101010000Z'),
  'time-with-a-fraction': since(UTC, '210101000000.5Z'),
  'time-of-another-zone': since(UTC, '210101000000+0800'),
  '30th-of-february': since(UTC, '210230000000Z'),
  'thirteenth-month': since(UTC, '211301000000Z'),
};

const good: Readonly<Record<string, Made>> = {
  'without-extensions': tbs((parts) => parts.slice(0, 7)),
  'extension-that-says-it-is-not-critical': withExtension(unknown, NULL, NO),
  'constraints-of-nothing': withConstraints(),
  'key-usage-of-nothing': withUsages(hex('0301 00')),
  'path-length-256': withPathLength(integer(1, 0)),
  'path-length-384': withPathLength(integer(1, 0x80)),
  'identifier-with-a-zero-inside': withOid('2a818000'),
  'identifier-of-a-large-number': withOid(`${'ff'.repeat(18)}7f`),
  'authority-without-a-key': withKeyId(sequence()),
  'names-in-all-strings': withName(
    ...[0x0c, 0x13, 0x14, 0x16].map((tag) => commonName(tlv(tag, utf8('x')))),
    commonName(tlv(0x1e, hex('8bc1'))),
  ),
  'algorithm-with-parameters': bothAlgorithms(more(integer(1))),
  'time-of-the-last-century': since(UTC, '990101000000Z'),
  'time-in-full': since(GENERALIZED, '20210101000000Z'),
};

export function addX509Cases(set: VectorSet): void {
  const pdfs = new EditedPdfs(set);
  const { cast, pdf } = set;
  const add = (id: string, made: Made, expect: string): void => {
    const certificate = made(must(cast.party.chain[0]));
    const changes = { cms: { certificates: [certificate], essHash: sha256(certificate) } };
    pdfs.file(`x509-${id}`, sign(cast, pdf.document, { receipt: pdf.receipt, changes }), expect);
  };
  for (const [id, made] of Object.entries(broken)) add(id, made, refused);
  for (const [id, made] of Object.entries(good)) add(id, made, 'valid OK');
}
