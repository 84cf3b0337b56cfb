/** The certificates of the vectors as PDFs. */
import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';

import { toHex } from '../formats/bytes.js';
import { credentialDigest, issueCredential, parseCredential } from '../formats/credential.js';
import type { CredentialClaims } from '../formats/credential.js';
import { selectDisclosures } from '../formats/presentation.js';
import type { Leaf } from '../formats/leaf.js';
import type { TestKey } from '../attestation/network.fixture.js';
import {
  addPhoto,
  makeFile,
  makeObjects,
  makeTimestamp,
  receiptAttribute,
  sha256,
  signFile,
  timestampAttribute,
} from '../pdf/handmade.fixture.js';
import type { Party, Photo, SigningChanges } from '../pdf/handmade.fixture.js';
import { utf8 } from '../formats/bytes.js';
import { idOf, identifierOf, person } from './codes.fixture.js';
import { issuerCode, typeCode } from './ledger.fixture.js';
import type { VectorLedger } from './ledger.fixture.js';
import type { Cast } from './cast.fixture.js';

export interface DocumentOptions {
  /** What is its own of the credential. */
  readonly claims?: Partial<CredentialClaims>;
  /** Signs the PDF. */
  readonly by?: Party;
  readonly signedBy?: TestKey;
  readonly photo?: Photo;
  /** Changes objects before they are signed. */
  readonly edit?: (objects: Map<number, string>) => void;
  readonly trailer?: string;
  readonly file?: (file: Buffer) => Buffer;
  /** Stored, where it says so, in zlib's own form that does not depend on who deflates. */
  readonly isDeflated?: boolean;
  readonly withoutHolder?: boolean;
  /** Fields that it discloses; all of them unless it says which. */
  readonly disclosed?: readonly string[];
  readonly validation?: readonly Uint8Array[];
}

/** A PDF that waits for its signature. */
export interface Document {
  readonly file: Buffer;
  readonly by: Party;
  readonly certId: Uint8Array;
  /** Of its leaf. */
  readonly leaf: Leaf;
}

function credentialOf(cast: Cast, name: string, change: Partial<CredentialClaims> = {}): CredentialClaims {
  return {
    issuer: issuerCode,
    kid: toHex(cast.credential.kid),
    typeCode,
    typeVersion: 1,
    typeName: '居住证',
    identifier: identifierOf(),
    certId: idOf(name),
    issuedOn: '2026-11-24',
    validFrom: '2026-11-24',
    validUntil: '2027-11-23',
    fields: { name: person.name, idNumber: person.number, address: '杭州市' },
    titles: [
      { field: 'name', zh: '姓名', en: 'Name' },
      { field: 'idNumber', zh: '公民身份号码', en: 'Identity number' },
    ],
    holder: { name: 'name', number: 'idNumber' },
    ...change,
  };
}

/** Salts that are the same in every run. */
function salts(name: string): () => Uint8Array {
  let count = 0;
  return () => {
    count += 1;
    return sha256(utf8(`salt ${count} of ${name}`)).slice(0, 16);
  };
}

export async function credentialText(
  cast: Cast,
  name: string,
  { claims = {}, signedBy = cast.credential, withoutHolder = false }: DocumentOptions = {},
): Promise<{ text: string; jwt: string }> {
  const { holder, ...all } = credentialOf(cast, name, claims);
  const said = withoutHolder ? all : { ...all, ...(holder && { holder }) };
  return issueCredential(said, signedBy.sign, { salt: salts(name) });
}

export function streamOf(entries: string, bytes: Uint8Array): string {
  const data = Buffer.from(bytes).toString('latin1');
  return `<<${entries}/Length ${data.length}>>\nstream\n${data}\nendstream`;
}

/** Hex digits of the place for a signature. */
const room = (by: Party): number => (by.key.asymmetricKeyType === 'rsa' ? 22_000 : 15_000);

export async function documentOf(cast: Cast, name: string, options: DocumentOptions = {}): Promise<Document> {
  const { by = cast.party, edit, trailer, photo, isDeflated = false, validation = [] } = options;
  const { text: whole, jwt } = await credentialText(cast, name, options);
  const { disclosed } = options;
  const text = disclosed ? selectDisclosures(await parseCredential(whole), disclosed) : whole;
  const objects = makeObjects(text, validation);
  const kind = '/Type/EmbeddedFile/Subtype/application#2Fdc+sd-jwt';
  objects.set(
    7,
    isDeflated
      ? streamOf(`${kind}/Filter/FlateDecode`, deflateSync(Buffer.from(text), { level: 0 }))
      : streamOf(kind, Buffer.from(text)),
  );
  validation.forEach((der, i) => objects.set(10 + i, streamOf('', der)));
  objects.set(5, (objects.get(5) ?? '').replace('0'.repeat(8000), '0'.repeat(room(by))));
  if (photo) {
    addPhoto(objects, photo);
    const content = deflateSync(Buffer.from(`q ${photo.turn} 72 700 cm /I0 Do Q\n`), { level: 0 });
    objects.set(8, streamOf('/Filter/FlateDecode', content));
  }
  edit?.(objects);
  const made = makeFile(objects, trailer);
  const file = options.file?.(made) ?? made;
  const certId = options.claims?.certId ?? idOf(name);
  const leaf = { certId, credential: await credentialDigest(jwt), pdf: digestOf(file, by) };
  return { file, by, certId, leaf };
}

/** What its signature will sign, which does not depend on the signature. */
function digestOf(file: Buffer, by: Party): Uint8Array {
  if (file.lastIndexOf('/ByteRange [0 ') === -1) return new Uint8Array(32);
  const signed = Buffer.from(signFile(Buffer.from(file), by));
  const start = signed.indexOf('/Contents <', signed.lastIndexOf('/ByteRange [0 ')) + '/Contents '.length;
  const end = signed.indexOf('>', start) + 1;
  const hash = createHash('sha256').update(signed.subarray(0, start)).update(signed.subarray(end));
  return new Uint8Array(hash.digest());
}

/** Anchors documents in one entry; gives their receipts. */
export async function anchorDocuments(
  ledger: VectorLedger,
  documents: readonly Document[],
  keys: readonly TestKey[],
): Promise<readonly Uint8Array[]> {
  return (
    await ledger.anchorTree(
      documents.map(({ leaf }) => leaf),
      keys,
    )
  ).receipts;
}

export interface Signed {
  readonly receipt?: Uint8Array | undefined;
  /** false: none; a function: another than the right one. */
  readonly timestamp?: false | ((signature: Uint8Array) => Uint8Array);
  /** Instead of receipt and timestamp. */
  readonly unsigned?: (signature: Uint8Array) => readonly Uint8Array[];
  readonly changes?: SigningChanges;
}

export function sign(cast: Cast, { file, by }: Document, options: Signed = {}): Uint8Array {
  const { receipt, timestamp, changes = {} } = options;
  const token = (signature: Uint8Array): Uint8Array[] => {
    if (timestamp === false) return [];
    return [timestampAttribute(timestamp?.(signature) ?? makeTimestamp(cast.stamper, signature))];
  };
  const unsigned =
    options.unsigned ??
    ((signature: Uint8Array) => [...token(signature), ...(receipt ? [receiptAttribute(receipt)] : [])]);
  return signFile(Buffer.from(file), by, { unsigned, ...changes });
}
