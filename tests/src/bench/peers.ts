import { spawnSync } from 'node:child_process';
import { createPublicKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { deflateSync } from 'node:zlib';
import { SDJwtVcInstance } from '@sd-jwt/sd-jwt-vc';
import { CborTag, encodeCbor, jwkSpki } from '@certbridge/verifier-sdk/formats';
import type { Cbor, PublicJwk } from '@certbridge/verifier-sdk/formats';
import { generateKeyPair, jwtVerify, SignJWT } from 'jose';
import { openWalletVerifier } from '../credentials/open-wallet.js';
import type { Contender } from './measure.js';
import { progress } from './progress.js';

const folder = fileURLToPath(new URL('../../peers/', import.meta.url));

/** What installs the peers that the workspace does not hold. */
export const INSTALL_PEERS = 'npm ci --ignore-scripts --prefix tests/peers';

/** Loads from tests/peers, which is installed the first time; undefined where that is not possible. */
function peers(): NodeJS.Require | undefined {
  if (!existsSync(`${folder}node_modules`)) {
    progress('installing the peers of the benchmark (tests/peers, some 270 packages)');
    const install = ['ci', '--ignore-scripts', '--no-audit', '--no-fund'];
    const { status } = spawnSync('npm', install, { cwd: folder, stdio: 'ignore' });
    if (status !== 0) return undefined;
  }
  return createRequire(`${folder}package.json`);
}

/** One ES256 signature over a small payload. */
export async function joseContender(inFlight: number): Promise<Contender> {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  const token = await new SignJWT({ name: 'x'.repeat(200) })
    .setProtectedHeader({ alg: 'ES256' })
    .sign(privateKey);
  return { name: 'jose', inFlight, work: () => jwtVerify(token, publicKey) };
}

/** A credential of ours with all its fields, by the library of the OpenWallet Foundation on node:crypto. */
export function sdJwtContender(inFlight: number, credential: string, spki: Uint8Array): Contender {
  const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
  const instance = new SDJwtVcInstance(openWalletVerifier(key));
  return { name: 'sd-jwt-vc', inFlight, work: () => instance.verify(credential) };
}

/** The peers have no types of their own: what of them is used here. */
interface DccUtils {
  readonly DCC: {
    fromRaw(raw: string): Promise<{ checkSignatureWithKeysList(keys: object): Promise<object | false> }>;
  };
}

/** An EU Digital COVID Certificate from its text on, by the faster of the library's two ways. */
function dccContender(inFlight: number, load: NodeJS.Require): Contender {
  const { DCC } = load('dcc-utils') as DccUtils;
  const base45 = load('base45') as { encode(bytes: Uint8Array): string };
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const kid = randomBytes(8);
  const vaccination = { tg: '840539006', vp: '1119349007', mp: 'EU/1/20/1528', ma: 'ORG-100030215' };
  const dose = { dn: 2, sd: 2, dt: '2021-05-01', co: 'CN', is: 'Department', ci: 'URN:UVCI:01:CN:12345#A' };
  const name = { fn: '张', gn: '三', fnt: 'ZHANG', gnt: 'SAN' };
  const hcert = { v: [{ ...vaccination, ...dose }], dob: '1990-01-01', nam: name, ver: '1.3.0' };
  const payload = encodeCbor(
    new Map<number, Cbor>([
      [1, 'CN'],
      [4, 1_900_000_000],
      [6, 1_700_000_000],
      [-260, new Map([[1, cborOf(hcert)]])],
    ]),
  );
  const header = encodeCbor(new Map<number, Cbor>([[1, -7], [4, new Uint8Array(kid)]])); // prettier-ignore
  const signed = encodeCbor(['Signature1', header, new Uint8Array(), payload]);
  const signature = sign('sha256', signed, { key: privateKey, dsaEncoding: 'ieee-p1363' });
  const cose = encodeCbor(new CborTag(18, [header, new Map(), payload, new Uint8Array(signature)]));
  const raw = `HC1:${base45.encode(deflateSync(cose))}`;
  const spki = Buffer.from(jwkSpki(publicKey.export({ format: 'jwk' }) as unknown as PublicJwk));
  const publicKeyAlgorithm = { name: 'ECDSA', namedCurve: 'P-256' };
  const keys = { [kid.toString('base64')]: { publicKeyPem: spki.toString('base64'), publicKeyAlgorithm } };
  return {
    name: 'dcc-utils',
    inFlight,
    async work() {
      if (!(await (await DCC.fromRaw(raw)).checkSignatureWithKeysList(keys)))
        throw new Error('dcc-utils refuses');
    },
  };
}

function cborOf(value: unknown): Cbor {
  if (Array.isArray(value)) return value.map(cborOf);
  if (typeof value !== 'object' || value === null) return value as Cbor;
  return new Map(Object.entries(value).map(([key, member]) => [key, cborOf(member)]));
}

interface OpenAttestation {
  wrapDocument(document: object): object;
  signDocument(document: object, algorithm: string, key: object): Promise<object>;
}

interface OaVerify {
  verificationBuilder(
    verifiers: readonly unknown[],
    options: object,
  ): (document: object) => Promise<object[]>;
  isValid(fragments: object[]): boolean;
  readonly openAttestationHash: unknown;
  readonly openAttestationDidSignedDocumentStatus: unknown;
  readonly openAttestationDidIdentityProof: unknown;
}

/** A document signed by DID, its issuer's key at hand: what OpenAttestation does without asking a chain or DNS. */
async function oaContender(inFlight: number, load: NodeJS.Require): Promise<Contender> {
  const oa = load('@govtechsg/oa-verify') as OaVerify;
  const documents = load('@govtechsg/open-attestation') as OpenAttestation;
  const { Wallet } = load('ethers') as {
    Wallet: { createRandom(): { address: string; privateKey: string } };
  };
  const { address, privateKey } = Wallet.createRandom();
  const id = `did:ethr:${address}`;
  const key = `${id}#controller`;
  const identityProof = { type: 'DID', key, location: 'example.com' };
  const wrapped = documents.wrapDocument({
    issuers: [{ id, name: 'Department', revocation: { type: 'NONE' }, identityProof }],
    ...{ name: '居住证', holder: { name: '张三', number: '330102199001010017' }, address: 'x'.repeat(60) },
  });
  const signing = { public: key, private: privateKey };
  const document = await documents.signDocument(wrapped, 'Secp256k1VerificationKey2018', signing);
  const method = { id: key, type: 'EcdsaSecp256k1RecoveryMethod2020', controller: id };
  const blockchainAccountId = `eip155:1:${address}`;
  const didDocument = { id, verificationMethod: [{ ...method, blockchainAccountId }] };
  const resolved = { didDocument, didResolutionMetadata: {}, didDocumentMetadata: {} };
  const resolver = { resolve: () => Promise.resolve(resolved) };
  const verifyDocument = oa.verificationBuilder(
    [oa.openAttestationHash, oa.openAttestationDidSignedDocumentStatus, oa.openAttestationDidIdentityProof],
    { resolver, network: 'mainnet' },
  );
  return {
    name: 'oa-verify',
    inFlight,
    async work() {
      if (!oa.isValid(await verifyDocument(document))) throw new Error('oa-verify refuses');
    },
  };
}

/** Those that come from tests/peers. */
export async function installedContenders(inFlight: number): Promise<readonly Contender[]> {
  const load = peers();
  return load ? [dccContender(inFlight, load), await oaContender(inFlight, load)] : [];
}
