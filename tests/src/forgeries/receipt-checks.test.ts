import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import * as sdk from '@certbridge/verifier-sdk';
import {
  bindPresentation,
  credentialDigest,
  formatIdentifier,
  issueCredential,
  parseCredential,
  selectDisclosures,
  toBase64Url,
  toHex,
} from '@certbridge/verifier-sdk/formats';
import {
  TestNetwork,
  TestServers,
  issuerCode,
  newIssuerKey,
  typeCode,
} from '@certbridge/verifier-sdk-fixtures';
import type { TestKey } from '@certbridge/verifier-sdk-fixtures';
import { Mutants } from './mutants.js';
import type { Mutation } from './mutants.js';

/*
 * An entry that provinces attested may still name keys or types that the registry, at the version that the entry
 * names, does not have: for each check a presentation with its receipt of which a verifier with just that check
 * taken out says otherwise.
 */

type Sdk = typeof sdk;

const minute = 60_000;
const certId = new Uint8Array(16).fill(7);
const otherType = `${typeCode.slice(0, -1)}2`;
const of = { issuer: issuerCode };

let mutants: Mutants;
beforeAll(async () => (mutants = await Mutants.open()));
afterAll(() => mutants.close());

let key: TestKey;
let credentialKey: TestKey;
let world: TestNetwork;
/** Paths that the server does not have. */
let withheld: string[];

beforeEach(async () => {
  [key, credentialKey] = [await newIssuerKey(), await newIssuerKey()];
  world = await TestNetwork.withIssuer(key, undefined, credentialKey);
  withheld = [];
});

interface Presented {
  readonly text: string;
  readonly receipt: Uint8Array;
}

const request = { audience: 'window-7', nonce: 'n-1' };

/** A credential that this key signed, anchored in an entry that names these keys, and shown by its holder. */
async function present({
  by = credentialKey,
  keys = [key, credentialKey],
  type = typeCode,
} = {}): Promise<Presented> {
  const holder = await newIssuerKey();
  const point = holder.spki.subarray(-64);
  const [x, y] = [toBase64Url(point.subarray(0, 32)), toBase64Url(point.subarray(32))];
  const identifier = formatIdentifier({ type, issuer: issuerCode, serial: '1', version: '001' });
  const { text, jwt } = await issueCredential(
    {
      ...{
        ...of,
        kid: toHex(by.kid),
        typeCode: type,
        typeVersion: 1,
        typeName: '居住证',
        identifier,
        certId,
      },
      ...{ issuedOn: '2026-11-24', validFrom: '2026-11-24', validUntil: null, fields: { name: '张三' } },
      holderKey: { kty: 'EC', crv: 'P-256', x, y },
    },
    by.sign,
  );
  const { receipts } = await world.anchorTree([{ certId, credential: await credentialDigest(jwt) }], keys);
  const shown = selectDisclosures(await parseCredential(text), ['name']);
  world.now += minute;
  await world.publish();
  const bound = await bindPresentation(shown, { ...request, at: new Date(world.now) }, holder.sign);
  return { text: bound, receipt: receipts[0] ?? new Uint8Array() };
}

/** Verdict and code that a window with this SDK comes to. */
async function says(its: Sdk, { text, receipt }: Presented): Promise<string> {
  const common = { trustAnchor: world.anchor, clock: world.clock };
  const mirror = await its.openMirror(new its.MemoryStore(), common);
  const files = new Map([...world.files].filter(([path]) => !withheld.includes(path)));
  await its.syncMirror(mirror, { urls: ['http://a'], fetch: new TestServers({ a: { files } }).fetch });
  // What a status is, is another question.
  const verifier = its.createVerifier({ ...common, mirror, policy: { requireStatus: false } });
  const { verdict, code } = await verifier.verifyPresentation(text, { ...request, receipt });
  return `${verdict} ${code}`;
}

const register = (types: readonly string[]): Promise<unknown> =>
  world.province('ZhejiangMSP', { kind: 'issuer', ...of, name: '示例市民政局', types });

const registration = 'verify/entry-registration.js';
const credential = 'verify/credential.js';

const checks: readonly (readonly [
  what: string,
  mutation: Mutation,
  said: string,
  act: () => Promise<Presented>,
])[] = [
  [
    'a key that was revoked before the entry anchors nothing',
    { file: registration, from: "if (found.includes('late'))", to: 'if (false)' },
    'invalid KEY_NOT_VALID',
    async () => {
      await world.revokeKey(credentialKey);
      return present();
    },
  ],
  [
    'a key that was added after the entry’s version anchors nothing in it',
    { file: registration, from: "found.every((one) => one === 'good') && ", to: '' },
    'indeterminate RECORD_UNUSABLE',
    async () => {
      const before = world.under();
      const later = await newIssuerKey();
      await world.addKey(later, issuerCode, 'credential');
      world.unders.set(issuerCode, before);
      return present({ by: later, keys: [key, later] });
    },
  ],
  [
    'a type that the issuer had no more at the entry’s version leaves it open',
    { file: registration, from: ' && history.isTypeGood(type, version)', to: '' },
    'indeterminate RECORD_UNUSABLE',
    async () => {
      await register([otherType]);
      return present();
    },
  ],
  [
    'an issuer that had ended at the entry’s version anchors nothing',
    { file: registration, from: ' && !history.wasRetired(version)', to: '' },
    'indeterminate RECORD_UNUSABLE',
    async () => {
      await world.province('ZhejiangMSP', { kind: 'retire', ...of });
      return present();
    },
  ],
  [
    'an entry that is here and cannot be judged leaves its certificates open',
    { file: registration, from: "if (ledger.count('i', entry.issuer) >= entry.seq)", to: 'if (false)' },
    'indeterminate RECORD_UNUSABLE',
    () => {
      world.unders.set(issuerCode, { n: 9, p: 9 });
      return present();
    },
  ],
  [
    'an entry that is not here yet does not speak for a key that was revoked',
    { file: registration, from: "isRevoked ? unknown('STATUS_STALE') : pass", to: 'pass' },
    'indeterminate STATUS_STALE',
    async () => {
      await world.revokeKey(credentialKey);
      withheld = [`feed/i/${issuerCode}/1.json`];
      world.unders.set(issuerCode, { n: 9, p: 9 });
      return present();
    },
  ],
  [
    'the attested entry names the key that signed the credential',
    { file: credential, from: '!isNamed || ', to: '' },
    'invalid KEY_NOT_VALID',
    () => present({ keys: [key] }),
  ],
  [
    'the attested entry names the credential’s type',
    { file: credential, from: 'if (!proof.entry.types.includes(credential.typeCode))', to: 'if (false)' },
    'invalid ISSUER_NOT_ALLOWED',
    async () => {
      await register([typeCode, otherType]);
      return present({ type: otherType });
    },
  ],
  [
    'a receipt of another entry than the ledger’s is equivocation',
    { file: 'verify/receipt.js', from: 'if (held !== undefined && !isCovered)', to: 'if (false)' },
    'indeterminate LEDGER_EQUIVOCATION',
    async () => {
      const honest = world;
      world = honest.fork();
      const presented = await present();
      honest.now = world.now;
      world = honest;
      await world.change(new Uint8Array(16).fill(3), 'revoked');
      await world.publish();
      return presented;
    },
  ],
];

it('a receipt that is as it should be lets a presentation pass', async () => {
  expect(await says(sdk, await present())).toBe('valid OK');
});

it.each(checks)('%s', async (_, mutation, said, act) => {
  const presented = await act();
  expect(await says(sdk, presented)).toBe(said);
  expect(await says(await mutants.load(mutation), presented)).not.toBe(said);
});
