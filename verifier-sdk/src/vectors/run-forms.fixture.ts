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
import { parseHeads } from '../formats/heads.js';
import { parseJson } from '../formats/json.js';
import { p256Spki } from '../formats/spki.js';
import type { Form } from './form.fixture.js';
import { everyOf, isRefused } from './run-shared.fixture.js';
import type { Primitive } from './run-shared.fixture.js';

const bytes = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'));
const hexOf = (found: Uint8Array): string => Buffer.from(found).toString('hex');
const base64urlOf = (found: Uint8Array): string => Buffer.from(found).toString('base64url');

type IsRead = (input: string) => boolean | Promise<boolean>;
/** All of a form's readers must agree: of a point, what the platform reads and what is read without it. */
const readers: Readonly<Record<string, readonly IsRead[]>> = {
  day: [isDate, (text) => !isRefused(() => startOfDate(text))],
  'day of a second': [(text) => !isRefused(() => dateAt(Number(text) * 1000))],
  instant: [isInstant],
  'signature in DER': [(hex) => !isRefused(() => ecdsaToRaw(bytes(hex)))],
  'compressed point': [(hex) => !isRefused(() => pointSpki(bytes(hex))), isPoint],
  JSON: [(text) => !isRefused(() => parseJson(text))],
  checkpoint: [(text) => !isRefused(() => parseHeads(parseCheckpoint(text).heads))],
  'audit head': [(text) => !isRefused(() => parseAuditHead(text))],
  entry: [(text) => !isRefused(() => parseEntry(text))],
  credential: [(text) => isTaken(() => parseCredential(text))],
  COSE_Sign1: [(hex) => !isRefused(() => parseCose(bytes(hex)))],
};

/** As {@link isRefused}, of what is awaited. */
async function isTaken(read: () => Promise<unknown>): Promise<boolean> {
  try {
    await read();
    return true;
  } catch (error) {
    if (error instanceof FormatError) return false;
    throw error;
  }
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
  Object.entries(file as Readonly<Record<string, Form>>).flatMap(([name, { accepted, refused }]) => {
    const of = readers[name];
    if (!of) throw new TypeError(`nothing reads a ${name}`);
    const all = (inputs: Form['accepted'], ok: boolean) => (): Promise<boolean> =>
      everyOf(of, (isRead) => everyOf(Object.values(inputs), async (input) => (await isRead(input)) === ok));
    return [
      [`forms ${name}`, all(accepted, true)],
      [`forms ${name} refused`, all(refused, false)],
    ] satisfies Primitive[];
  });
