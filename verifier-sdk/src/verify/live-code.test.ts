import { beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { TestNetwork, TestServers, newIssuerKey } from '../attestation/network.fixture.js';
import type { TestKey } from '../attestation/network.fixture.js';
import { toHex } from '../formats/bytes.js';
import { CborTag, decodeCbor, encodeCbor } from '../formats/cbor.js';
import type { Cbor } from '../formats/cbor.js';
import { liveCodeText } from '../formats/live-code.js';
import { encodeQrText, fromDigits } from '../formats/qr-text.js';
import { signQr } from '../formats/qr.js';
import type { QrClaims } from '../formats/qr.js';
import type { Showing } from '../formats/live-code.js';
import { MemoryStore, openMirror, syncMirror } from '../mirror/index.js';
import type { Mirror } from '../mirror/index.js';
import {
  checkVerificationReceipt,
  createWindowKey,
  issueVerificationReceipt,
  publicWindowKey,
  windowSigner,
} from '../verification-receipts/index.js';
import { LocalReplayMemory, createVerifier } from './index.js';
import type { ExpectedShowing, Report, Verifier, VerifyOptions } from './index.js';
import { newDevice, originalId, person, walletClaims, walletId } from './wallet.fixture.js';
import type { Device } from './wallet.fixture.js';

const item = '330100-0042';
const asker = '0123456789abcdef';

let key: TestKey;
let phone: Device;
let world: TestNetwork;
let mirror: Mirror;

beforeAll(async () => {
  key = await newIssuerKey();
  phone = await newDevice();
});

beforeEach(async () => {
  world = await TestNetwork.withIssuer(key);
  mirror = await openMirror(new MemoryStore(), { trustAnchor: world.anchor, clock: world.clock });
  await update();
});

async function update(): Promise<void> {
  world.now += 1000;
  world.beat();
  await world.publish();
  const report = await syncMirror(mirror, { urls: ['http://a'], fetch: new TestServers({ a: world }).fetch });
  expect(report.problems).toEqual([]);
}

const newWindow = (clock = world.clock): Verifier =>
  createVerifier({ trustAnchor: world.anchor, mirror, clock, language: 'en' });
const short = ({ verdict, code }: Report): string => `${verdict} ${code}`;
const asked = (showing: Partial<ExpectedShowing> = {}): VerifyOptions => ({
  holder: person,
  showing: { item, ...showing },
});

const cose = (change: Partial<QrClaims> = {}, device = phone): Promise<Uint8Array> =>
  signQr({ ...walletClaims(device), ...change }, key);

/** Seconds since 1970 are whole in a live code. */
const now = (): Date => new Date(Math.floor(world.now / 1000) * 1000);

async function live(showing: Partial<Showing> = {}, change: Partial<QrClaims> = {}): Promise<string> {
  return phone.show(await cose(change), { at: now(), item, ...showing }, world.anchor.network);
}

const judge = async (text: string, options = asked(), window = newWindow()): Promise<string> =>
  short(await window.verifyQr(text, options));

describe('a live code', () => {
  it('is valid at the window whose case it is for, and says how it was shown', async () => {
    const report = await newWindow().verifyQr(await live(), asked());
    expect(short(report)).toBe('valid OK');
    expect(report.checks.map(({ name, outcome }) => `${name} ${outcome}`)).toEqual([
      'integrity pass',
      'issuer pass',
      'anchoring skipped',
      'status pass',
      'validity pass',
      'holder pass',
      'showing pass',
    ]);
    expect(report.certificate).toMatchObject({ certId: toHex(walletId), name: '居住证' });
    expect(report.shown).toEqual({
      way: 'live-code',
      at: now().toISOString(),
      secondsAgo: Math.round((world.now - now().getTime()) / 1000),
      item,
      challenged: false,
      key: 'software',
      device: expect.stringMatching(/^[0-9a-f]{16}$/) as string,
      of: toHex(originalId),
      again: false,
    });
  });

  it('counts for 60 seconds, and from 30 seconds ahead of the clock here', async () => {
    const at = now();
    const text = await live({ at });
    const after = (milliseconds: number): Promise<string> =>
      judge(
        text,
        asked(),
        newWindow(() => at.getTime() + milliseconds),
      );
    expect(await after(60_000)).toBe('valid OK');
    expect(await after(61_000)).toBe('indeterminate LIVE_CODE_TIME');
    expect(await after(-30_000)).toBe('valid OK');
    expect(await after(-31_000)).toBe('indeterminate LIVE_CODE_TIME');
  });

  it.each([
    [4 * 60_000, 'its time is 4 minutes ahead of the clock here'],
    [-95_000, 'its time is 95 seconds behind the clock here'],
    [8 * 3_600_000, 'its time is 8 hours ahead of the clock here; look at the time zone of both devices'],
  ])('out of time says how far the clocks are apart: %i', async (apart, said) => {
    const at = new Date(now().getTime() + apart);
    const window = newWindow(() => now().getTime());
    const report = await window.verifyQr(await live({ at }), asked());
    expect(short(report)).toBe('indeterminate LIVE_CODE_TIME');
    expect(report.message).toContain(said);
    expect(report.checks.at(-1)?.message).toContain(said);
    // A challenge settles it, whatever the clocks say.
    expect(await judge(await live({ at, challenge: '0042' }), asked({ challenge: '0042' }), window)).toBe(
      'valid OK',
    );
  });

  it('is one showing for ten seconds, then used, at windows that share a memory', async () => {
    let clock = now().getTime();
    const replays = new LocalReplayMemory();
    const open = (): Verifier =>
      createVerifier({ trustAnchor: world.anchor, mirror, clock: () => clock, replays });
    const text = await live();
    const first = await open().verifyQr(text, asked());
    clock += 10_000;
    const again = await open().verifyQr(text, asked());
    expect([short(first), first.shown?.again]).toEqual(['valid OK', false]);
    expect([short(again), again.shown?.again]).toEqual(['valid OK', true]);
    clock += 1;
    expect(await judge(text, asked(), open())).toBe('invalid LIVE_CODE_USED');
    clock = now().getTime() + 61_000;
    expect(await judge(text, asked(), open())).toBe('indeterminate LIVE_CODE_TIME');
  });

  it('judged anew, since the person was compared meanwhile, is still the showing that was read', async () => {
    let clock = now().getTime();
    const window = newWindow(() => clock);
    const text = await live();
    const readAt = new Date(clock);
    expect(await judge(text, { showing: { item, readAt } }, window)).toBe('indeterminate HOLDER_NEEDED');
    clock += 120_000;
    const anew = await window.verifyQr(text, asked({ readAt }));
    expect([short(anew), anew.shown?.again, anew.shown?.secondsAgo]).toEqual(['valid OK', false, 0]);
    // Read once more, it is neither in time nor new.
    expect(await judge(text, asked({ readAt: new Date(readAt.getTime() + 30_000) }), window)).toBe(
      'invalid LIVE_CODE_USED',
    );
    expect(await judge(text, asked(), window)).toBe('indeterminate LIVE_CODE_TIME');
  });

  it('that was not taken, for want of a case, is not used up', async () => {
    let clock = now().getTime();
    const window = newWindow(() => clock);
    const text = await live();
    expect(await judge(text, { holder: person }, window)).toBe('indeterminate ITEM_NEEDED');
    clock += 20_000;
    expect(await judge(text, asked(), window)).toBe('valid OK');
  });

  it('is for one item, and for whom it names', async () => {
    expect(await judge(await live(), asked({ item: '330100-0043' }))).toBe('invalid LIVE_CODE_ITEM');
    expect(await judge(await live(), { showing: { item } })).toBe('indeterminate HOLDER_NEEDED');
    const other = { ...asked(), holder: { name: '李四' } };
    expect(await judge(await live(), other)).toBe('invalid HOLDER_NAME_MISMATCH');
  });

  it('with a challenge counts at the window that gave it only', async () => {
    const shown = await live({ challenge: '4711', asker });
    expect(await judge(shown, asked({ challenge: '4711', asker }))).toBe('valid OK');
    expect(await judge(shown, asked({ challenge: '4712', asker }))).toBe('invalid LIVE_CODE_CHALLENGE');
    expect(await judge(shown, asked({ challenge: '4711', asker: 'f'.repeat(16) }))).toBe(
      'invalid LIVE_CODE_CHALLENGE',
    );
    expect(await judge(shown)).toBe('invalid LIVE_CODE_CHALLENGE');
    expect(await judge(await live(), asked({ challenge: '4711' }))).toBe('indeterminate CHALLENGE_NEEDED');
    const typed = await live({ challenge: '4711' });
    expect(await judge(typed, asked({ challenge: '4711', asker }))).toBe('valid OK');
  });

  it('stripped to what the issuer signed is refused', async () => {
    const { text } = await encodeQrText(await cose(), 'h');
    const report = await newWindow().verifyQr(text, asked());
    expect(short(report)).toBe('invalid NOT_SHOWN_LIVE');
    expect(report.shown).toBeUndefined();
  });

  it.each<[string, () => Promise<string>]>([
    ['of another network', async () => phone.show(await cose(), { at: now(), item }, '00'.repeat(16))],
    [
      'of another device',
      async () => (await newDevice()).show(await cose(), { at: now(), item }, world.anchor.network),
    ],
    [
      'signed for another certificate of the same device',
      async () => {
        const licence = await cose({ name: '驾驶证' });
        const shown = await phone.show(licence, { at: now(), item }, world.anchor.network);
        return withCredential(shown, await cose());
      },
    ],
  ])('%s is refused, and shows nothing', async (_, make) => {
    const report = await newWindow().verifyQr(await make(), asked());
    expect(short(report)).toBe('invalid SIGNATURE_INVALID');
    expect([report.certificate, report.shown]).toEqual([null, undefined]);
  });

  it('counts only as long as the certificate does', async () => {
    await world.change(originalId, 'revoked');
    await update();
    expect(await judge(await live())).toBe('invalid REVOKED');
  });

  it('of a credential that was revoked alone says so: the certificate may be fine', async () => {
    await world.change(walletId, 'revoked');
    await update();
    expect(await judge(await live())).toBe('invalid WALLET_NOT_VALID');
    const printed = { ...walletClaims(phone), certId: originalId };
    const { wallet: _, ...plain } = printed;
    const { text } = await encodeQrText(await signQr(plain, key), 'h');
    expect(await judge(text)).toBe('valid OK');
  });

  it('of a credential past its days is refused', async () => {
    const dates = { validFrom: '2026-10-01', validUntil: '2026-10-30' };
    expect(await judge(await live({}, dates))).toBe('invalid WALLET_NOT_VALID');
  });

  it('of an ordinary certificate is none', async () => {
    const { wallet: _, ...plain } = walletClaims(phone);
    const text = await phone.show(await signQr(plain, key), { at: now(), item }, world.anchor.network);
    expect(await judge(text)).toBe('invalid STRUCTURE_REFUSED');
  });

  it('of a forged credential is refused before the device is asked', async () => {
    const forged = await signQr(walletClaims(phone), { kid: key.kid, sign: (await newIssuerKey()).sign });
    const text = await phone.show(forged, { at: now(), item }, world.anchor.network);
    expect(await judge(text)).toBe('invalid SIGNATURE_INVALID');
  });
});

describe('a delegation', () => {
  const delegate = { name: '李小红', number: '330***********5678', items: [item] };
  const helper = { name: '李小红', number: '330102198001015678' };
  const shown = (items: readonly string[], of = item): Promise<string> =>
    live({ item: of }, { wallet: { ...walletClaims(phone).wallet!, delegate: { ...delegate, items } } });

  it('is shown by the helper, who is at the window, for the holder', async () => {
    const report = await newWindow().verifyQr(await shown([item]), { ...asked(), holder: helper });
    expect(short(report)).toBe('valid OK');
    expect(report.certificate?.fields).toMatchObject({ holderName: person.name });
    expect(report.shown?.delegate).toEqual({ name: '李小红', number: '330***********5678' });
    expect(await judge(await shown([item]), asked())).toBe('invalid HOLDER_MISMATCH');
  });

  it('stands in the receipt of the window, who helped only where that is kept', async () => {
    const options = { ...asked(), holder: helper };
    const text = await shown([item]);
    const report = await newWindow().verifyQr(text, options);
    const windowKey = await createWindowKey();
    const windowKeys = [{ ...publicWindowKey(windowKey) }];
    const recorded = async (fields?: readonly string[]): Promise<[Report | undefined, unknown]> => {
      const receipt = await issueVerificationReceipt(
        {
          ...{ report, shown: { kind: 'qr', content: text }, trustAnchor: world.anchor },
          ...{ place: '示例市民中心 12 号窗口', purpose: item, at: world.now, ...(fields && { fields }) },
        },
        await windowSigner(windowKey),
      );
      const checked = await checkVerificationReceipt(receipt, { windowKeys, shown: text });
      return [checked.receipt?.report, checked.receipt?.withheld];
    };
    const { delegate: _, ...without } = report.shown!;
    const [bare, withheld] = await recorded();
    expect(bare).toEqual({ ...report, certificate: { ...report.certificate, fields: {} }, shown: without });
    expect(withheld).toEqual(['delegate', 'holderName', 'holderNumber']);
    const [whole] = await recorded(['delegate', 'holderName', 'holderNumber']);
    expect(whole).toEqual(report);
  });

  it('covers its items only, or any where it names none', async () => {
    const options = { ...asked(), holder: helper };
    expect(await judge(await shown(['330100-0001']), options)).toBe('invalid LIVE_CODE_ITEM');
    expect(await judge(await shown([]), options)).toBe('valid OK');
  });

  it('withdrawn is refused', async () => {
    await world.change(walletId, 'revoked');
    await update();
    expect(await judge(await shown([item]), { ...asked(), holder: helper })).toBe('invalid WALLET_NOT_VALID');
  });
});

/** What the device said and signed of one credential, around another. */
function withCredential(text: string, cose: Uint8Array): string {
  const { value } = decodeCbor(fromDigits(text.slice(text.indexOf('#') + 1))) as CborTag;
  const [payload = 0, signature = 0] = value as readonly Cbor[];
  return liveCodeText(encodeCbor(new CborTag(20, [payload, signature, cose, 1])), 'h').text;
}
