/**
 * Runs what is not in the manifest: `primitives.json`, `forms.json`, `live-code.json` and other primitives. Bytes are
 * compared by Node's own means, not by the SDK's.
 */
import { isDeepStrictEqual } from 'node:util';
import { readIdentity, readProposalResponse } from '../attestation/payload.js';
import { auditLeafInput } from '../formats/audit-leaf.js';
import { fromBase64, fromBase64Url, fromHex, toBase64, toBase64Url, toHex } from '../formats/bytes.js';
import { decodeCbor, encodeCbor } from '../formats/cbor.js';
import type { Cbor } from '../formats/cbor.js';
import { credentialDigest, disclosureDigest, parseCredential } from '../formats/credential.js';
import { dateAt, endOfDate, startOfDate } from '../formats/dates.js';
import { compressedPoint, pointSpki } from '../formats/device-key.js';
import { ecdsaToDer, ecdsaToRaw, isLowS, toLowS } from '../formats/ecdsa.js';
import { headsRoot, headsText, parseHeads } from '../formats/heads.js';
import { parseIdentifier } from '../formats/identifier.js';
import { canonicalJson, parseJson } from '../formats/json.js';
import type { Json } from '../formats/json.js';
import { jwkSpki, jwkThumbprint } from '../formats/jwk.js';
import type { PublicJwk } from '../formats/jwk.js';
import { importKey, keyId } from '../formats/keys.js';
import { decodeLeaf, encodeLeaf } from '../formats/leaf.js';
import { parseLiveCode } from '../formats/live-code.js';
import { leafHash, merkleTree, verifyInclusion } from '../formats/merkle.js';
import { maskIdNumber } from '../formats/numbers.js';
import { qrDigest, parseQr } from '../formats/qr.js';
import { decodeQrText, fromDigits, toDigits } from '../formats/qr-text.js';
import { qrList, qrListHas } from '../formats/qr-list.js';
import { readLogRecord, recordHash } from '../formats/records.js';
import { parsePinnedTrustAnchor, parseTrustAnchor, trustAnchorId } from '../formats/trust-anchor.js';
import type { ReadVector } from './run.fixture.js';
import { ofForms } from './run-forms.fixture.js';
import { everyOf, isRefused, ofShared, ofStandards } from './run-shared.fixture.js';
import type { Primitive } from './run-shared.fixture.js';

export type { Primitive };

const bytes = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'));
const isHex = (hex: string, found: Uint8Array): boolean => hex === Buffer.from(found).toString('hex');

export function primitives(read: ReadVector): readonly Primitive[] {
  const file = (name: string): unknown => {
    const found = read(`${name}.json`);
    if (!found) throw new TypeError(`no ${name}.json among the vectors`);
    return JSON.parse(new TextDecoder().decode(found));
  };
  return [
    ...ofPrimitives(file('primitives') as Primitives),
    ...ofShared(file),
    ...ofStandards(file),
    ...ofForms(file('forms')),
    ['live-code', () => isLiveCode(file('live-code') as LiveCodeVector)],
  ];
}

interface Primitives {
  readonly digits: {
    readonly written: readonly { readonly bytes: string; readonly digits: string }[];
    readonly refused: readonly string[];
  };
  readonly cbor: {
    readonly written: readonly { readonly bytes: string }[];
    readonly refused: Readonly<Record<string, string>>;
  };
  readonly merkle: readonly {
    readonly size: number;
    readonly inputs: readonly string[];
    readonly leaves: readonly string[];
    readonly root: string;
    readonly paths: readonly (readonly string[])[];
  }[];
  readonly heads: Readonly<Record<'text' | 'root' | 'empty', string>>;
  readonly records: readonly { readonly canonical: string; readonly hash: string }[];
  readonly trustAnchor: Readonly<Record<'canonical' | 'fingerprint', string>>;
  readonly attestation: Readonly<
    Record<'payload' | 'chaincode' | 'result' | 'endorser' | 'mspId' | 'certificate', string>
  > & { readonly status: number; readonly namespaces: readonly string[] };
  readonly key: Readonly<
    Record<'spki' | 'kid' | 'thumbprint' | 'compressedPoint' | 'message' | 'signature' | 'der', string>
  > & {
    readonly jwk: PublicJwk;
    readonly highS: { readonly signature: string; readonly isLow: boolean };
    readonly halfOfTheOrder: { readonly s: string; readonly isLow: boolean };
  };
  readonly qr: Readonly<
    Record<'text' | 'cose' | 'kid' | 'payload' | 'toBeSigned' | 'signature' | 'digest', string>
  >;
  readonly credential: Readonly<Record<'text' | 'jwt' | 'jwtDigest', string>> & {
    readonly disclosures: readonly {
      readonly encoded: string;
      readonly name: string;
      readonly value: Json;
      readonly digest: string;
    }[];
  };
  readonly leaf: { readonly input: string; readonly hash: string };
  readonly qrList: { readonly bytes: string; readonly hash: string };
  readonly identifiers: readonly { readonly text: string; readonly check: string }[];
  readonly dates: readonly { readonly date: string; readonly nbf: number; readonly exp: number }[];
  readonly masks: readonly { readonly text: string; readonly masked: string }[];
  readonly base64: readonly {
    readonly bytes: string;
    readonly base64: string;
    readonly base64url: string;
  }[];
  readonly base64Refused: readonly string[];
  readonly base64urlRefused: readonly string[];
  readonly hexRefused: readonly string[];
  readonly auditLeaf: {
    readonly record: Parameters<typeof auditLeafInput>[0];
    readonly input: string;
    readonly filed: string;
  };
}

function ofPrimitives(all: Primitives): Primitive[] {
  const { digits, cbor, heads, trustAnchor, leaf, qrList: list, auditLeaf } = all;
  return [
    [
      'digits',
      () =>
        digits.written.every((one) => toDigits(bytes(one.bytes)) === one.digits) &&
        digits.written.every((one) => isHex(one.bytes, fromDigits(one.digits))) &&
        digits.refused.every((text) => isRefused(() => fromDigits(text))),
    ],
    [
      'cbor',
      () =>
        cbor.written.every((one) => {
          const value = decodeCbor(bytes(one.bytes));
          return isHex(one.bytes, encodeCbor(value)) && isHex(one.bytes, encodeCbor(backwards(value)));
        }),
    ],
    ['cbor refused', () => Object.keys(cbor.refused).every((hex) => isRefused(() => decodeCbor(bytes(hex))))],
    ['merkle', () => everyOf(all.merkle, isTree)],
    [
      'heads',
      async () =>
        (await headsRoot(heads.text)) === heads.root &&
        (await headsRoot('')) === heads.empty &&
        headsText(parseHeads(heads.text)) === heads.text,
    ],
    [
      'records',
      () =>
        everyOf(all.records, async ({ canonical, hash }) => {
          const record = readLogRecord('n', parseJson(canonical));
          return canonicalJson(parseJson(canonical)) === canonical && (await recordHash(record)) === hash;
        }),
    ],
    [
      'trust anchor',
      async () => {
        const { canonical, fingerprint } = trustAnchor;
        if ((await trustAnchorId(parseTrustAnchor(canonical))) !== fingerprint) return false;
        const isPinned = (as: string): Promise<boolean> =>
          parsePinnedTrustAnchor(canonical, as).then(
            () => true,
            () => false,
          );
        return (await isPinned(fingerprint.toUpperCase())) && !(await isPinned('0'.repeat(64)));
      },
    ],
    ['attestation', () => isAttestation(all.attestation)],
    ['key', () => isKey(all.key)],
    ['qr', () => isQr(all.qr)],
    ['credential', () => isCredential(all.credential)],
    [
      'leaf',
      async () =>
        isHex(leaf.input, encodeLeaf(decodeLeaf(bytes(leaf.input)))) &&
        isHex(leaf.hash, await leafHash(bytes(leaf.input))),
    ],
    ['list of QR codes', () => isList(list)],
    ['identifiers', () => all.identifiers.every(({ text, check }) => parseIdentifier(text).check === check)],
    [
      'dates',
      () =>
        all.dates.every(
          ({ date, nbf, exp }) =>
            startOfDate(date) === nbf * 1000 &&
            endOfDate(date) === exp * 1000 &&
            dateAt(nbf * 1000) === date &&
            dateAt(exp * 1000 - 1) === date,
        ),
    ],
    ['masks', () => all.masks.every(({ text, masked }) => maskIdNumber(text) === masked)],
    [
      'base64',
      () =>
        all.base64.every(
          (one) =>
            isHex(one.bytes, fromBase64(one.base64)) &&
            isHex(one.bytes, fromBase64Url(one.base64url)) &&
            isHex(one.bytes, fromHex(one.bytes)) &&
            toBase64(bytes(one.bytes)) === one.base64 &&
            toBase64Url(bytes(one.bytes)) === one.base64url &&
            toHex(bytes(one.bytes)) === one.bytes,
        ),
    ],
    ['base64 refused', () => all.base64Refused.every((text) => isRefused(() => fromBase64(text)))],
    ['base64url refused', () => all.base64urlRefused.every((text) => isRefused(() => fromBase64Url(text)))],
    ['hex refused', () => all.hexRefused.every((text) => isRefused(() => fromHex(text)))],
    ['audit leaf', () => isAuditLeaf(auditLeaf)],
  ];
}

/** Members in the other order: they are written in the one that they have. */
const backwards = (value: Cbor): Cbor => (value instanceof Map ? new Map([...value].reverse()) : value);

async function isTree({ size, inputs, leaves, root, paths }: Primitives['merkle'][number]): Promise<boolean> {
  const hashes = await Promise.all(inputs.map((input) => leafHash(bytes(input))));
  const tree = await merkleTree(hashes);
  if (!hashes.every((hash, i) => isHex(leaves[i] ?? '', hash)) || !isHex(root, tree.root)) return false;
  if (tree.size !== size) return false;
  for (const [index, hash] of hashes.entries()) {
    const path = (paths[index] ?? []).map(bytes);
    const proof = tree.proof(index);
    if (
      !isDeepStrictEqual(
        proof.map((one) => Buffer.from(one).toString('hex')),
        paths[index],
      )
    )
      return false;
    const inclusion = { leafHash: hash, root: bytes(root), index, size, path };
    if (!(await verifyInclusion(inclusion))) return false;
    // Nor does it lead there from another place, or with another hash more or less.
    for (const other of [
      { ...inclusion, index: index + 1 },
      { ...inclusion, index: size },
      { ...inclusion, path: [...path, hash] },
      { ...inclusion, path: path.slice(1) },
      { ...inclusion, leafHash: hash.slice(1) },
    ])
      if (size > 1 && (await verifyInclusion(other))) return false;
  }
  return true;
}

function isAttestation(one: Primitives['attestation']): boolean {
  const { chaincode, status, result, readWriteSets } = readProposalResponse(bytes(one.payload));
  const { mspId, pem } = readIdentity(bytes(one.endorser));
  const found = { chaincode, status, mspId, result: new TextDecoder().decode(result), certificate: pem };
  const { payload: _, endorser: _e, namespaces } = one;
  return (
    (['chaincode', 'status', 'mspId', 'result', 'certificate'] as const).every(
      (name) => found[name] === one[name],
    ) &&
    isDeepStrictEqual(
      readWriteSets.map(({ namespace }) => namespace),
      namespaces,
    )
  );
}

async function isKey(key: Primitives['key']): Promise<boolean> {
  const spki = jwkSpki(key.jwk);
  const raw = bytes(key.signature);
  const high = bytes(key.highS.signature);
  const half = bytes(`${'00'.repeat(31)}01${key.halfOfTheOrder.s}`);
  const imported = await importKey('ES256', bytes(key.spki));
  return (
    isHex(key.spki, spki) &&
    isHex(key.kid, await keyId(spki)) &&
    (await jwkThumbprint(key.jwk)) === key.thumbprint &&
    isHex(key.compressedPoint, compressedPoint(key.jwk)) &&
    isHex(key.spki, pointSpki(bytes(key.compressedPoint))) &&
    (await imported.verify(bytes(key.message), raw)) &&
    isHex(key.der, ecdsaToDer(raw)) &&
    isHex(key.signature, ecdsaToRaw(bytes(key.der))) &&
    isHex(key.signature, toLowS(high)) &&
    isHex(key.signature, toLowS(raw)) &&
    isLowS(raw) &&
    isLowS(high) === key.highS.isLow &&
    isLowS(half) === key.halfOfTheOrder.isLow
  );
}

async function isQr(qr: Primitives['qr']): Promise<boolean> {
  const cose = await decodeQrText(qr.text);
  const { kid, payload, toBeSigned, signature } = parseQr(cose);
  return (
    isHex(qr.cose, cose) &&
    isHex(qr.kid, kid) &&
    isHex(qr.payload, payload) &&
    isHex(qr.toBeSigned, toBeSigned) &&
    isHex(qr.signature, signature) &&
    isHex(qr.digest, await qrDigest(cose))
  );
}

async function isCredential(one: Primitives['credential']): Promise<boolean> {
  const { disclosures } = await parseCredential(one.text);
  const found = await Promise.all(
    disclosures.map(async ({ encoded, name, value }) => ({
      ...{ encoded, name, value, digest: await disclosureDigest(encoded) },
    })),
  );
  return isDeepStrictEqual(found, one.disclosures) && isHex(one.jwtDigest, await credentialDigest(one.jwt));
}

async function isList(list: Primitives['qrList']): Promise<boolean> {
  const all = bytes(list.bytes);
  const places = Array.from({ length: all.length / 16 }, (_, i) => i * 16).reverse();
  const whole = places.map((at) => new Uint8Array([...all.subarray(at, at + 16), ...new Uint8Array(16)]));
  const made = await qrList(whole);
  const absent = new Uint8Array(32).fill(0xff);
  return (
    isHex(list.bytes, made.bytes) &&
    made.hash === list.hash &&
    whole.every((digest) => qrListHas(all, digest)) &&
    !qrListHas(all, absent)
  );
}

function isAuditLeaf({ record, input, filed }: Primitives['auditLeaf']): boolean {
  if (auditLeafInput({ ...record, filed: null }) !== input) return false;
  return auditLeafInput(record) === input && auditLeafInput({ ...record, filed: 'f'.repeat(64) }) === filed;
}

interface LiveCodeVector {
  readonly network: string;
  readonly at: string;
  readonly item: string;
  readonly challenge: string;
  readonly asker: string;
  readonly deviceKey: string;
  readonly toBeSigned: string;
  readonly text: string;
}

async function isLiveCode(one: LiveCodeVector): Promise<boolean> {
  const live = await parseLiveCode(await decodeQrText(one.text));
  const { at, item, challenge, asker } = live.showing;
  const { wallet } = parseQr(live.cose).claims;
  const signed = await live.toBeSigned(one.network);
  return (
    at.toISOString() === one.at &&
    isDeepStrictEqual(
      { item, challenge, asker },
      { item: one.item, challenge: one.challenge, asker: one.asker },
    ) &&
    wallet !== undefined &&
    isHex(one.deviceKey, wallet.deviceKey) &&
    isHex(one.toBeSigned, signed)
  );
}
