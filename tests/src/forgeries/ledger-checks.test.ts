import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import * as sdk from '@certbridge/verifier-sdk';
import {
  encodeQrText,
  formatIdentifier,
  qrDigest,
  sha256,
  signQr,
  toBase64,
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
 * What a mirror and a verifier check of the logs: for each check a ledger on which the SDK, with just that check
 * taken out, answers otherwise about one QR code. What the ledger is about and why stands in the SDK's
 * docs/formats.md, “Records and logs”.
 */

type Sdk = typeof sdk;

const neighbour = '11340000MB0000001Q';
const sister = '11330000MB0000009X';
const otherType = `${typeCode.slice(0, -1)}2`;
const successor = { issuer: issuerCode, cert: '08'.repeat(16) };
const certId = new Uint8Array(16).fill(7);
const minute = 60_000;

let mutants: Mutants;
beforeAll(async () => (mutants = await Mutants.open()));
afterAll(() => mutants.close());

let key: TestKey;
let world: TestNetwork;
/** The QR code that is asked about. */
let asked: Uint8Array;
let policy: Partial<sdk.Policy>;
/** Milliseconds by which the window's clock is ahead. */
let ahead: number;
/** Paths that the server does not have. */
let withheld: string[];

beforeEach(async () => {
  key = await newIssuerKey();
  world = await TestNetwork.withIssuer(key);
  asked = await codeOf(issuerCode, key);
  [policy, ahead, withheld] = [{}, 0, []];
});

function codeOf(issuer: string, by: TestKey, type = typeCode): Promise<Uint8Array> {
  const identifier = formatIdentifier({ type, issuer, serial: '1', version: '001' });
  const holder = { holderName: '张三', holderNumber: '330***********0017' };
  const named = { issuer, identifier, certId, name: '居住证', ...holder };
  return signQr({ ...named, validFrom: '2024-01-01', validUntil: null }, by);
}

/** The code of the report that a window with this SDK comes to. */
async function says({ createVerifier, openMirror, syncMirror, MemoryStore }: Sdk): Promise<string> {
  const trustAnchor = world.anchor;
  const clock = (): number => world.now + ahead;
  const mirror = await openMirror(new MemoryStore(), { trustAnchor, clock });
  const files = new Map([...world.files].filter(([path]) => !withheld.includes(path)));
  const { fetch } = new TestServers({ a: { files } });
  await syncMirror(mirror, { urls: ['http://a'], fetch, qrLists: 'all-keys' });
  const { text } = await encodeQrText(asked, 'h');
  return (await createVerifier({ trustAnchor, mirror, clock, policy }).verifyQr(text)).code;
}

const of = { issuer: issuerCode };
const keyRecord = ({ kid, spki }: TestKey, more: object = {}): Record<string, unknown> => ({
  ...{ kind: 'key', ...of, kid: toHex(kid), alg: 'ES256', use: 'certificate', spki: toBase64(spki) },
  ...more,
});
const anchorAsked = async (): Promise<unknown> =>
  world.anchorTree([{ certId, qr: await qrDigest(asked) }], [key]);
const inZhejiang = (body: Record<string, unknown>): Promise<unknown> => world.province('ZhejiangMSP', body);
const inAnhui = (body: Record<string, unknown>): Promise<unknown> => world.province('AnhuiMSP', body);

/** A key that a province registers as this issuer's, and that signed what is asked about. */
async function registered(
  more: object = {},
  change: (key: TestKey) => TestKey = (its) => its,
): Promise<void> {
  const its = change(await newIssuerKey());
  await inZhejiang(keyRecord(its, more));
  asked = await codeOf(issuerCode, its);
}

const registry = 'mirror/replay-registry.js';
const concerns = 'mirror/registry.js';
const ledger = 'mirror/ledger.js';

const checks: readonly (readonly [what: string, mutation: Mutation, code: string, act: () => unknown])[] = [
  [
    'a point in hybrid form is no key',
    { file: 'formats/spki.js', from: 'if (spki[26] !== 0x04)', to: 'if (false)' },
    'RECORD_UNUSABLE',
    async () => {
      const its = await newIssuerKey();
      const spki = its.spki.map((byte, i) => (i === 26 ? 0x06 | ((its.spki[90] ?? 0) & 1) : byte));
      const kid = (await sha256(spki)).subarray(0, 8);
      await inZhejiang(keyRecord({ ...its, kid, spki }));
      asked = await codeOf(issuerCode, { ...its, kid });
    },
  ],
  [
    'a key’s kid is its hash',
    { file: 'mirror/registry-events.js', from: 'if (toHex(await keyId(spki)) !== kid)', to: 'if (false)' },
    'RECORD_UNUSABLE',
    () => registered({}, (its) => ({ ...its, kid: new Uint8Array(8).fill(1) })),
  ],
  [
    'a key has one use',
    { file: 'verify/issuer.js', from: 'return key.use === use', to: 'return true' },
    'KEY_NOT_VALID',
    () => registered({ use: 'credential' }),
  ],
  [
    'a province registers what has its region in its code',
    { file: registry, from: 'event && region?.has(event.mspId) && ', to: 'event && ' },
    'ISSUER_UNKNOWN',
    async () => {
      const code = '11510000MB0000001Q';
      await inAnhui({ kind: 'issuer', issuer: code, name: '夺', types: [typeCode] });
      await inAnhui(keyRecord(key, { issuer: code }));
      asked = await codeOf(code, key);
    },
  ],
  [
    'an issuer begins with its registration',
    { file: registry, from: ' && isRegistration(event)', to: '' },
    'ISSUER_UNKNOWN',
    async () => {
      await inAnhui(keyRecord(key, { issuer: neighbour }));
      asked = await codeOf(neighbour, key);
    },
  ],
  [
    'a record of a province that is not the owner’s harms nothing',
    { file: registry, from: 'if (isOwn)', to: 'if (true)' },
    'OK',
    () => inAnhui({ kind: 'revoke-key', ...of, kid: toHex(key.kid), reason: 'lost', under: world.under() }),
  ],
  [
    'a decision names the version before it',
    { file: registry, from: 'if (history.isFollowedBy(under, seq))', to: 'if (true)' },
    'RECORD_UNUSABLE',
    () =>
      world.decide([
        { kind: 'issuer', ...of, name: '新', mspId: 'AnhuiMSP', types: [typeCode], under: { n: 0, p: 9 } },
      ]),
  ],
  [
    'an issuer is merged once',
    { file: registry, from: ' || from.successor !== undefined', to: '' },
    'RECORD_UNUSABLE',
    async () => {
      await inAnhui({ kind: 'issuer', issuer: neighbour, name: '安徽', types: [typeCode] });
      for (let time = 0; time < 2; time += 1) {
        const under = { from: world.under(), to: world.under(neighbour) };
        const merger = { kind: 'succession', from: issuerCode, to: neighbour, under };
        await world.decide([merger], { [issuerCode]: time === 0 ? 'moved' : 'stays', [neighbour]: 'stays' });
      }
    },
  ],
  [
    'only what was merged goes along with a move',
    { file: registry, from: 'if (code === into)', to: 'if (true)' },
    'RECORD_UNUSABLE',
    async () => {
      await inAnhui({ kind: 'issuer', issuer: neighbour, name: '安徽', types: [typeCode] });
      const item = { kind: 'issuer', issuer: neighbour, name: '川', mspId: 'SichuanMSP', types: [typeCode] };
      const along = [{ issuer: issuerCode, under: world.under() }];
      await world.decide([{ ...item, under: world.under(neighbour), with: along }]);
    },
  ],
  [
    'trust anchors follow one another',
    { file: registry, from: 'if (anchor.n === (this.#anchor?.n ?? 0) + 1)', to: 'if (true)' },
    'OK',
    () => world.decide([{ kind: 'anchor', anchor: { ...world.anchor, n: 7 } }]),
  ],
  [
    'a province speaks for itself alone',
    { file: registry, from: 'if (about?.province === mspId)', to: 'if (about?.province)' },
    'OK',
    async () => {
      await inAnhui({ kind: 'issuer', issuer: neighbour, name: '安徽', types: [typeCode] });
      await inAnhui(keyRecord(key, { issuer: neighbour }));
      await inAnhui({ kind: 'levy', about: { province: 'ZhejiangMSP' } });
      asked = await codeOf(neighbour, key);
    },
  ],
  [
    'a province speaks for issuers of its own',
    { file: registry, from: 'if (history?.owner === mspId)', to: 'if (true)' },
    'OK',
    () => inAnhui({ kind: 'levy', about: of }),
  ],
  [
    'types are the network’s',
    { file: registry, from: 'this.#needUpdate(ofIssuer(about))', to: 'this.#needUpdate(about)' },
    'OK',
    async () => {
      await inZhejiang({ kind: 'issuer', issuer: sister, name: '浙江', types: [typeCode] });
      await inZhejiang({ kind: 'levy', about: { type: typeCode, issuer: sister } });
    },
  ],
  ...(
    [
      ['issuer', 'issuers.has(issuer)', of],
      [
        'province',
        '(history?.owner !== undefined && provinces.has(history.owner))',
        { province: 'ZhejiangMSP' },
      ],
      ['type', '(type !== undefined && types.has(type))', { type: typeCode }],
    ] as const
  ).map(
    ([what, from, about]) =>
      [
        `a kind of later software about an ${what} leaves it open`,
        { file: concerns, from, to: 'false' },
        'UPDATE_NEEDED',
        () => world.append('n', world.network, { log: 'n', kind: 'levy', about }),
      ] as const,
  ),
  [
    'a kind of later software about a key leaves it open',
    { file: concerns, from: '(kid !== undefined && keys.has(`${issuer} ${kid}`))', to: 'false' },
    'UPDATE_NEEDED',
    () => inZhejiang({ kind: 'levy', about: { key: { ...of, kid: toHex(key.kid) } } }),
  ],
  [
    'a record about the issuer that cannot be used leaves it open',
    { file: concerns, from: 'history?.isDoubtful || ', to: '' },
    'RECORD_UNUSABLE',
    () => inZhejiang({ kind: 'retire', ...of, under: { n: 5, p: 5 } }),
  ],
  [
    'a record about the key that cannot be used leaves it open',
    { file: concerns, from: ' || (kid !== undefined && history?.doubtfulKeys.has(kid))', to: '' },
    'RECORD_UNUSABLE',
    () =>
      inZhejiang({ kind: 'revoke-key', ...of, kid: toHex(key.kid), reason: 'lost', under: { n: 0, p: 1 } }),
  ],
  [
    'an entry of later software leaves its issuer open',
    { file: 'mirror/issuer-log.js', from: 'if (!isLess)', to: 'if (false)' },
    'UPDATE_NEEDED',
    () => world.entry({ v: 2 }),
  ],
  [
    'an entry that cannot be read leaves its issuer open',
    { file: 'mirror/issuer-log.js', from: "this.#concern ??= 'RECORD_UNUSABLE';", to: '' },
    'RECORD_UNUSABLE',
    () => world.entry({ changes: [{ cert: 'x' }] }),
  ],
  [
    'an entry of later software about a type leaves that open',
    { file: 'mirror/issuer-log.js', from: 'this.#typesToUpdate.add(about.type)', to: '0' },
    'UPDATE_NEEDED',
    () => world.entry({ v: 2, about: { type: typeCode } }),
  ],
  [
    'an entry of later software about a key leaves that open',
    { file: 'mirror/issuer-log.js', from: 'this.#keysToUpdate.add(about.key.kid)', to: '0' },
    'UPDATE_NEEDED',
    () => world.entry({ v: 2, about: { key: { ...of, kid: toHex(key.kid) } } }),
  ],
  [
    'entries name no earlier version than the entries before them',
    {
      file: 'mirror/issuer-log.js',
      from: 'return this.#latestBefore(seq, history) <= version ? version : undefined;',
      to: 'return version;',
    },
    'NOT_ANCHORED',
    async () => {
      const before = world.under();
      await world.revokeKey(key);
      await world.change(new Uint8Array(16).fill(3), 'revoked');
      world.unders.set(issuerCode, before);
      await anchorAsked();
    },
  ],
  [
    'a revoked key anchors nothing',
    {
      file: 'mirror/qr-lists.js',
      from: "if ('version' in made && history.keyState(kid, made.version) === 'good')",
      to: 'if (true)',
    },
    'NOT_ANCHORED',
    async () => {
      await world.revokeKey(key);
      await anchorAsked();
    },
  ],
  [
    'a change that may not be made leaves the certificate open',
    { file: 'mirror/statuses.js', from: 'this.#unusable.add(cert);\n            return;', to: 'return;' },
    'RECORD_UNUSABLE',
    async () => {
      await world.change(certId, 'suspended');
      await world.change(certId, 'suspended');
      await world.change(certId, 'reinstated');
    },
  ],
  [
    'a certificate does not wait for one that has ended',
    {
      file: 'mirror/statuses.js',
      from: "if (state === 'revoked' || state === 'cancelled')",
      to: 'if (false)',
    },
    'RECORD_UNUSABLE',
    async () => {
      await world.change(new Uint8Array(16).fill(8), 'revoked');
      await world.change(certId, 'superseded', successor, '2026-11-26');
    },
  ],
  [
    'two certificates do not wait for one',
    {
      file: 'mirror/statuses.js',
      from: 'return this.#waitingFor(by.cert, day) === undefined;',
      to: 'return true;',
    },
    'RECORD_UNUSABLE',
    async () => {
      await world.change(new Uint8Array(16).fill(9), 'superseded', successor, '2026-11-26');
      await world.change(certId, 'superseded', successor, '2026-11-26');
    },
  ],
  [
    'whoever ends a successor ends the waiting for it',
    { file: 'mirror/statuses.js', from: 'if (cert !== undefined && !released.has(cert))', to: 'if (false)' },
    'RECORD_UNUSABLE',
    async () => {
      await world.change(certId, 'superseded', successor, '2026-11-26');
      await world.change(new Uint8Array(16).fill(8), 'revoked');
    },
  ],
  [
    'what waits counts from its day on',
    { file: 'formats/status.js', from: 'if (!pending || day < pending.from)', to: 'if (true)' },
    'SUPERSEDED',
    async () => {
      await world.change(certId, 'superseded', successor, '2026-11-26');
      world.now += 3 * 86_400_000;
    },
  ],
  [
    'what waits does not count before its day',
    { file: 'formats/status.js', from: '!pending || day < pending.from', to: '!pending' },
    'OK',
    () => world.change(certId, 'superseded', successor, '2026-11-26'),
  ],
  [
    'the day is that of the later of clock and checkpoint',
    { file: 'verify/status.js', from: 'Math.max(clock(), attested)', to: 'clock()' },
    'SUPERSEDED',
    async () => {
      // 00:01 in China by the checkpoint, a minute before by the window's clock.
      await world.change(certId, 'superseded', successor, '2026-11-25');
      world.now = Date.parse('2026-11-24T16:01:00.000Z');
      ahead = -3 * minute;
    },
  ],
  [
    'a log of the issuer’s that is not all here leaves its statuses open',
    { file: ledger, from: "|| this.logState('i', issuer) !== 'current'", to: '' },
    'STATUS_STALE',
    async () => {
      await world.change(certId, 'revoked');
      withheld = [`feed/i/${issuerCode}/1.json`];
    },
  ],
  [
    'a log of the owner’s that is not all here leaves its issuers open',
    {
      file: ledger,
      from: "return owners.every((mspId) => this.logState('p', mspId) === 'current');",
      to: 'return true;',
    },
    'STATUS_STALE',
    () => {
      withheld = ['feed/p/ZhejiangMSP/1.json'];
    },
  ],
  [
    'a log of the network’s that is not all here leaves all issuers open',
    { file: ledger, from: '!this.#isNetworkCurrent || ', to: '' },
    'STATUS_STALE',
    async () => {
      asked = await codeOf(sister, key);
      withheld = ['feed/n/1.json'];
    },
  ],
  [
    'what is fresh is fresh by as many provinces as must agree',
    { file: 'mirror/checkpoint.js', from: '.at(-anchor.threshold)', to: '.at(-1)' },
    'STATUS_STALE',
    () => {
      world.now += 3 * 86_400_000;
      world.beats.set('AnhuiMSP', world.time);
    },
  ],
  [
    'a beat of the future is no later than the checkpoint',
    {
      file: 'mirror/checkpoint.js',
      from: 'return beat !== undefined && beat > time ? time : beat;',
      to: 'return beat;',
    },
    'STATUS_STALE',
    () => {
      const later = new Date(world.now + 300 * 86_400_000).toISOString();
      for (const mspId of world.beats.keys()) world.beats.set(mspId, later);
      ahead = 3 * 86_400_000;
    },
  ],
  [
    'beats of others than provinces count for nothing',
    { file: 'mirror/checkpoint.js', from: 'beats.filter(([mspId]) => members.has(mspId))', to: 'beats' },
    'STATUS_STALE',
    () => {
      world.now += 3 * 86_400_000;
      for (const mspId of ['XMSP', 'YMSP']) world.beats.set(mspId, world.time);
    },
  ],
  [
    'a type that the issuer never had is refused',
    { file: 'verify/issuer.js', from: 'return types.has(type) ? pass', to: 'return true ? pass' },
    'ISSUER_NOT_ALLOWED',
    async () => (asked = await codeOf(issuerCode, key, otherType)),
  ],
  [
    'absence is proved by a fresh mirror alone',
    { file: 'verify/issuer.js', from: "if (knowledge === 'fresh')", to: 'if (true)' },
    'STATUS_STALE',
    async () => {
      asked = await codeOf(issuerCode, await newIssuerKey());
      ahead = 3 * 86_400_000;
    },
  ],
  [
    'absence is proved by a whole mirror alone',
    { file: 'verify/issuer.js', from: 'if (concern)', to: 'if (false)' },
    'STATUS_STALE',
    async () => {
      asked = await codeOf(issuerCode, await newIssuerKey());
      withheld = ['feed/p/ZhejiangMSP/1.json'];
    },
  ],
  [
    'a window that requires anchoring asks the lists of good keys',
    {
      file: 'verify/qr-payload.js',
      from: '!isRevoked && policy.requireAnchoring !== true',
      to: '!isRevoked',
    },
    'NOT_ANCHORED',
    () => {
      policy = { requireAnchoring: true };
    },
  ],
];

it.each(checks)('%s', async (_, mutation, code, act) => {
  await act();
  world.now += minute;
  await world.publish();
  expect(await says(sdk)).toBe(code);
  expect(await says(await mutants.load(mutation))).not.toBe(code);
});
