/** Runs `forms.json`: what a reader takes of one form, and what breaks one rule of it. */
import { parseAuditHead } from '../formats/audit-head.js';
import { parseCose } from '../formats/cose.js';
import { parseCredential } from '../formats/credential.js';
import { dateAt, isDate, isInstant, startOfDate } from '../formats/dates.js';
import { compressedPoint, ordinate, pointSpki } from '../formats/device-key.js';
import { ecdsaToRaw } from '../formats/ecdsa.js';
import { parseEntry } from '../formats/entry.js';
import { FormatError } from '../formats/error.js';
import { parseCheckpoint } from '../formats/feed.js';
import { parseFilingProof } from '../formats/filing-proof.js';
import { parseHallKeys } from '../formats/hall-keys.js';
import { parseHeads } from '../formats/heads.js';
import type { Log } from '../formats/heads.js';
import { parseCanonicalJson, parseJson } from '../formats/json.js';
import type { JsonObject } from '../formats/json.js';
import { importKey } from '../formats/keys.js';
import { decodeLeaf, encodeLeaf } from '../formats/leaf.js';
import { parseLiveCode } from '../formats/live-code.js';
import { verifyInclusion } from '../formats/merkle.js';
import { interpretItem } from '../formats/network-records.js';
import { parseQr } from '../formats/qr.js';
import { decodeQrText } from '../formats/qr-text.js';
import { decodeReceipt, encodeReceipt } from '../formats/receipt.js';
import { interpretRecord, parseRecord, readLogRecord } from '../formats/records.js';
import { checkSpki, p256Spki } from '../formats/spki.js';
import { parseTrustAnchor } from '../formats/trust-anchor.js';
import type { Form } from './form.fixture.js';
import { everyOf, isRefused } from './run-shared.fixture.js';
import type { Primitive } from './run-shared.fixture.js';

const bytes = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'));
const hexOf = (found: Uint8Array): string => Buffer.from(found).toString('hex');
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const base64urlOf = (found: Uint8Array): string => Buffer.from(found).toString('base64url');

type Found = 'accepted' | 'refused' | 'later';
/** Throws a {@link FormatError} where it does not take the input. */
type Read = (input: string) => unknown;

/** What is only asked whether it is right. */
const judged =
  (isRight: (input: string) => boolean | Promise<boolean>): Read =>
  async (input) => {
    if (!(await isRight(input))) throw new FormatError('BYTES_MALFORMED', 'not right');
  };

async function foundOf(read: () => unknown): Promise<Found> {
  try {
    await read();
    return 'accepted';
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return error.code === 'VERSION_UNKNOWN' ? 'later' : 'refused';
  }
}

/** As a mirror takes a record, which must go on whatever stands in it. */
const interpreted =
  (log: Log): Read =>
  (text) => {
    const record = readLogRecord(log, parseCanonicalJson(text));
    const reading = interpretRecord(log, record);
    if (reading.state === 'unknown') throw new FormatError('VERSION_UNKNOWN', 'of later software');
    if (reading.state === 'unusable') throw new FormatError('RECORD_MALFORMED', reading.why);
    const { items = [] } = record as { readonly items?: readonly JsonObject[] };
    for (const item of items) interpretItem(item);
  };

/** All of a form's readers must agree: of a point, what the platform reads and what is read without it. */
const readers: Readonly<Record<string, readonly Read[]>> = {
  day: [judged(isDate), startOfDate],
  'day of a second': [(text) => dateAt(Number(text) * 1000)],
  instant: [judged(isInstant)],
  'signature in DER': [(hex) => ecdsaToRaw(bytes(hex))],
  'compressed point': [(hex) => pointSpki(bytes(hex)), judged(isPoint)],
  'P-256 key': [(hex) => checkSpki('ES256', bytes(hex)), (hex) => importKey('ES256', bytes(hex))],
  'RSA key': [(hex) => checkSpki('RS256', bytes(hex))],
  inclusion: [judged(isIncluded)],
  JSON: [(text) => parseJson(text), (text) => parseJson(utf8(text))],
  'canonical JSON': [(text) => parseCanonicalJson(text), (text) => parseCanonicalJson(utf8(text))],
  'text of a QR code': [decodeQrText],
  'QR code': [(hex) => parseQr(bytes(hex))],
  'live code': [(hex) => parseLiveCode(bytes(hex))],
  leaf: [(hex) => decodeLeaf(bytes(hex)), judged((hex) => hexOf(encodeLeaf(decodeLeaf(bytes(hex)))) === hex)],
  receipt: [
    (hex) => decodeReceipt(bytes(hex)),
    judged((hex) => hexOf(encodeReceipt(decodeReceipt(bytes(hex)))) === hex),
  ],
  'trust anchor': [parseTrustAnchor],
  'keys of a hall': [parseHallKeys],
  'proof of filing': [parseFilingProof],
  'record of the network': [(text) => parseRecord('n', text), interpreted('n')],
  'record of a province': [(text) => parseRecord('p', text), interpreted('p')],
  checkpoint: [(text) => parseHeads(parseCheckpoint(text).heads)],
  'audit head': [(text) => parseAuditHead(text)],
  entry: [(text) => parseEntry(text), interpreted('i')],
  credential: [parseCredential],
  COSE_Sign1: [(hex) => parseCose(bytes(hex))],
};

function isIncluded(text: string): Promise<boolean> {
  const { leaf, root, path, index, size } = JSON.parse(text) as {
    readonly leaf: string;
    readonly root: string;
    readonly path: readonly string[];
    readonly index: number;
    readonly size: number;
  };
  return verifyInclusion({ leafHash: bytes(leaf), root: bytes(root), path: path.map(bytes), index, size });
}

function isPoint(hex: string): boolean {
  const point = bytes(hex);
  const [sign = 0] = point;
  if (isRefused(() => pointSpki(point))) return false;
  const spki = pointSpki(point);
  const [x, y] = [spki.subarray(27, 59), spki.subarray(59)];
  const own = p256Spki(x, ordinate(x, sign));
  const jwk = { kty: 'EC', crv: 'P-256', x: base64urlOf(x), y: base64urlOf(y) } as const;
  return hexOf(own) === hexOf(spki) && hexOf(compressedPoint(jwk)) === hex;
}

export const ofForms = (file: unknown): Primitive[] =>
  Object.entries(file as Readonly<Record<string, Form>>).flatMap(([name, form]) => {
    const of = readers[name];
    if (!of) throw new TypeError(`nothing reads a ${name}`);
    return (['accepted', 'refused', 'later'] as const).flatMap((expected): Primitive[] => {
      const inputs = Object.values(form[expected] ?? {});
      const holds = (): Promise<boolean> =>
        everyOf(of, (read) =>
          everyOf(inputs, async (input) => (await foundOf(() => read(input))) === expected),
        );
      return inputs.length === 0 ? [] : [[`forms ${name} ${expected}`, holds]];
    });
  });
