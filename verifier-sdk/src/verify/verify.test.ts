import { X509Certificate, createPublicKey } from 'node:crypto';

import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';

import {
  Authority,
  TestNetwork,
  TestServers,
  issuerCode,
  issuerKeyOf,
  newIssuerKey,
  typeCode,
} from '../attestation/network.fixture.js';
import type { TestKey } from '../attestation/network.fixture.js';
import { fromBase64, toHex } from '../formats/bytes.js';
import { decodeCbor, encodeCbor } from '../formats/cbor.js';
import type { Cbor } from '../formats/cbor.js';
import { signCose } from '../formats/cose.js';
import { credentialDigest, issueCredential, parseCredential } from '../formats/credential.js';
import type { CredentialClaims } from '../formats/credential.js';
import {
  deliveriesOf,
  otherHolders,
  spoiledDeliveriesOf,
  typedHolder,
  typedHolders,
} from '../formats/deliveries.fixture.js';
import { dateAt } from '../formats/dates.js';
import { formatIdentifier, identifierRoot } from '../formats/identifier.js';
import { parseJson } from '../formats/json.js';
import { bindPresentation, selectDisclosures } from '../formats/presentation.js';
import { parseQr, qrDigest, signQr } from '../formats/qr.js';
import type { QrClaims } from '../formats/qr.js';
import { encodeQrText } from '../formats/qr-text.js';
import { decodeReceipt, encodeReceipt } from '../formats/receipt.js';
import { recordHash } from '../formats/records.js';
import { MemoryStore, openMirror, syncMirror } from '../mirror/index.js';
import type { Mirror } from '../mirror/index.js';
import {
  addPhoto,
  makeFile,
  makeObjects,
  makeParty,
  makeTimestamp,
  receiptAttribute,
  sha256,
  signFile,
  timestampAttribute,
} from '../pdf/handmade.fixture.js';
import type { Party, Photo } from '../pdf/handmade.fixture.js';
import { readPdf } from '../pdf/index.js';
import { withFields } from '../verification-receipts/kept-fields.js';
import { codes, createVerifier, withoutPhoto } from './index.js';
import type { Report, Verifier, VerifierOptions } from './index.js';

const certId = new Uint8Array(16).fill(0x11);
const identifier = formatIdentifier({
  type: typeCode,
  issuer: issuerCode,
  serial: '20261124000001',
  version: '001',
});
const holder = { holderName: '阿卜杜热西提·麦麦提', holderNumber: '330***********1234' };

const claims: QrClaims = {
  issuer: issuerCode,
  identifier,
  certId,
  name: '居住证',
  ...holder,
  validFrom: '2026-11-24',
  validUntil: '2027-11-23',
};

let party: Party;
let stamper: Party;
let key: TestKey;
let credentialKey: TestKey;
let stolen: TestKey;
let world: TestNetwork;
let mirror: Mirror;

beforeAll(async () => {
  party = await makeParty('示例市民政局');
  stamper = await makeParty('tsa', { timestamps: true });
  const spki = new X509Certificate(party.chain[0]!).publicKey.export({ type: 'spki', format: 'der' });
  key = await issuerKeyOf(party.key, new Uint8Array(spki));
  credentialKey = await newIssuerKey();
  stolen = await newIssuerKey();
});

beforeEach(async () => {
  world = await TestNetwork.withIssuer(key, undefined, credentialKey);
  mirror = await openMirror(new MemoryStore(), { trustAnchor: world.anchor, clock: world.clock });
});

/** Publishes what the network holds and brings the mirror up to date. */
async function update(): Promise<void> {
  world.now += 1000;
  world.beat();
  await world.publish();
  const report = await syncMirror(mirror, { urls: ['http://a'], fetch: new TestServers({ a: world }).fetch });
  expect(report.problems).toEqual([]);
}

const verifier = (options: Partial<VerifierOptions> = {}): Verifier =>
  createVerifier({ trustAnchor: world.anchor, mirror, clock: world.clock, language: 'en', ...options });
/** Without a mirror: what is in hand, the trust anchor and a clock. */
const bare = (options: Partial<VerifierOptions> = {}): Verifier =>
  createVerifier({ trustAnchor: world.anchor, clock: world.clock, ...options });

const short = ({ verdict, code }: Report): string => `${verdict} ${code}`;
const outcome = ({ checks }: Report, name: string): string | undefined =>
  checks.find((check) => check.name === name)?.outcome;

async function qrText(change: Partial<QrClaims> = {}, by = key): Promise<string> {
  return (await encodeQrText(await signQr({ ...claims, ...change }, by), 'evil.example')).text;
}

describe('a QR code', () => {
  it('of a registered issuer in force is valid, and shows what was signed', async () => {
    await update();
    const report = await verifier().verifyQr(await qrText());
    expect(report).toMatchObject({ verdict: 'valid', code: 'OK', notes: [] });
    expect(report.asOf).toEqual(mirror.asOf);
    expect(report.certificate).toEqual({
      certId: toHex(certId),
      identifier,
      type: typeCode,
      name: '居住证',
      issuer: { code: issuerCode, name: '示例市民政局' },
      validFrom: '2026-11-24',
      validUntil: '2027-11-23',
      fields: holder,
      titles: [
        { field: 'holderName', zh: '持证主体', en: 'Holder' },
        { field: 'holderNumber', zh: '证件号码', en: 'Number' },
      ],
    });
    expect(report.checks.map(({ name, outcome: of }) => `${name} ${of}`)).toEqual([
      'integrity pass',
      'issuer pass',
      'anchoring skipped',
      'status pass',
      'validity pass',
      'holder skipped',
    ]);
  });

  it.each([
    ['suspended', 'SUSPENDED'],
    ['revoked', 'REVOKED'],
    ['cancelled', 'CANCELLED'],
  ])('%s is invalid, however old the knowledge', async (state, code) => {
    await world.change(certId, state);
    await update();
    expect(short(await verifier().verifyQr(await qrText()))).toBe(`invalid ${code}`);
    world.now += 30 * 86_400_000;
    expect(short(await verifier().verifyQr(await qrText()))).toBe(`invalid ${code}`);
  });

  it('suspended and reinstated is valid again', async () => {
    await world.change(certId, 'suspended');
    await world.change(certId, 'reinstated');
    await update();
    expect(short(await verifier().verifyQr(await qrText()))).toBe('valid OK');
  });

  it('superseded names its successor, one step only, and what became of it', async () => {
    const next = '22'.repeat(16);
    await world.change(certId, 'superseded', { issuer: issuerCode, cert: next });
    await world.change(new Uint8Array(16).fill(0x22), 'revoked');
    await update();
    const report = await verifier().verifyQr(await qrText());
    expect(short(report)).toBe('invalid SUPERSEDED');
    expect(report.certificate?.successor).toEqual({
      issuer: issuerCode,
      cert: next,
      state: 'revoked',
      identifier: formatIdentifier({
        type: typeCode,
        issuer: issuerCode,
        serial: '20261124000001',
        version: '002',
      }),
    });
  });

  it('transferred names a certificate of another issuer', async () => {
    await world.change(certId, 'transferred', { issuer: '11340000MB1234567B', cert: '33'.repeat(16) });
    await update();
    const report = await verifier().verifyQr(await qrText());
    expect(short(report)).toBe('invalid TRANSFERRED');
    expect(report.certificate?.successor).toMatchObject({ issuer: '11340000MB1234567B', state: null });
    // Another issuer's numbers do not follow from this one.
    expect(report.certificate?.successor?.identifier).toBeUndefined();
  });

  it('to be replaced counts until that day, through what may happen meanwhile', async () => {
    const day = 24 * 3_600_000;
    const from = dateAt(world.now + 3 * day);
    const by = { issuer: issuerCode, cert: '5'.repeat(32) };
    const after = async (state: string): Promise<Report> => {
      await world.change(certId, state);
      await update();
      return verifier().verifyQr(await qrText());
    };
    await world.change(certId, 'superseded', by, from);
    await update();
    const waiting = await verifier().verifyQr(await qrText());
    expect(short(waiting)).toBe('valid OK');
    expect(waiting.certificate?.replacedFrom).toBe(from);
    expect(short(await after('suspended'))).toBe('invalid SUSPENDED');
    const again = await after('reinstated');
    expect([short(again), again.certificate?.replacedFrom]).toEqual(['valid OK', from]);
    const withdrawn = await after('withdrawn');
    expect([short(withdrawn), withdrawn.certificate?.replacedFrom]).toEqual(['valid OK', undefined]);
    // Announced once more, its day comes.
    await world.change(certId, 'superseded', by, from);
    world.now += 3 * day;
    await update();
    const replaced = await verifier().verifyQr(await qrText());
    expect(short(replaced)).toBe('invalid SUPERSEDED');
    expect(replaced.certificate?.successor).toMatchObject(by);
  });

  it('revoked before it is replaced is revoked for good', async () => {
    const day = 24 * 3_600_000;
    const by = { issuer: issuerCode, cert: '5'.repeat(32) };
    await world.change(certId, 'superseded', by, dateAt(world.now + 2 * day));
    await world.change(certId, 'revoked');
    await update();
    expect(short(await verifier().verifyQr(await qrText()))).toBe('invalid REVOKED');
    world.now += 3 * day;
    await update();
    const report = await verifier().verifyQr(await qrText());
    expect([short(report), report.certificate?.successor]).toEqual(['invalid REVOKED', undefined]);
  });

  it("of a copy fails with its original's status", async () => {
    const original = new Uint8Array(16).fill(0x44);
    await update();
    const limits = { purpose: '租房', user: '示例中介' };
    const copy = await qrText({ copy: { of: original, ...limits } });
    expect(await verifier().verifyQr(copy)).toMatchObject({
      verdict: 'valid',
      certificate: { copy: { of: toHex(original), ...limits } },
    });
    await world.change(original, 'revoked');
    await update();
    expect(short(await verifier().verifyQr(copy))).toBe('invalid REVOKED');
  });

  it('changed anywhere is never valid', async () => {
    await update();
    const text = await qrText();
    const at = text.indexOf('#') + 1;
    for (let i = at; i < text.length; i += 7) {
      const digit = (Number(text[i]) + 1) % 10;
      const report = await verifier().verifyQr(text.slice(0, i) + String(digit) + text.slice(i + 1));
      expect(report.code === 'READ_AGAIN' ? 'invalid' : report.verdict).toBe('invalid');
      expect(report.certificate).toBeNull();
    }
  });

  it.each(['', 'hello', '1'.repeat(8000)])(
    'that is something else (%.20s) is not a certificate',
    async (text) => {
      await update();
      expect(short(await verifier().verifyQr(text))).toBe('invalid NOT_A_CERTIFICATE');
    },
  );

  it.each(['https://host/v#', 'https://host/v#12', 'https://host/v#１２３'])(
    'that was cut short (%s) is read again, and no forgery',
    async (text) => {
      await update();
      expect(short(await verifier().verifyQr(text))).toBe('indeterminate READ_AGAIN');
    },
  );

  it('is the same certificate however it was delivered, and no forgery where it did not arrive whole', async () => {
    await update();
    const text = await qrText();
    const another = await qrText({ certId: new Uint8Array(16).fill(9) });
    for (const [how, one] of deliveriesOf(text))
      expect(short(await verifier().verifyQr(one)), how).toBe('valid OK');
    for (const [how, one] of spoiledDeliveriesOf(text, another))
      expect(short(await verifier().verifyQr(one)), how).toBe('indeterminate READ_AGAIN');
  });

  it("signed by a key that is not the issuer's is invalid, and with the issuer's kid a forgery", async () => {
    await update();
    expect(short(await verifier().verifyQr(await qrText({}, stolen)))).toBe('invalid KEY_NOT_VALID');
    const posing = { kid: key.kid, sign: stolen.sign };
    const text = (await encodeQrText(await signQr(claims, posing), 'h')).text;
    expect(short(await verifier().verifyQr(text))).toBe('invalid SIGNATURE_INVALID');
  });

  it('of an issuer that is not registered, or not for this type, is invalid', async () => {
    await update();
    const issuer = '11330000MB7654321A';
    const stranger = formatIdentifier({ type: typeCode, issuer, serial: '1', version: '001' });
    expect(short(await verifier().verifyQr(await qrText({ issuer, identifier: stranger })))).toBe(
      'invalid ISSUER_UNKNOWN',
    );
    const type = `${typeCode.slice(0, -1)}9`;
    const unapproved = formatIdentifier({ type, issuer: issuerCode, serial: '1', version: '001' });
    expect(short(await verifier().verifyQr(await qrText({ identifier: unapproved })))).toBe(
      'invalid ISSUER_NOT_ALLOWED',
    );
  });

  it('of an unknown issuer leaves the question open where the mirror is old', async () => {
    await update();
    world.now += 2 * 86_400_000;
    const issuer = '11330000MB7654321A';
    const stranger = formatIdentifier({ type: typeCode, issuer, serial: '1', version: '001' });
    expect(short(await verifier().verifyQr(await qrText({ issuer, identifier: stranger })))).toBe(
      'indeterminate STATUS_STALE',
    );
  });

  it('is valid on the first and the last day in China, and on neither side of them', async () => {
    await update();
    const text = await qrText();
    const policy = { maxStatusAge: Infinity };
    const at = async (time: string): Promise<string> =>
      short(await verifier({ policy, clock: () => Date.parse(time) }).verifyQr(text));
    expect(await at('2027-11-23T15:59:59.999Z')).toBe('valid OK');
    expect(await at('2027-11-23T16:00:00.000Z')).toBe('invalid EXPIRED');
    const later = await qrText({ validFrom: '2026-11-26', validUntil: null });
    const verify = async (time: string): Promise<string> =>
      short(await verifier({ policy, clock: () => Date.parse(time) }).verifyQr(later));
    expect(await verify('2026-11-25T15:59:59.999Z')).toBe('invalid NOT_YET_VALID');
    expect(await verify('2026-11-25T16:00:00.000Z')).toBe('valid OK');
    expect(await verify('9000-01-01T00:00:00.000Z')).toBe('valid OK');
  });

  it('is open without a mirror, with a stale one, and with a clock that is behind', async () => {
    const text = await qrText();
    expect(await bare().verifyQr(text)).toMatchObject({
      verdict: 'indeterminate',
      code: 'STATUS_UNKNOWN',
      asOf: null,
      certificate: null,
    });
    await update();
    const at = (ms: number): Verifier => verifier({ clock: () => world.now + ms });
    expect(short(await at(86_400_000).verifyQr(text))).toBe('valid OK');
    expect(short(await at(86_400_001).verifyQr(text))).toBe('indeterminate STATUS_STALE');
    expect(short(await at(-300_001).verifyQr(text))).toBe('indeterminate CLOCK_BEHIND');
    const lax = verifier({ clock: () => world.now + 86_400_001, policy: { requireStatus: false } });
    expect(short(await lax.verifyQr(text))).toBe('valid OK');
  });

  it('counts the age from the last heartbeat, not from what peers say the time is', async () => {
    await update();
    world.now += 3 * 86_400_000;
    await world.publish();
    await syncMirror(mirror, { urls: ['http://a'], fetch: new TestServers({ a: world }).fetch });
    expect(mirror.asOf?.checkpoint).toBe(world.time);
    expect(short(await verifier().verifyQr(await qrText()))).toBe('indeterminate STATUS_STALE');
  });

  it('is open once the provinces were seen to sign two histories', async () => {
    const evil = world.fork();
    await world.change(new Uint8Array(16).fill(5), 'revoked');
    await update();
    await evil.change(new Uint8Array(16).fill(6), 'revoked');
    await evil.publish();
    await syncMirror(mirror, { urls: ['http://evil'], fetch: new TestServers({ evil }).fetch });
    expect(short(await verifier().verifyQr(await qrText()))).toBe('indeterminate LEDGER_EQUIVOCATION');
    const lax = verifier({ policy: { requireStatus: false } });
    expect(short(await lax.verifyQr(await qrText()))).toBe('indeterminate LEDGER_EQUIVOCATION');
  });

  it('by a key that was revoked is good if it was anchored before, invalid if not, open without the list', async () => {
    const good = await signQr(claims, key);
    const forged = await signQr({ ...claims, holderName: '伪造' }, key);
    const leaf = {
      certId,
      qr: await qrDigest(good),
      credential: new Uint8Array(32),
      pdf: new Uint8Array(32),
    };
    await world.anchorTree([leaf], [key]);
    await world.revokeKey(key);
    const list = `feed/i/${issuerCode}/qr/1`;
    const bytes = world.files.get(list)!;
    world.files.delete(list);
    const text = async (cose: Uint8Array): Promise<string> => (await encodeQrText(cose, 'h')).text;
    await update();
    expect(short(await verifier().verifyQr(await text(good)))).toBe('indeterminate RECEIPT_MISSING');
    world.files.set(list, bytes);
    await update();
    expect(short(await verifier().verifyQr(await text(good)))).toBe('valid OK');
    expect(short(await verifier().verifyQr(await text(forged)))).toBe('invalid NOT_ANCHORED');
  });

  it('whose claims are of later software is open if the issuer’s key signed them, and refused if not', async () => {
    await update();
    const known = decodeCbor(parseQr(await signQr(claims, key)).payload) as Map<number, Cbor>;
    const payload = encodeCbor(new Map(known).set(-65537, [3, 'new']));
    const verdictOf = async (by: Pick<TestKey, 'kid' | 'sign'>): Promise<string> =>
      short(await verifier().verifyQr((await encodeQrText(await signCose(payload, by), 'h')).text));
    expect(await verdictOf(key)).toBe('indeterminate UPDATE_NEEDED');
    expect(await verdictOf({ kid: key.kid, sign: stolen.sign })).toBe('invalid SIGNATURE_INVALID');
    expect(await verdictOf(stolen)).toBe('invalid STRUCTURE_REFUSED');
    expect(await verdictOf(credentialKey)).toBe('invalid STRUCTURE_REFUSED');
  });

  describe('of a window that requires anchoring', () => {
    const strict = (options: Partial<VerifierOptions> = {}): Verifier =>
      verifier({ policy: { requireAnchoring: true }, ...options });
    const feed = { urls: ['http://a'], qrLists: 'all-keys' } as const;
    let good: string;
    let forged: string;

    /** Anchors a code, and signs another with the same key that nobody anchored. */
    beforeEach(async () => {
      const cose = await signQr(claims, key);
      await world.anchorTree([{ certId, qr: await qrDigest(cose) }], [key]);
      good = (await encodeQrText(cose, 'h')).text;
      forged = await qrText({ holderName: '伪造' });
    });

    /** Publishes and syncs with the lists; gives how many are lacking. */
    async function updateWithLists(): Promise<number> {
      world.now += 1000;
      world.beat();
      await world.publish();
      const { fetch } = new TestServers({ a: world });
      return (await syncMirror(mirror, { ...feed, fetch })).qrListsLacking;
    }

    it('is valid if a list has it, and a stolen key’s forgery, undetected as yet, is invalid', async () => {
      expect(await updateWithLists()).toBe(0);
      expect(short(await strict().verifyQr(good))).toBe('valid OK');
      expect(short(await strict().verifyQr(forged))).toBe('invalid NOT_ANCHORED');
      expect(short(await verifier().verifyQr(forged))).toBe('valid OK');
    });

    it('is open where a list is lacking, or was tampered with, until it comes', async () => {
      await update();
      expect(short(await strict().verifyQr(good))).toBe('indeterminate RECEIPT_MISSING');
      const list = `feed/i/${issuerCode}/qr/1`;
      const bytes = world.files.get(list)!;
      world.files.set(
        list,
        bytes.map((byte) => byte ^ 1),
      );
      expect(await updateWithLists()).toBe(1);
      expect(short(await strict().verifyQr(forged))).toBe('indeterminate RECEIPT_MISSING');
      world.files.set(list, bytes);
      expect(await updateWithLists()).toBe(0);
      expect(short(await strict().verifyQr(good))).toBe('valid OK');
      expect(short(await strict().verifyQr(forged))).toBe('invalid NOT_ANCHORED');
    });

    it('is open where its list was damaged on the disk, and good again after the next sync', async () => {
      await updateWithLists();
      await mirror.store.put(`qr/${issuerCode}/1`, new Uint8Array(16));
      expect(short(await strict().verifyQr(good))).toBe('indeterminate RECEIPT_MISSING');
      expect(await updateWithLists()).toBe(0);
      expect(short(await strict().verifyQr(good))).toBe('valid OK');
    });

    it('follows what is anchored after it was asked first, and fetches each list once', async () => {
      await updateWithLists();
      const cose = await signQr({ ...claims, holderName: '后来' }, key);
      const later = (await encodeQrText(cose, 'h')).text;
      expect(short(await strict().verifyQr(later))).toBe('invalid NOT_ANCHORED');
      await world.anchorTree([{ certId, qr: await qrDigest(cose) }], [key]);
      world.now += 1000;
      world.beat();
      await world.publish();
      const servers = new TestServers({ a: world });
      await syncMirror(mirror, { ...feed, fetch: servers.fetch });
      expect(servers.asked.filter((url) => url.includes('/qr/'))).toEqual([
        `http://a/feed/i/${issuerCode}/qr/2`,
      ]);
      expect(short(await strict().verifyQr(later))).toBe('valid OK');
      expect(short(await strict().verifyQr(good))).toBe('valid OK');
    });

    it('is not called forged where the mirror is old, lacks an entry or does not know one', async () => {
      await updateWithLists();
      const tomorrow = { clock: (): number => world.now + 25 * 3_600_000 };
      expect(short(await strict(tomorrow).verifyQr(forged))).toBe('indeterminate STATUS_STALE');
      const earlier = { clock: (): number => world.now - 3_600_000 };
      expect(short(await strict(earlier).verifyQr(forged))).toBe('indeterminate CLOCK_BEHIND');
      await world.entry({ v: 2, about: { type: typeCode } });
      await updateWithLists();
      expect(short(await strict().verifyQr(forged))).toBe('indeterminate UPDATE_NEEDED');
    });

    it('is judged again once the part of the ledger is here that its entry was made under', async () => {
      await updateWithLists();
      const item = {
        kind: 'issuer',
        issuer: issuerCode,
        name: '新',
        mspId: 'ZhejiangMSP',
        types: [typeCode],
      };
      await world.decide([{ ...item, under: world.under() }], { [issuerCode]: 'stays' });
      const cose = await signQr({ ...claims, holderName: '后来' }, key);
      await world.anchorTree([{ certId, qr: await qrDigest(cose) }], [key]);
      const later = (await encodeQrText(cose, 'h')).text;
      world.now += 1000;
      world.beat();
      await world.publish();
      const files = new Map([...world.files].filter(([path]) => path !== 'feed/n/1.json'));
      await syncMirror(mirror, { ...feed, fetch: new TestServers({ a: { files } }).fetch });
      expect(short(await strict().verifyQr(later))).toMatch(/^indeterminate/);
      expect(await updateWithLists()).toBe(0);
      expect(short(await strict().verifyQr(later))).toBe('valid OK');
    });

    it('is open where two histories were signed', async () => {
      await updateWithLists();
      await mirror.keepFork({ what: 'receipt', receipt: new Uint8Array(), held: '' });
      expect(short(await strict().verifyQr(forged))).toBe('indeterminate LEDGER_EQUIVOCATION');
    });
  });

  it('by a revoked key is not called forged where the log that would list it is not all here', async () => {
    const cose = await signQr(claims, key);
    await world.anchorTree([{ certId, qr: await qrDigest(cose) }], [key]);
    await world.revokeKey(key);
    world.now += 1000;
    world.beat();
    await world.publish();
    world.files.delete(`feed/i/${issuerCode}/1.json`);
    await syncMirror(mirror, { urls: ['http://a'], fetch: new TestServers({ a: world }).fetch });
    const text = (await encodeQrText(cose, 'h')).text;
    expect(short(await verifier().verifyQr(text))).toBe('indeterminate STATUS_STALE');
  });

  it('is compared with the holder before the window', async () => {
    await update();
    const text = await qrText();
    const verify = async (expected: { name?: string; number?: string }): Promise<string> =>
      short(await verifier().verifyQr(text, { holder: expected }));
    expect(await verify({ name: holder.holderName, number: '330106199001011234' })).toBe('valid OK');
    expect(await verify({ name: '张三' })).toBe('invalid HOLDER_NAME_MISMATCH');
    expect(await verify({ number: '330106199001011235' })).toBe('invalid HOLDER_NUMBER_MISMATCH');
    expect(await verify({ name: '张三', number: '330106199001011235' })).toBe('invalid HOLDER_MISMATCH');
  });

  it('matches its holder however that is typed, and says what does not match', async () => {
    await update();
    const text = await qrText({ holderName: typedHolder.name, holderNumber: typedHolder.masked });
    for (const [how, typed] of typedHolders)
      expect(short(await verifier().verifyQr(text, { holder: typed })), how).toBe('valid OK');
    for (const [code, typed] of otherHolders)
      expect(short(await verifier().verifyQr(text, { holder: typed }))).toBe(`invalid ${code}`);
    const { name, number } = typedHolder;
    for (const typed of [{ name: `${name}\u200b` }, { name, number: `${number}\u200b` }]) {
      const { code, message } = await verifier().verifyQr(text, { holder: typed });
      expect([code, message]).toEqual(['HOLDER_INPUT_UNUSABLE', expect.stringContaining('U+200B')]);
    }
  });

  it('notes a check character of the common variant, and refuses one that is wrong', async () => {
    await update();
    // Found by trying: the two ways of counting letters differ for nearly every identifier.
    const parts = [identifierRoot, typeCode, issuerCode, '7', '001'].join('.');
    const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
    const seen = new Map<string, string>();
    for (const check of alphabet) {
      const report = await verifier().verifyQr(await qrText({ identifier: `${parts}.${check}` }));
      seen.set(`${short(report)} ${report.notes.join()}`, check);
    }
    expect([...seen.keys()].sort()).toEqual([
      'invalid STRUCTURE_REFUSED ',
      'valid OK ',
      'valid OK IDENTIFIER_CHECK_VARIANT',
    ]);
  });
});

const credentialClaims = (): CredentialClaims => ({
  issuer: issuerCode,
  kid: toHex(credentialKey.kid),
  typeCode,
  typeVersion: 1,
  typeName: '居住证',
  identifier,
  certId,
  issuedOn: '2026-11-24',
  validFrom: '2026-11-24',
  validUntil: '2027-11-23',
  fields: { name: '阿卜杜热西提·麦麦提', idNumber: '330106199001011234' },
  holder: { name: 'name', number: 'idNumber' },
});

interface Made {
  readonly pdf: Uint8Array;
  readonly pending: Uint8Array;
  readonly receipt: Uint8Array;
}

interface PdfOptions {
  readonly photo?: Photo;
  readonly claims?: CredentialClaims;
  readonly change?: Partial<CredentialClaims>;
  readonly by?: Party;
  readonly signedBy?: TestKey;
  readonly keys?: readonly TestKey[];
  readonly receipt?: (own: Uint8Array) => Uint8Array;
  readonly timestamp?: boolean;
}

/** A PDF signed and anchored in one entry with two others. */
async function makePdf(options: PdfOptions = {}): Promise<Made> {
  const { by = party, signedBy = credentialKey, keys = [key, credentialKey], timestamp = true } = options;
  const { text, jwt } = await issueCredential(
    { ...(options.claims ?? credentialClaims()), ...options.change },
    signedBy.sign,
  );
  const objects = makeObjects(text);
  objects.set(5, objects.get(5)!.replace('0'.repeat(8000), '0'.repeat(24_000)));
  if (options.photo) addPhoto(objects, options.photo);
  const file = makeFile(objects);
  const stamp = (signature: Uint8Array): Uint8Array[] =>
    timestamp ? [timestampAttribute(makeTimestamp(stamper, signature))] : [];
  const pending = signFile(Buffer.from(file), by, { unsigned: stamp });
  const { digest } = await readPdf(pending);
  const id = options.change?.certId ?? certId;
  const leaves = [1, 2, 3].map((fill) => ({
    certId: fill === 2 ? id : new Uint8Array(16).fill(fill),
    qr: sha256(Uint8Array.of(fill)),
    credential: sha256(Uint8Array.of(fill)),
    pdf: fill === 2 ? digest : sha256(Uint8Array.of(fill, fill)),
  }));
  leaves[1]!.credential = await credentialDigest(jwt);
  const { receipts } = await world.anchorTree(leaves, keys);
  const receipt = options.receipt?.(receipts[1]!) ?? receipts[1]!;
  // Signed anew: the CMS differs, what it covers and so the PDF digest do not.
  const unsigned = (signature: Uint8Array): Uint8Array[] => [...stamp(signature), receiptAttribute(receipt)];
  const pdf = signFile(Buffer.from(file), by, { unsigned });
  return { pdf, pending, receipt };
}

/** A stream that never ends by itself. */
function endless(chunk: Uint8Array): ReadableStream {
  return new ReadableStream({ pull: (controller) => controller.enqueue(chunk) });
}

describe('a PDF', () => {
  it('with its receipt and a fresh mirror is valid, and shows all fields', async () => {
    const { pdf } = await makePdf();
    await update();
    const report = await verifier().verifyPdf(pdf);
    expect(report.checks.map(({ name, outcome: of, code }) => `${name} ${of} ${code}`)).toEqual([
      'integrity pass OK',
      'issuer pass OK',
      'anchoring pass OK',
      'status pass OK',
      'validity pass OK',
      'holder skipped SKIPPED',
    ]);
    expect(report).toMatchObject({
      verdict: 'valid',
      certificate: { name: '居住证', issuer: { name: '示例市民政局' }, fields: credentialClaims().fields },
    });
  });

  it('with its receipt alone is authentic, but its status is unknown', async () => {
    const { pdf } = await makePdf();
    const report = await bare().verifyPdf(pdf);
    expect(short(report)).toBe('indeterminate STATUS_UNKNOWN');
    expect(['integrity', 'issuer', 'anchoring', 'validity'].map((name) => outcome(report, name))).toEqual(
      Array(4).fill('pass'),
    );
    expect(report.certificate?.fields).toEqual(credentialClaims().fields);
  });

  it('changed in its page is a forgery', async () => {
    const { pdf } = await makePdf();
    await update();
    const at = Buffer.from(pdf).indexOf('(certificate)');
    const changed = pdf.slice();
    changed[at + 1] = 0x43;
    expect(short(await verifier().verifyPdf(changed))).toBe('invalid SIGNATURE_INVALID');
  });

  it.each<[string, PdfOptions, string]>([
    ['broken', { receipt: (own) => own.subarray(0, -1) }, 'RECEIPT_UNUSABLE'],
    ['no CBOR at all', { receipt: () => Uint8Array.of(1, 2, 3) }, 'RECEIPT_UNUSABLE'],
    [
      "another leaf's",
      { receipt: (own) => encodeReceipt({ ...decodeReceipt(own), pdf: new Uint8Array(32) }) },
      'RECEIPT_UNUSABLE',
    ],
    [
      'at another place in the tree',
      { receipt: (own) => encodeReceipt({ ...decodeReceipt(own), index: 0 }) },
      'RECEIPT_UNUSABLE',
    ],
    [
      'of another entry',
      {
        receipt: (own) => {
          const read = decodeReceipt(own);
          return encodeReceipt({ ...read, entry: { ...read.entry, seq: 9 } });
        },
      },
      'RECEIPT_UNUSABLE',
    ],
    [
      'signed by one province',
      {
        receipt: (own) => {
          const read = decodeReceipt(own);
          const endorsements = read.attestation.endorsements.slice(0, 1);
          return encodeReceipt({ ...read, attestation: { ...read.attestation, endorsements } });
        },
      },
      'RECEIPT_UNUSABLE',
    ],
  ])('whose receipt is %s is open, never forged', async (_, options, code) => {
    const { pdf } = await makePdf(options);
    await update();
    const report = await verifier().verifyPdf(pdf);
    expect(short(report)).toBe(`indeterminate ${code}`);
    expect(outcome(report, 'issuer')).toBe('pass');
  });

  it('without its receipt is open, until the receipt is got from the feed', async () => {
    const { pending, receipt } = await makePdf();
    await update();
    expect(short(await verifier().verifyPdf(pending))).toBe('indeterminate RECEIPT_MISSING');
    expect(short(await verifier({ policy: { requireAnchoring: false } }).verifyPdf(pending))).toBe(
      'valid OK',
    );
    world.files.set(`feed/receipts/${toHex(certId)}`, receipt);
    const online = { urls: ['http://a'], fetch: new TestServers({ a: world }).fetch };
    expect(short(await verifier({ online }).verifyPdf(pending))).toBe('valid OK');
    // It is kept: now it works with the cable unplugged.
    expect(short(await verifier().verifyPdf(pending))).toBe('valid OK');
  });

  it.each<[string, (receipt: Uint8Array) => Response]>([
    ['a gigabyte of zeros', () => new Response(endless(new Uint8Array(1 << 20)))],
    ['CBOR without end', () => new Response(new Uint8Array(1 << 20).fill(0x81))],
    ['nothing that is CBOR', () => new Response('<html>')],
    ['a receipt that is cut', (receipt) => new Response(receipt.slice(0, -1) as BodyInit)],
    ['an error', () => new Response('', { status: 500 })],
  ])('whose receipt a server answers with %s stays open', async (_, answer) => {
    const { pending, receipt } = await makePdf();
    await update();
    const online = { urls: ['http://a'], fetch: () => Promise.resolve(answer(receipt)) };
    expect(short(await verifier({ online }).verifyPdf(pending))).toBe('indeterminate RECEIPT_MISSING');
    expect(await mirror.store.list('receipts/')).toEqual([]);
  });

  it('is not kept from its receipt by a server that gave another’s', async () => {
    const { pending, receipt } = await makePdf();
    const another = await makePdf({ change: { certId: new Uint8Array(16).fill(0x78) } });
    await update();
    const path = `feed/receipts/${toHex(certId)}`;
    const bad = { files: new Map([[path, another.receipt]]) };
    const online = (feeds: TestServers['feeds']) => ({
      urls: Object.keys(feeds).map((host) => `http://${host}`),
      fetch: new TestServers(feeds).fetch,
    });
    expect(short(await verifier({ online: online({ bad }) }).verifyPdf(pending))).toContain('indeterminate');
    const good = { files: new Map([[path, receipt]]) };
    expect(short(await verifier({ online: online({ bad, good }) }).verifyPdf(pending))).toBe('valid OK');
  });

  it('is judged as well where the mirror cannot be written', async () => {
    const { pending, receipt } = await makePdf();
    await update();
    world.files.set(`feed/receipts/${toHex(certId)}`, receipt);
    const online = { urls: ['http://a'], fetch: new TestServers({ a: world }).fetch };
    vi.spyOn(mirror.store, 'put').mockRejectedValue(new Error('read-only file system'));
    expect(short(await verifier({ online }).verifyPdf(pending))).toBe('valid OK');
  });

  it('without its timestamp, or with one of a stranger, is open unless the policy says otherwise', async () => {
    const { pdf } = await makePdf({ timestamp: false });
    await update();
    expect(short(await verifier().verifyPdf(pdf))).toBe('indeterminate TIMESTAMP_UNUSABLE');
    expect(short(await verifier({ policy: { requireTimestamp: false } }).verifyPdf(pdf))).toBe('valid OK');
    const other = await makePdf({ change: { certId: new Uint8Array(16).fill(0x77) } });
    await update();
    const trusting = (root: Uint8Array): Verifier => verifier({ timestampRoots: [root] });
    expect(short(await trusting(stamper.chain[1]!).verifyPdf(other.pdf))).toBe('valid OK');
    expect(short(await trusting(party.chain[1]!).verifyPdf(other.pdf))).toBe(
      'indeterminate TIMESTAMP_UNUSABLE',
    );
  });

  it("signed by a key that the entry does not name is invalid, though the issuer's log anchors it", async () => {
    const stranger = await makeParty('示例市民政局');
    const { pdf } = await makePdf({ by: stranger });
    await update();
    expect(short(await verifier().verifyPdf(pdf))).toBe('invalid KEY_NOT_VALID');
    expect(short(await bare().verifyPdf(pdf))).toBe('invalid KEY_NOT_VALID');
  });

  it('whose credential another key signed under the same kid is a forgery', async () => {
    const { pdf } = await makePdf({ signedBy: stolen });
    await update();
    expect(short(await verifier().verifyPdf(pdf))).toBe('invalid SIGNATURE_INVALID');
  });

  it('signed with RSA carries a credential by the P-256 key beside it, both named by the entry', async () => {
    const rsa = await makeParty('示例市民政局', { rsa: true });
    const spki = createPublicKey(rsa.key).export({ type: 'spki', format: 'der' });
    const rsaKey = await issuerKeyOf(rsa.key, new Uint8Array(spki));
    const { pdf } = await makePdf({ by: rsa, keys: [credentialKey, rsaKey] });
    const report = await bare().verifyPdf(pdf);
    expect(outcome(report, 'issuer')).toBe('pass');
    expect(outcome(report, 'integrity')).toBe('pass');
  });

  it('of a type that the entry does not name is invalid', async () => {
    const type = `${typeCode.slice(0, -1)}9`;
    const other = formatIdentifier({ type, issuer: issuerCode, serial: '1', version: '001' });
    const { pdf } = await makePdf({ change: { typeCode: type, identifier: other } });
    await update();
    expect(short(await verifier().verifyPdf(pdf))).toBe('invalid ISSUER_NOT_ALLOWED');
  });

  it('anchored before its key was revoked stays valid', async () => {
    const { pdf, pending } = await makePdf();
    await world.revokeKey(key);
    await update();
    expect(short(await verifier().verifyPdf(pdf))).toBe('valid OK');
    const lax = verifier({ policy: { requireAnchoring: false } });
    for (const by of [verifier(), lax]) {
      expect(short(await by.verifyPdf(pending))).toBe('indeterminate RECEIPT_MISSING');
    }
  });

  it('with a photo gives it to the window, and what is kept of it is its digest', async () => {
    const bytes = Uint8Array.of(0xff, 0xd8, 0xff, 0xd9);
    const entries = '/Width 3/Height 4/ColorSpace/DeviceRGB/Filter/DCTDecode';
    const { pdf } = await makePdf({ photo: { bytes, entries, turn: '60 0 0 -80' } });
    await update();
    const report = await verifier().verifyPdf(pdf);
    const kept = { mediaType: 'image/jpeg', sha256: toHex(sha256(bytes)), orientation: 1 };
    expect(short(report)).toBe('valid OK');
    expect(report.certificate?.photo).toEqual({ ...kept, bytes });
    expect(withoutPhoto(report).certificate?.photo).toEqual(kept);
    expect(withFields(report, 'all').report.certificate?.photo).toEqual(kept);
    // Of what is not authentic nothing is shown, the photo least of all.
    const forged = Buffer.from(pdf);
    forged.writeUInt8(0xd8, forged.indexOf('\xff\xd8\xff\xd9', 0, 'latin1') + 3);
    expect((await verifier().verifyPdf(forged)).certificate).toBeNull();
  });

  it('that was revoked, superseded or expired is invalid', async () => {
    const { pdf } = await makePdf();
    await world.change(certId, 'revoked');
    await update();
    expect(short(await verifier().verifyPdf(pdf))).toBe('invalid REVOKED');
    const late = bare({ clock: () => Date.parse('2027-12-01T00:00:00Z') });
    expect(short(await late.verifyPdf(pdf))).toBe('invalid EXPIRED');
  });

  it('whose receipt is of peers that have expired since is good; of peers expired then, it is not', async () => {
    const span = { notAfter: '2026-12-01T00:00:00Z' };
    world.peers.set('AnhuiMSP', await world.authorities.get('AnhuiMSP')!.peer('AnhuiMSP', 'peer', span));
    const { pdf } = await makePdf();
    const later = bare({ clock: () => Date.parse('2027-01-01T00:00:00Z') });
    expect(short(await later.verifyPdf(pdf))).toBe('indeterminate STATUS_UNKNOWN');
    world.now = Date.parse('2026-12-02T00:00:00Z');
    const forged = await makePdf();
    expect(short(await later.verifyPdf(forged.pdf))).toBe('indeterminate RECEIPT_UNUSABLE');
  });

  it('whose receipt an earlier trust anchor bears is good where the mirror covers the entry', async () => {
    const { pdf } = await makePdf();
    const pinned = world.anchor;
    const authority = await Authority.create('ca.AnhuiMSP.2');
    const root = Buffer.from(authority.der).toString('base64');
    await world.succeed({
      provinces: pinned.provinces.map((one) => (one.mspId === 'AnhuiMSP' ? { ...one, roots: [root] } : one)),
    });
    world.peers.set('AnhuiMSP', await authority.peer('AnhuiMSP'));
    mirror = await openMirror(new MemoryStore(), { trustAnchor: pinned, clock: world.clock });
    await update();
    expect(short(await verifier({ trustAnchor: pinned }).verifyPdf(pdf))).toBe('valid OK');
    expect(short(await bare().verifyPdf(pdf))).toContain('indeterminate RECEIPT_UNUSABLE');
  });

  it('whose receipt attests an entry that the mirror has otherwise is equivocation', async () => {
    const evil = world.fork();
    await world.entry({ changes: [{ cert: '55'.repeat(16), state: 'revoked', reason: 'lost' }] });
    await update();
    const honest = world;
    world = evil;
    const { pdf } = await makePdf();
    world = honest;
    expect(short(await verifier().verifyPdf(pdf))).toBe('indeterminate LEDGER_EQUIVOCATION');
    // Found in one certificate, it concerns all of them, and stays until a person has looked at the proof.
    expect(mirror.equivocation).toBe(true);
    expect(short(await verifier().verifyQr(await qrText()))).toBe('indeterminate LEDGER_EQUIVOCATION');
    const [name] = await mirror.store.list('evidence/fork-');
    const { receipt, held } = parseJson((await mirror.store.get(name!))!) as Record<string, string>;
    const { entry } = decodeReceipt(fromBase64(receipt!));
    expect(held).toBe(mirror.ledger?.hash('i', issuerCode, entry.seq));
    expect(held).not.toBe(await recordHash(entry));
  });

  it('is compared with the holder before the window', async () => {
    const { pdf } = await makePdf();
    await update();
    const verify = async (expected: object): Promise<string> =>
      short(await verifier().verifyPdf(pdf, { holder: expected }));
    expect(await verify({ name: '阿卜杜热西提·麦麦提', number: '330106199001011234' })).toBe('valid OK');
    expect(await verify({ number: '330106199001011235' })).toBe('invalid HOLDER_NUMBER_MISMATCH');
    expect(await verify({ name: '阿卜杜热西提', number: '330106199001011234' })).toBe(
      'invalid HOLDER_NAME_MISMATCH',
    );
    expect(await verify({ name: '阿卜杜热西提', number: '330106199001011235' })).toBe(
      'invalid HOLDER_MISMATCH',
    );
  });

  it('is compared by the fields that the issuer says are the holder’s, whatever they are called', async () => {
    const change = {
      fields: { licensee: '示例出版社', permitNo: 'P-77', name: '李四', idNumber: '330106199001011234' },
      holder: { name: 'licensee', number: 'permitNo' },
    };
    const { pdf } = await makePdf({ change });
    await update();
    const verify = async (expected: object): Promise<string> =>
      short(await verifier().verifyPdf(pdf, { holder: expected }));
    expect(await verify({ name: '示例出版社', number: 'P-77' })).toBe('valid OK');
    expect(await verify({ name: '示例出版社', number: '330106199001011234' })).toBe(
      'invalid HOLDER_NUMBER_MISMATCH',
    );
    expect(await verify({ name: '李四' })).toBe('invalid HOLDER_NAME_MISMATCH');
  });

  it('matches its holder however that is typed, and says what does not match', async () => {
    const { name, number } = typedHolder;
    const { pdf } = await makePdf({ change: { fields: { name, idNumber: number } } });
    await update();
    for (const [how, typed] of typedHolders)
      expect(short(await verifier().verifyPdf(pdf, { holder: typed })), how).toBe('valid OK');
    for (const [code, typed] of otherHolders)
      expect(short(await verifier().verifyPdf(pdf, { holder: typed }))).toBe(`invalid ${code}`);
  });

  it('that does not say which fields are the holder’s leaves only that question open', async () => {
    const { holder: _, ...older } = credentialClaims();
    const { pdf } = await makePdf({ claims: older });
    await update();
    const expected = { number: '330106199001011234' };
    expect(short(await verifier().verifyPdf(pdf, { holder: expected }))).toBe(
      'indeterminate HOLDER_NOT_NAMED',
    );
    expect(short(await verifier().verifyPdf(pdf))).toBe('valid OK');
  });

  it('that is none is told from one that breaks the rules', async () => {
    await update();
    expect(short(await verifier().verifyPdf(Buffer.from('hello')))).toBe('invalid NOT_A_CERTIFICATE');
    const { pdf } = await makePdf();
    const grown = Buffer.concat([pdf, Buffer.from('junk')]);
    expect(short(await verifier().verifyPdf(grown))).toBe('invalid STRUCTURE_REFUSED');
  });
});

describe('a presentation', () => {
  const request = { audience: 'window-7', nonce: 'n-1' };
  let holderKey: TestKey;

  beforeEach(async () => {
    holderKey = await newIssuerKey();
    await update();
  });

  async function present(
    change: Partial<typeof request> = {},
    by = holderKey,
    bound = true,
  ): Promise<string> {
    const point = holderKey.spki.subarray(-64);
    const coordinate = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
    const jwk = {
      kty: 'EC',
      crv: 'P-256',
      x: coordinate(point.subarray(0, 32)),
      y: coordinate(point.subarray(32)),
    } as const;
    const { text } = await issueCredential(
      { ...credentialClaims(), ...(bound && { holderKey: jwk }) },
      credentialKey.sign,
    );
    const chosen = selectDisclosures(await parseCredential(text), ['name']);
    return bindPresentation(chosen, { ...request, ...change, at: new Date(world.now) }, by.sign);
  }

  it('bound by the holder to this request is valid and shows the chosen fields only', async () => {
    const report = await verifier().verifyPresentation(await present(), request);
    expect(report).toMatchObject({ verdict: 'valid', code: 'OK' });
    expect(report.certificate?.fields).toEqual({ name: '阿卜杜热西提·麦麦提' });
  });

  it.each<[string, () => Promise<string>]>([
    ['by another key', () => present({}, stolen)],
    ['for another window', () => present({ audience: 'window-8' })],
    ['for another request', () => present({ nonce: 'n-2' })],
    ['of a credential without a key', () => present({}, holderKey, false)],
  ])('%s is a mismatch', async (_, make) => {
    expect(short(await verifier().verifyPresentation(await make(), request))).toBe('invalid HOLDER_MISMATCH');
  });

  it('of a revoked certificate is invalid', async () => {
    await world.change(certId, 'revoked');
    await update();
    expect(short(await verifier().verifyPresentation(await present(), request))).toBe('invalid REVOKED');
  });

  it('that is something else is not a certificate', async () => {
    expect(short(await verifier().verifyPresentation('~~', request))).toBe('invalid NOT_A_CERTIFICATE');
  });
});

describe('the verifier', () => {
  it('refuses a mirror of another trust anchor', async () => {
    const other = { ...world.anchor, threshold: 3 };
    await expect(verifier({ trustAnchor: other }).verifyQr('x')).rejects.toThrow(TypeError);
  });

  it('speaks Chinese by default', async () => {
    expect((await bare().verifyQr('x')).message).toBe('不是电子证照：文件或二维码不是证桥签发的电子证照。');
  });

  it('has words for every code in both languages', () => {
    for (const [code, entry] of Object.entries(codes)) {
      for (const language of ['zh', 'en'] as const) {
        for (const words of Object.values(entry[language])) expect(words, code).toMatch(/\S/);
      }
    }
  });
});
