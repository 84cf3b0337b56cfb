/** What readers are built of, with the values in between: where one goes wrong is seen here first. */
import { fromHex, toBase64, toBase64Url, toHex, utf8 } from '../formats/bytes.js';
import { auditLeafInput } from '../formats/audit-leaf.js';
import { CborTag, encodeCbor } from '../formats/cbor.js';
import type { Cbor } from '../formats/cbor.js';
import { parseCose } from '../formats/cose.js';
import { disclosureDigest, parseCredential } from '../formats/credential.js';
import { endOfDate, startOfDate } from '../formats/dates.js';
import { compressedPoint, pointSpki } from '../formats/device-key.js';
import { ecdsaToDer, isLowS } from '../formats/ecdsa.js';
import { sha256Hex } from '../formats/hash.js';
import { headsRoot } from '../formats/heads.js';
import { parseIdentifier } from '../formats/identifier.js';
import { canonicalJson } from '../formats/json.js';
import { jwkSpki, jwkThumbprint } from '../formats/jwk.js';
import { keyId } from '../formats/keys.js';
import { encodeLeaf } from '../formats/leaf.js';
import { leafHash, merkleTree } from '../formats/merkle.js';
import { maskIdNumber } from '../formats/numbers.js';
import { toDigits } from '../formats/qr-text.js';
import { qrDigest } from '../formats/qr.js';
import { qrList } from '../formats/qr-list.js';
import { parseCheckpoint, parsePage } from '../formats/feed.js';
import { recordBytes, recordHash } from '../formats/records.js';
import { flipS, order, signEs256 } from '../formats/repeatable.fixture.js';
import { trustAnchorId } from '../formats/trust-anchor.js';
import { readIdentity, readProposalResponse } from '../attestation/payload.js';
import { codeOf, identifierOf, identifierWith } from './codes.fixture.js';
import { credentialText } from './documents.fixture.js';
import type { VectorSet } from './set.fixture.js';

function digits(): object {
  const written = Array.from({ length: 15 }, (_, length) =>
    Uint8Array.from({ length }, (__, i) => (i === 0 ? 255 : i * 17)),
  );
  return {
    written: written.map((bytes) => ({ bytes: toHex(bytes), digits: toDigits(bytes) })),
    refused: [
      ...['1', '256', '99999', '99999999999999999', '00a', '01/', '0000', '4294967296'],
      // Of a right length, and longer than any code.
      '0'.repeat(7092),
    ],
  };
}

const within = (levels: number, value: Cbor): Cbor => (levels === 0 ? value : [within(levels - 1, value)]);

function cbor(): object {
  const values: readonly (readonly [string, Cbor])[] = [
    ['0', 0],
    ['23', 23],
    ['24', 24],
    ['256', 256],
    ['65536', 65_536],
    ['4294967296', 4_294_967_296],
    ['-1', -1],
    ['-65537', -65_537],
    ["h'0102'", Uint8Array.of(1, 2)],
    ['"证"', '证'],
    ['[1, [2, 3]]', [1, [2, 3]]],
    [
      '{1: 2, -1: 3, "a": 4}',
      new Map<number | string, Cbor>([
        ['a', 4],
        [-1, 3],
        [1, 2],
      ]),
    ],
    ['18([])', new CborTag(18, [])],
    ['[false, true, null]', [false, true, null]],
    ['-9007199254740991', Number.MIN_SAFE_INTEGER],
    ['300 bytes', new Uint8Array(300).fill(7)],
    [
      '{10: 0, 100: 1, -1: 2, -25: 3, "z": 4, "aa": 5}',
      new Map<number | string, Cbor>([
        ...([
          ['aa', 5],
          ['z', 4],
          [-25, 3],
          [-1, 2],
          [100, 1],
          [10, 0],
        ] as const),
      ]),
    ],
    [
      '{1: 0, 7: 1, "0": 2, "5": 3}',
      new Map<number | string, Cbor>([
        ['5', 3],
        [7, 1],
        ['0', 2],
        [1, 0],
      ]),
    ],
    ['0 in 16 arrays', within(16, 0)],
    ['17 arrays, the last of them empty', within(16, [])],
    ['4,096 values', Array<Cbor>(4095).fill(0)],
  ];
  const refused = {
    '1800': 'a longer head than needed',
    '190017': 'a longer head than needed',
    '9f01ff': 'an indefinite length',
    a202010102: 'keys out of order',
    a201010102: 'a key twice',
    '0000': 'bytes after the value',
    '4201': 'cut short',
    f97e00: 'a float',
    a1410101: 'a key that is neither integer nor text',
    '61ff': 'no UTF-8',
    '1b0020000000000000': 'an integer beyond 2^53 - 1',
    '3b001fffffffffffff': 'an integer below -2^53 + 1',
    '1c0000000100000000': 'a reserved length',
    '': 'nothing',
    '18': 'a head that is cut',
    '9b001fffffffffffff': 'more items than bytes',
    bb001fffffffffffff: 'more members than bytes',
    f8ff: 'a simple value',
    [`${'81'.repeat(17)}00`]: 'an integer in 17 arrays',
    [toHex(encodeCbor(Array<Cbor>(4096).fill(0)))]: '4,097 values',
  };
  return { written: values.map(([text, value]) => ({ text, bytes: toHex(encodeCbor(value)) })), refused };
}

async function trees(): Promise<object[]> {
  const leaves = Array.from({ length: 9 }, (_, i) => Uint8Array.from({ length: i }, () => i));
  const hashes = await Promise.all(leaves.map(leafHash));
  const made: object[] = [];
  for (let size = 1; size <= leaves.length; size += 1) {
    const tree = await merkleTree(hashes.slice(0, size));
    made.push({
      size,
      inputs: leaves.slice(0, size).map(toHex),
      leaves: hashes.slice(0, size).map(toHex),
      root: toHex(tree.root),
      paths: Array.from({ length: size }, (_, i) => tree.proof(i).map(toHex)),
    });
  }
  return made;
}

async function ledgerParts(set: VectorSet): Promise<object> {
  const { ledger } = set;
  const { heads, attestation } = parseCheckpoint(ledger.files.get('feed/checkpoint.json') ?? utf8(''));
  const { records } = parsePage(ledger.files.get('feed/n/1.json') ?? utf8(''));
  const response = readProposalResponse(attestation.payload);
  const [first] = attestation.endorsements;
  const identity = readIdentity(first?.endorser ?? utf8(''));
  return {
    heads: { text: heads, root: await headsRoot(heads), empty: await headsRoot('') },
    records: await Promise.all(
      records.map(async (record) => ({
        canonical: new TextDecoder().decode(recordBytes(record)),
        hash: await recordHash(record),
      })),
    ),
    trustAnchor: {
      canonical: canonicalJson(ledger.anchor as never),
      fingerprint: await trustAnchorId(ledger.anchor),
    },
    attestation: {
      payload: toHex(attestation.payload),
      chaincode: response.chaincode,
      status: response.status,
      result: new TextDecoder().decode(response.result),
      namespaces: response.readWriteSets.map(({ namespace }) => namespace),
      endorser: toHex(first?.endorser ?? utf8('')),
      mspId: identity.mspId,
      certificate: identity.pem,
      signature: toHex(first?.signature ?? utf8('')),
      signed: toHex(new Uint8Array([...attestation.payload, ...(first?.endorser ?? [])])),
    },
  };
}

async function keyForms(set: VectorSet): Promise<object> {
  const { keys } = set.cast;
  const jwk = keys.publicJwk('device');
  const spki = jwkSpki(jwk);
  const point = compressedPoint(jwk);
  if (toHex(pointSpki(point)) !== toHex(spki)) throw new TypeError('a point that is not its key');
  const message = utf8('certbridge');
  const signature = signEs256(keys.privateKey('device'), message);
  const high = flipS(signature);
  const half = (order / 2n).toString(16).padStart(64, '0');
  return {
    jwk,
    spki: toHex(spki),
    kid: toHex(await keyId(spki)),
    thumbprint: await jwkThumbprint(jwk),
    compressedPoint: toHex(point),
    message: toHex(message),
    signature: toHex(signature),
    der: toHex(ecdsaToDer(signature)),
    highS: { signature: toHex(high), isLow: isLowS(high) },
    halfOfTheOrder: { s: half, isLow: isLowS(fromHex('00'.repeat(31) + '01' + half)) },
  };
}

async function certificateParts(set: VectorSet): Promise<object> {
  const { cast } = set;
  const { text, cose } = await codeOf(cast.issuer, 'good');
  const { kid, payload, toBeSigned, signature } = parseCose(cose);
  const { text: credential, jwt } = await credentialText(cast, 'pdf');
  const read = await parseCredential(credential);
  const { leaf } = set.pdf.document;
  const input = encodeLeaf(leaf);
  const others = await Promise.all([0, 1, 2, 3].map((n) => leafHash(Uint8Array.of(n))));
  const list = await qrList([await qrDigest(cose), ...others]);
  return {
    qr: {
      ...{ text, cose: toHex(cose), kid: toHex(kid), payload: toHex(payload) },
      ...{ toBeSigned: toHex(toBeSigned), signature: toHex(signature), digest: toHex(await qrDigest(cose)) },
    },
    credential: {
      ...{ text: credential, jwt, jwtDigest: await sha256Hex(utf8(jwt)) },
      payload: new TextDecoder().decode(Buffer.from(jwt.split('.')[1] ?? '', 'base64url')),
      disclosures: await Promise.all(
        read.disclosures.map(async ({ encoded, name, value }) => ({
          ...{ encoded, name, value, digest: await disclosureDigest(encoded) },
        })),
      ),
    },
    leaf: { input: toHex(input), hash: toHex(await leafHash(input)) },
    qrList: { bytes: toHex(list.bytes), hash: list.hash },
  };
}

function others(): object {
  const identifier = identifierOf();
  const wrong = identifierWith('wrong');
  const record = {
    ...{ id: 7, at: '2026-11-24T04:00:00.000Z', act: 'certificate.read', kind: 'person', actor: 'p-1' },
    ...{
      roles: ['clerk'],
      issuer: null,
      batch: null,
      certificate: '11'.repeat(16),
      subject: 's-1',
      request: null,
    },
    details: 'd'.repeat(64),
  };
  return {
    identifiers: [identifier, wrong, identifierOf('7'), identifierOf('A1B2')].map((text) => ({
      ...{ text, check: parseIdentifier(text).check },
    })),
    dates: ['1970-01-01', '2024-02-29', '2026-11-24', '9999-12-30'].map((date) => ({
      ...{ date, nbf: startOfDate(date) / 1000, exp: endOfDate(date) / 1000 },
    })),
    masks: ['330102199001011234', 'P-77', '12345678', '123456789', '张三丰'].map((text) => ({
      ...{ text, masked: maskIdNumber(text) },
    })),
    base64: [[], [255], [255, 238], [255, 238, 221]].map((bytes) => ({
      bytes: toHex(Uint8Array.from(bytes)),
      base64: toBase64(Uint8Array.from(bytes)),
      base64url: toBase64Url(Uint8Array.from(bytes)),
    })),
    base64Refused: ['=', 'QQ', 'QQ=', 'QR==', 'Q Q=', '_-8=', 'QQ==QQ==', 'QUJ', '证QQ='],
    base64urlRefused: ['A', 'QQ==', 'QR', 'QUF', '/+4', 'Q Q', '证QQQ'],
    hexRefused: ['0', '0/', '0:', '0A', '0`', '0g', 'F0', '０0'],
    auditLeaf: {
      record,
      input: auditLeafInput(record),
      filed: auditLeafInput({ ...record, filed: 'f'.repeat(64) }),
    },
  };
}

/** `primitives.json`; other primitives have files of their own in `shared/` and `standards/`. */
export async function addPrimitives(set: VectorSet): Promise<void> {
  const all = {
    digits: digits(),
    cbor: cbor(),
    merkle: await trees(),
    ...(await ledgerParts(set)),
    key: await keyForms(set),
    ...(await certificateParts(set)),
    ...others(),
  };
  set.put('primitives.json', utf8(`${JSON.stringify(all, null, 1)}\n`));
}
