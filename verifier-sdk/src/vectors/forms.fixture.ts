/** `forms.json`: what a reader takes of one form, and what breaks one rule of it. */
import { toHex, utf8 } from '../formats/bytes.js';
import { canonicalJson, parseJson } from '../formats/json.js';
import type { JsonObject } from '../formats/json.js';
import { leafHash, merkleTree, nodeHash } from '../formats/merkle.js';
import { coses, leaves, liveCodes, qrCodes, qrTexts, receipts } from './code-forms.fixture.js';
import { credentials } from './credential-forms.fixture.js';
import { credentialText } from './documents.fixture.js';
import { entries } from './entry-forms.fixture.js';
import type { Form } from './form.fixture.js';
import { canonical, json } from './json-forms.fixture.js';
import { ecKeys, points, rsaKeys, signatures } from './key-forms.fixture.js';
import { must } from './must.fixture.js';
import { filingProofs, hallKeys } from './published-forms.fixture.js';
import { networkRecords, provinceRecords, trustAnchors } from './record-forms.fixture.js';
import type { VectorSet } from './set.fixture.js';

const days: Form = {
  accepted: {
    'the first': '0000-01-01',
    'the last': '9999-12-31',
    'of a leap year': '2024-02-29',
    'of a century that has a leap day': '2000-02-29',
  },
  refused: {
    'of no leap year': '2023-02-29',
    'of a century that has none': '1900-02-29',
    'of no month': '2024-13-01',
    'of month 0': '2024-00-10',
    'day 0': '2024-01-00',
    'one digit': '2024-2-10',
    'two digits of a year': '24-02-10',
    'five digits of a year': '10000-01-01',
    'a year below 0': '-001-01-01',
    slashes: '2024/02/10',
    'more behind it': '2024-02-10T',
    'wide digits': '２０２４-０２-１０',
    'no text': '',
  },
};

/** Of which the day in Asia/Shanghai is looked for. */
const seconds: Form = {
  accepted: {
    'the first of all days': '-62167248000',
    'the last of all days': '253402271999',
    '1970': '0',
  },
  refused: { 'before all days': '-62167248001', 'after all days': '253402272000' },
};

const instants: Form = {
  accepted: {
    'the first': '0000-01-01T00:00:00.000Z',
    'the last': '9999-12-31T23:59:59.999Z',
    'of a leap day': '2024-02-29T12:34:56.789Z',
  },
  refused: {
    'a day that is not': '2024-02-30T00:00:00.000Z',
    'a month that is not': '2024-13-01T00:00:00.000Z',
    'hour 24': '2024-02-10T24:00:00.000Z',
    'a leap second': '2016-12-31T23:59:60.000Z',
    'no milliseconds': '2024-02-10T00:00:00Z',
    'two digits of them': '2024-02-10T00:00:00.00Z',
    'another zone': '2024-02-10T08:00:00.000+08:00',
    'a small letter': '2024-02-10T00:00:00.000z',
    'five digits of a year': '+010000-01-01T00:00:00.000Z',
    'a day': '2024-02-10',
  },
};

/** JSON `{ leaf, index, size, path, root }`, hashes in hex: whether the leaf is at its place under the root. */
async function inclusions(): Promise<Form> {
  const hashes = await Promise.all([0, 1, 2, 3, 4].map((n) => leafHash(Uint8Array.of(n))));
  const [a, b, c, , e] = hashes as [Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array];
  const tree = await merkleTree(hashes);
  const said = (
    leaf: Uint8Array,
    index: number,
    size: number,
    path: readonly Uint8Array[],
    root: Uint8Array,
  ): string => canonicalJson({ leaf: toHex(leaf), index, size, path: path.map(toHex), root: toHex(root) });
  const pair = await nodeHash(a, b);
  const short = a.slice(1);
  const last = 2 ** 31;
  return {
    accepted: {
      'the first of five': said(a, 0, 5, tree.proof(0), tree.root),
      'the third of five': said(c, 2, 5, tree.proof(2), tree.root),
      'the last of five': said(e, 4, 5, tree.proof(4), tree.root),
      'one of one': said(a, 0, 1, [], a),
      'the first of two': said(a, 0, 2, [b], pair),
    },
    refused: {
      'another place': said(a, 1, 5, tree.proof(0), tree.root),
      'a place below 0': said(a, -1, 5, tree.proof(0), tree.root),
      'a place that is not whole': said(a, 0.5, 5, tree.proof(0), tree.root),
      'a place behind the last': said(a, 5, 5, tree.proof(0), tree.root),
      'another size': said(a, 0, 3, tree.proof(0), tree.root),
      'no leaves': said(a, 0, 0, [], a),
      'more than 2^31 - 1 leaves': said(b, last, last + 1, [a], pair),
      'a path that is short': said(a, 0, 5, [b], pair),
      'a path that is long': said(b, 0, 1, [a], pair),
      'another root': said(a, 0, 2, [b], a),
      'another leaf': said(c, 0, 5, tree.proof(0), tree.root),
      'a sibling of 31 octets': said(b, 1, 2, [short], await nodeHash(short, b)),
      'a leaf of 31 octets': said(short, 0, 2, [b], await nodeHash(short, b)),
      'a root of 31 octets': said(short, 0, 1, [], short),
    },
  };
}

/** Feed files, of which nothing is verified. */
function feedFiles({ ledger }: VectorSet): Readonly<Record<'checkpoint' | 'audit head', Form>> {
  const checkpoint = parseJson(must(ledger.files.get('feed/checkpoint.json'))) as JsonObject;
  const { heads, ...others } = checkpoint;
  const text = heads as string;
  const [first = '', second = '', ...rest] = text.split('\n');
  const [log, id] = second.split(' ');
  const of = (file: JsonObject, more: object): string => canonicalJson({ ...file, ...more });
  const lines = (...all: readonly string[]): string => of(checkpoint, { heads: all.join('\n') });
  const common = (file: JsonObject): Readonly<Record<string, string>> => ({
    'no version': of(file, { v: undefined }),
    'a nonce of 15 bytes': of(file, { nonce: '0'.repeat(30) }),
    'no attestation': of(file, { attestation: undefined }),
  });
  const head = {
    v: 1,
    mspId: 'ZhejiangMSP',
    nonce: '0'.repeat(32),
    attestation: must(others['attestation']),
  };
  return {
    checkpoint: {
      accepted: { 'as it is served': of(checkpoint, {}), 'no logs': of(checkpoint, { heads: '' }) },
      refused: {
        ...common(checkpoint),
        'heads that are no text': of(checkpoint, { heads: [text] }),
        'no end of the last line': of(checkpoint, { heads: text.slice(0, -1) }),
        'lines out of order': lines(second, first, ...rest),
        'a line twice': lines(first, first, second, ...rest),
        'a log twice': lines(first, `${log} ${id} 1 ${'0'.repeat(64)}`, second, ...rest),
        'a line of nothing': lines(first, '', second, ...rest),
        'a line of another kind': lines(first, second.replace(/^./, 'x'), ...rest),
        'a record of number 0': lines(`${log} ${id} 0 ${'0'.repeat(64)}`, ''),
        'a hash in capitals': lines(`${log} ${id} 1 ${'A'.repeat(64)}`, ''),
      },
      later: { 'the next version': of(checkpoint, { v: 2 }) },
    },
    'audit head': {
      accepted: { 'of a province': of(head, {}) },
      refused: { ...common(head), 'no MSP id': of(head, { mspId: '' }) },
      later: { 'the next version': of(head, { v: 2 }) },
    },
  };
}

/** By what reads them. */
export async function addForms(set: VectorSet): Promise<void> {
  const all = {
    day: days,
    'day of a second': seconds,
    instant: instants,
    'signature in DER': signatures(set),
    'compressed point': points(set),
    COSE_Sign1: await coses(set),
    'P-256 key': ecKeys(set),
    'RSA key': rsaKeys(set),
    inclusion: await inclusions(),
    JSON: json,
    'canonical JSON': canonical,
    'text of a QR code': await qrTexts(set),
    'QR code': await qrCodes(set),
    'live code': await liveCodes(set),
    leaf: leaves(),
    receipt: receipts(set),
    'trust anchor': trustAnchors(set),
    'keys of a hall': hallKeys(set),
    'proof of filing': filingProofs(set),
    'record of the network': networkRecords(set),
    'record of a province': provinceRecords(set),
    entry: entries(set),
    ...feedFiles(set),
    credential: credentials((await credentialText(set.cast, 'pdf')).text),
  };
  set.put('forms.json', utf8(`${JSON.stringify(all, null, 1)}\n`));
}
