/** Every parser of this package with an input that it accepts, to be mutated. */
import QRCode from 'qrcode';

import { AttestationError, verifyAttestation } from '../attestation/index.js';
import { TestNetwork, issuerCode, newIssuerKey, nonce, typeCode } from '../attestation/network.fixture.js';
import { readIdentity, readProposalResponse } from '../attestation/payload.js';
import { readStatement } from '../attestation/statement.js';
import type { StatementTag } from '../attestation/statement.js';
import { parseSignedData } from '../der/cms.js';
import { DerError, decodePem, parseCertificate, parseTimestampToken } from '../der/index.js';
import * as f from '../formats/index.js';
import { ImageError, readQr } from '../image/index.js';
import { parseState } from '../mirror/files.js';
import {
  makeCms,
  makeFile,
  makeObjects,
  makeParty,
  makeTimestamp,
  receiptAttribute,
  signFile,
  timestampAttribute,
} from '../pdf/handmade.fixture.js';
import { PdfError, readPdf } from '../pdf/index.js';
import { createWindowKey, issueVerificationReceipt, windowSigner } from '../verification-receipts/index.js';
import type { WindowSigner } from '../verification-receipts/index.js';
import { readReport } from '../verification-receipts/recorded-report.js';
import { newDevice, walletClaims } from '../verify/wallet.fixture.js';
import { createVerifier } from '../verify/index.js';

export interface Target {
  readonly name: string;
  readonly seed: Uint8Array;
  readonly parse: (bytes: Uint8Array) => unknown;
  /** All that it may throw. */
  readonly refusal: new (...args: never[]) => Error;
  /** How many times fewer inputs it gets, being slow. */
  readonly slowness?: number;
}

const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));
const text = (read: (text: string) => unknown) => (bytes: Uint8Array) => read(latin1(bytes));

function targets(
  refusal: Target['refusal'],
  of: Readonly<Record<string, readonly [Uint8Array, Target['parse'], number?]>>,
): Target[] {
  return Object.entries(of).map(([name, [seed, parse, slowness = 1]]) => ({
    name,
    seed,
    parse,
    refusal,
    slowness,
  }));
}

async function ofDocuments(credential: string): Promise<Target[]> {
  const [party, stamper] = await Promise.all([makeParty('issuer'), makeParty('tsa', { timestamps: true })]);
  const certificate = party.chain[0] ?? new Uint8Array();
  const pem = `-----BEGIN CERTIFICATE-----\n${Buffer.from(certificate).toString('base64')}\n-----END CERTIFICATE-----\n`;
  const pdf = signFile(makeFile(makeObjects(credential, party.chain.slice(2))), party, {
    unsigned: (signature) => [
      receiptAttribute(Uint8Array.of(1)),
      timestampAttribute(makeTimestamp(stamper, signature)),
    ],
  });
  const cms = makeCms(party, new Uint8Array(32)).encode([receiptAttribute(new Uint8Array(300))]);
  const picture = new Uint8Array(await QRCode.toBuffer('https://example.gov.cn/v#012', { scale: 2 }));
  return [
    ...targets(DerError, {
      'a certificate': [certificate, parseCertificate],
      'a CMS': [cms, parseSignedData],
      'a timestamp': [makeTimestamp(stamper, new Uint8Array(70)), parseTimestampToken],
      PEM: [bytesOf(pem), text(decodePem)],
    }),
    ...targets(PdfError, { 'a PDF': [pdf, (bytes) => readPdf(bytes), 2] }),
    ...targets(ImageError, { 'a picture': [picture, (bytes) => readQr(bytes, { maxPixels: 250_000 }), 3] }),
  ];
}

async function credentialOf(key: { kid: Uint8Array; sign: f.Sign }, holder: WindowSigner): Promise<string> {
  const identifier = f.formatIdentifier({ type: typeCode, issuer: issuerCode, serial: '1', version: '001' });
  const dates = { issuedOn: '2026-11-24', validFrom: '2026-11-24', validUntil: null };
  const type = { typeCode, typeVersion: 1, typeName: '居住证' };
  const fields = {
    name: '张三',
    idNumber: '330102199001010017',
    address: { city: '杭州', lines: ['1', '2'] },
  };
  const { text: credential } = await f.issueCredential(
    {
      ...{ issuer: issuerCode, kid: f.toHex(key.kid), ...type, identifier, certId: new Uint8Array(16) },
      ...{ ...dates, fields, holderKey: holder.publicKey },
    },
    key.sign,
  );
  return credential;
}

/** Below base64url: mutations of the text itself seldom get that far. */
const inJws = (jws: string, part: 0 | 1, read: (text: string) => unknown): [Uint8Array, Target['parse']] => {
  const parts = jws.split('.');
  return [
    f.fromBase64Url(parts[part] ?? ''),
    (bytes) => read(parts.map((one, i) => (i === part ? f.toBase64Url(bytes) : one)).join('.')),
  ];
};

async function ofCredentials(credential: string, holder: WindowSigner): Promise<Target[]> {
  const [jwt = '', disclosure = '', ...rest] = credential.split('~');
  const asked = { audience: 'window', nonce, at: new Date(1_800_000_000_000) };
  const bound = await f.bindPresentation(credential, asked, holder.sign);
  const binding = bound.slice(credential.length);
  const parsed = await f.parseCredential(credential);
  const bind = async (keyBinding: string): Promise<void> => {
    const { state } = await f.verifyHolder({ ...parsed, keyBinding }, { ...asked, now: asked.at });
    if (state !== 'bound') throw new f.FormatError('CREDENTIAL_MALFORMED', 'not bound');
  };
  const whole = (of: string): Promise<unknown> => f.parseCredential([of, disclosure, ...rest].join('~'));
  return targets(f.FormatError, {
    'a credential': [bytesOf(credential), text(f.parseCredential)],
    'a credential’s header': inJws(jwt, 0, whole),
    'a credential’s payload': inJws(jwt, 1, whole),
    'a disclosure': [
      f.fromBase64Url(disclosure),
      (bytes) => f.parseCredential([jwt, f.toBase64Url(bytes), ...rest].join('~')),
    ],
    'a key binding': [bytesOf(binding), text(bind)],
    'a key binding’s payload': inJws(binding, 1, bind),
  });
}

async function ofQr(key: { kid: Uint8Array; sign: f.Sign }): Promise<Target[]> {
  const identifier = f.formatIdentifier({ type: typeCode, issuer: issuerCode, serial: '1', version: '001' });
  const certId = new Uint8Array(16).fill(7);
  const names = { name: '居住证', holderName: '一'.repeat(60), holderNumber: '330***********1234' };
  const dates = {
    validFrom: '2026-11-24',
    validUntil: '2031-11-23',
    copy: { of: certId, purpose: '租房', user: '示例中介' },
  };
  const cose = await f.signQr({ issuer: issuerCode, identifier, certId, ...names, ...dates }, key);
  const { payload } = f.parseCose(cose);
  const { text: qrText } = await f.encodeQrText(cose, 'h');
  const read = async (of: string): Promise<unknown> => f.parseQr(await f.decodeQrText(of));
  const device = await newDevice();
  const wallet = await f.signQr(walletClaims(device), key);
  const live = await f.signLiveCode(
    wallet,
    { at: new Date(1_800_000_000_000), item: '330100-0042', challenge: '0042', asker: nonce.slice(0, 16) },
    { network: nonce, sign: device.sign },
  );
  const sign = (bytes: Uint8Array): Promise<Uint8Array> => f.signCose(bytes, key);
  return targets(f.FormatError, {
    'a QR text': [bytesOf(qrText), text(read)],
    'a QR text’s zlib': [await f.deflate(cose), (bytes) => read(f.toDigits(bytes))],
    COSE: [cose, f.parseQr],
    'a wallet credential’s claims': [
      f.parseCose(wallet).payload,
      async (bytes) => f.parseQr(await sign(bytes)),
      3,
    ],
    'a live code': [live, async (bytes) => f.parseQr((await f.parseLiveCode(bytes)).cose)],
    'a device’s key': [device.deviceKey, f.pointSpki],
    'a QR code’s claims': [payload, async (bytes) => f.parseQr(await sign(bytes)), 3],
    CBOR: [
      f.encodeCbor([1, -1, 'ä', new Uint8Array(30), new Map([[1, [true, null]]])]),
      (b) => f.decodeCbor(b),
    ],
    'an identifier': [bytesOf(identifier), text(f.parseIdentifier)],
    'an ECDSA signature': [f.ecdsaToDer(new Uint8Array(64).fill(0x81)), (bytes) => f.ecdsaToRaw(bytes)],
  });
}

async function ofLedger(
  world: TestNetwork,
  key: Awaited<ReturnType<typeof newIssuerKey>>,
): Promise<Target[]> {
  const leaf = { certId: new Uint8Array(16), qr: hash(1), credential: hash(2), pdf: hash(3) };
  const others = [4, 5].map((fill) => ({ ...leaf, qr: hash(fill) }));
  const { entry, receipts } = await world.anchorTree([leaf, ...others], [key]);
  await world.change(leaf.certId, 'superseded', { issuer: issuerCode, cert: '02'.repeat(16) });
  await world.succeed({ threshold: 3 });
  await world.publish();
  const file = (name: string): Uint8Array => world.files.get(name) ?? new Uint8Array();
  const lagging = [{ log: 'i', id: issuerCode, seq: 1, hash: '01'.repeat(32), state: 'short' }];
  const state = { v: 1, checkpoint: `checkpoints/${'0'.repeat(32)}.json`, received: world.time, lagging };
  return targets(f.FormatError, {
    'a receipt': [receipts[0] ?? new Uint8Array(), f.decodeReceipt],
    'a leaf': [f.encodeLeaf(leaf), f.decodeLeaf],
    'an entry': [f.recordBytes(entry), f.parseEntry],
    'a checkpoint': [file('feed/checkpoint.json'), f.parseCheckpoint],
    'a page of the network': [file('feed/n/1.json'), f.parsePage],
    'a page of a province': [file('feed/p/ZhejiangMSP/1.json'), f.parsePage],
    'a page of an issuer': [file(`feed/i/${issuerCode}/1.json`), f.parsePage],
    'a successor of the trust anchor': [file('feed/anchor/2.json'), f.parseAnchorFile],
    'a trust anchor': [f.utf8(JSON.stringify(world.anchor)), f.parseTrustAnchor],
    'a list of heads': [f.utf8(f.headsText(await world.heads())), text(f.parseHeads)],
    'a mirror’s state': [f.utf8(JSON.stringify(state)), parseState],
    JSON: [f.utf8('{"a":[1.5e3,-0,true,null,"\\u00e4\\n"],"b":{"c":{}}}'), (bytes) => f.parseJson(bytes)],
  });
}

function ofAttestations(world: TestNetwork): Target[] {
  const { anchor, now } = world;
  const head = { seq: 3, hash: 'cd'.repeat(32) };
  const by = { issuer: issuerCode, cert: '02'.repeat(16) };
  const change = { reason: 'lost', seq: 2, time: world.time };
  const status = { state: 'suspended', ...change, pending: { by, from: '2027-01-01', ...change } };
  const keys = [{ kid: '00'.repeat(8), alg: 'ES256', use: 'certificate', spki: 'ab'.repeat(32) }];
  const beats = [['ZhejiangMSP', world.time]];
  const statements: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
    entry: { issuer: issuerCode, name: '示例', mspId: 'ZhejiangMSP', ...head, keys },
    status: { issuer: issuerCode, cert: '01'.repeat(16), nonce, head, status, beats },
    checkpoint: { count: 3, heads: 'cd'.repeat(32), anchor: 1, beats, nonce },
    anchor: { n: 2, anchor: 'cd'.repeat(32), previous: null },
  };
  const said = (tag: string): Uint8Array => world.statement(tag, statements[tag] ?? {});
  const attestation = world.attest(said('entry'));
  const [first, second] = attestation.endorsements;
  const verify = (change: Partial<f.Attestation>): Promise<unknown> =>
    verifyAttestation({ ...attestation, ...change }, { anchor, tag: 'certbridge/entry/1', rule: 'now', now });
  if (!first || !second) throw new TypeError('two provinces sign');
  return [
    ...targets(AttestationError, {
      'an attested payload': [attestation.payload, (bytes) => verify({ payload: bytes }), 3],
      'an endorser': [
        first.endorser,
        (bytes) => verify({ endorsements: [{ ...first, endorser: bytes }, second] }),
        3,
      ],
      'an endorsement’s signature': [
        first.signature,
        (bytes) => verify({ endorsements: [{ ...first, signature: bytes }, second] }),
        3,
      ],
    }),
    ...targets(AttestationError, {
      'a peer’s answer': [attestation.payload, tolerant(readProposalResponse)],
      'a peer’s identity': [first.endorser, tolerant(readIdentity)],
      ...Object.fromEntries(
        Object.keys(statements).map((tag) => [
          `a statement of ${tag}`,
          [said(tag), (bytes: Uint8Array) => readStatement(bytes, `certbridge/${tag}/1` as StatementTag)],
        ]),
      ),
    }),
  ];
}

/** Text that is no UTF-8 is a FormatError below, which verifyAttestation gives its own name. */
const tolerant =
  <T>(parse: (bytes: Uint8Array) => T) =>
  (bytes: Uint8Array): T | undefined => {
    try {
      return parse(bytes);
    } catch (error) {
      if (error instanceof f.FormatError) return undefined;
      throw error;
    }
  };

async function ofReceipts(world: TestNetwork): Promise<Target[]> {
  const key = await createWindowKey();
  const { kty, crv, x, y } = key;
  const report = await createVerifier({ trustAnchor: world.anchor }).verifyPdf(new Uint8Array());
  const place = { place: '窗口', purpose: '核验', reference: '1' };
  const shown = { kind: 'pdf', content: new Uint8Array() } as const;
  const receipt = await issueVerificationReceipt(
    { report, shown, trustAnchor: world.anchor, ...place },
    await windowSigner(key),
  );
  const parse = (of: string): unknown => readReport(f.parseVerificationReceipt(of).claims.report);
  return targets(f.FormatError, {
    'a verification receipt': [bytesOf(receipt), text(parse)],
    'a verification receipt’s header': inJws(receipt, 0, parse),
    'a verification receipt’s payload': inJws(receipt, 1, parse),
    'window keys': [
      f.utf8(JSON.stringify({ keys: [{ kty, crv, x, y, name: 'x', nbf: 1 }] })),
      f.parseWindowKeys,
    ],
  });
}

const hash = (fill: number): Uint8Array => new Uint8Array(32).fill(fill);

export async function makeTargets(): Promise<readonly Target[]> {
  const key = await newIssuerKey();
  const world = await TestNetwork.withIssuer(key);
  const holder = await windowSigner(await createWindowKey());
  const credential = await credentialOf(key, holder);
  const all = await Promise.all([
    ofDocuments(credential),
    ofCredentials(credential, holder),
    ofQr(key),
    ofReceipts(world),
  ]);
  const attestations = ofAttestations(world);
  return [...all.flat(), ...attestations, ...(await ofLedger(world, key))];
}
