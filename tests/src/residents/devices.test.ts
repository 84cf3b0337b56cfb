import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSettings } from '@certbridge/service/platform/settings';
import { startCertBridge } from '@certbridge/service/start';
import type { CertBridge } from '@certbridge/service/start';
import {
  MemoryStore,
  createVerifier,
  openMirror,
  parseTrustAnchor,
  syncMirror,
} from '@certbridge/verifier-sdk';
import { dateAt } from '@certbridge/verifier-sdk/formats';
import type { Browser, Page, Route } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { missing } from '../requirements.js';
import { Visitor, launch } from '../verify-page/phone.js';
import { HELPER, RESIDENT } from './acts.js';
import { Session } from './phone.js';

const DAY = 86_400_000;
/** As the resident's identity card has them. */
const holder = { name: RESIDENT, number: '33019919750927115X' };

let folder = '';
let bridge: CertBridge;
let browser: Browser;
let visitor: Visitor;
let page: Page;

beforeAll(async () => {
  if (missing('chromium')) return;
  folder = await mkdtemp(join(tmpdir(), 'certbridge-devices-'));
  const settings = readSettings({
    CERTBRIDGE_DATA: join(folder, 'data'),
    // No passkey belongs to an address of numbers (WebAuthn §5.1.3).
    CERTBRIDGE_HOST: 'localhost',
    CERTBRIDGE_PORT: '0',
    CERTBRIDGE_LOG_LEVEL: 'silent',
    CERTBRIDGE_ENTRY_AGE: '100ms',
  });
  bridge = await startCertBridge({ settings, seed: 'certificates', throwAway: true });
  browser = await launch();
  // The other lets the resident show one of theirs, too.
  const other = new Session(bridge.url, await bridge.residentToken(HELPER));
  const { body } = await other.call('GET', '/my/certificates');
  const [card] = (body['certificates'] as { certId: string; copy: unknown; inForce: boolean }[]).filter(
    ({ copy, inForce }) => copy === null && inForce,
  );
  const until = dateAt(Date.now() + 29 * DAY);
  await other.call('POST', `/my/certificates/${card!.certId}/delegations`, {
    helper: holder,
    items: [],
    until,
  });
});
afterAll(async () => {
  if (missing('chromium')) return;
  await browser.close();
  await bridge.close();
  await rm(folder, { recursive: true, force: true });
});

const button = (name: string) => page.getByRole('button', { name, exact: true });

/** Opens the wallet, and waits until what is carried was looked after: items are learned last. */
async function opened(act: () => Promise<unknown>): Promise<void> {
  const isLookedAfter = page.waitForResponse(/\/api\/v1\/items$/u);
  await act();
  await isLookedAfter;
}

/** Whoever was signed in is not any more; what the device carries stays. */
async function signIn(name: string): Promise<void> {
  await visitor.context.clearCookies();
  await page.goto(bridge.signInLink!);
  await page.goto(`${bridge.url}/auth/residents/sign-in?return=%2Fwallet`);
  await opened(() => page.getByRole('button', { name }).click());
}

/** Puts an own certificate and the other's on this device. */
async function carryBoth(): Promise<void> {
  await button('放进这台手机').last().click();
  await button('亮证').waitFor();
  await button('我的设备').click();
  await page
    .locator('li.card', { hasText: `代 ${HELPER} 出示` })
    .getByRole('button')
    .first()
    .click();
  await button('返回').click();
  await expect.poll(() => button('亮证').count()).toBe(2);
}

async function addAuthenticator(): Promise<void> {
  const authenticators = await visitor.context.newCDPSession(page);
  await authenticators.send('WebAuthn.enable');
  await authenticators.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      ...({ protocol: 'ctap2', ctap2Version: 'ctap2_1', transport: 'internal' } as const),
      ...{ hasResidentKey: true, hasUserVerification: true, isUserVerified: true, hasPrf: true },
    },
  });
}

/** The resident's, as the service knows them; who ended one has no other session any more. */
async function devices(): Promise<readonly string[]> {
  const resident = new Session(bridge.url, await bridge.residentToken(RESIDENT));
  const { body } = await resident.call('GET', '/my/devices');
  return (body['devices'] as { device: string }[]).map(({ device }) => device);
}

/**
 * Opens the wallet anew, and does something while the first of its renewals is being answered: until the act waits for
 * its turn, or a device was ended.
 */
async function duringRenewal(act: () => Promise<unknown>): Promise<void> {
  let release = (): void => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  const hold = async (route: Route): Promise<void> => {
    await released;
    await route.continue();
  };
  await page.route('**/wallet-credentials', hold, { times: 1 });
  let isEnded = false;
  page.on('response', (response) => (isEnded ||= response.request().method() === 'DELETE'));
  const waits = (): Promise<boolean> =>
    page.evaluate(async () => (await navigator.locks.query()).pending?.length !== 0);
  await opened(async () => {
    const asked = page.waitForRequest('**/wallet-credentials');
    await page.reload();
    await asked;
    await act();
    await expect.poll(async () => isEnded || (await waits())).toBe(true);
    release();
  });
}

describe.skipIf(missing('chromium'))('a device', { timeout: 300_000 }, () => {
  beforeEach(async () => {
    // A day later: a certificate is put on devices ten times a day at most, and on five.
    await bridge.service.database.query(
      `UPDATE wallet_credentials SET created_at = created_at - interval '1 day', state = 'revoked'`,
    );
    visitor = await Visitor.arrive(browser);
    page = await visitor.context.newPage();
    await signIn(RESIDENT);
    await carryBoth();
  });
  afterEach(async () => {
    expect(visitor.complaints).toEqual([]);
    await visitor.leave();
  });

  it('keeps what one resident put on it while another is signed in, also when that is due', async () => {
    await signIn(HELPER);
    expect(await button('亮证').count()).toBe(2);
    await button('放进这台手机').last().click();
    await expect.poll(() => button('亮证').count()).toBe(3);
    await page.clock.setFixedTime(Date.now() + 25 * DAY);
    const show = button('亮证');
    for (const at of [1, 2]) {
      await show.nth(at).click();
      await page.locator('#item').selectOption('household-move');
      await button('出示').click();
      await button('换事项，或填口令').click();
      // Not before it was renewed, where it was to be.
      await expect.poll(() => button('出示').isEnabled()).toBe(true);
      await button('返回').click();
    }
    expect(await show.count()).toBe(3);
  });

  it('keeps what the service may renew again, says why it did not, and drops what it never will', async () => {
    const { database } = bridge.service;
    const own = `SELECT original FROM wallet_credentials WHERE state = 'issued' AND delegation IS NULL`;
    const become = (state: string): Promise<unknown> =>
      database.query(`UPDATE certificates SET state = $1 WHERE cert_id IN (${own})`, [state]);
    try {
      await become('suspended');
      await opened(() => page.reload());
      expect(await button('亮证').count()).toBe(2);
      await become('issued');

      // It ends soon, and is on five other devices meanwhile.
      await database.query(
        `UPDATE wallet_credentials SET valid_until = current_date + 2 WHERE state = 'issued'`,
      );
      await database.query(
        `INSERT INTO wallet_credentials (cert_id, issuer, original, holder, device, label, qr, valid_until)
         SELECT uuid_send(gen_random_uuid()), issuer, original, holder, substr(uuid_send(gen_random_uuid()), 1, 8),
           label, qr, valid_until
         FROM wallet_credentials, generate_series(1, 5) WHERE state = 'issued' AND delegation IS NULL`,
      );
      await opened(() => page.reload());
      await page.getByText('没能更新：一份证照最多放在 5 台设备上').waitFor();
      expect(await button('亮证').count()).toBe(2);

      await become('revoked');
      await opened(() => page.reload());
      await expect.poll(() => button('亮证').count()).toBe(1);
    } finally {
      await become('issued');
    }
  });

  it('shows nothing that has lapsed, and keeps it for nobody but who can renew it', async () => {
    await page.clock.setFixedTime(Date.now() + 31 * DAY);
    await visitor.context.clearCookies();
    await page.goto(`${bridge.url}/wallet`);
    await expect.poll(() => page.getByText('这台手机上的这份已过期').count()).toBe(2);
    expect(await button('亮证').count()).toBe(0);
    await signIn(HELPER);
    await button('放进这台手机').first().waitFor();
    expect(await page.getByText('已过期').count()).toBe(0);
    await page.clock.setFixedTime(Date.now() - 31 * DAY);
    await signIn(RESIDENT);
    await button('放进这台手机').first().waitFor();
    expect(await button('亮证').count()).toBe(0);
  });

  it('gets no other key while somebody else’s certificates are on it, which it says', async () => {
    await addAuthenticator();
    await signIn(HELPER);
    await button('放进这台手机').last().click();
    await expect.poll(() => button('亮证').count()).toBe(3);
    await button('我的设备').click();
    await button('开启通行密钥保护').click();
    await page.getByText('这台手机上还有别人的证照').waitFor();
    await signIn(RESIDENT);
    expect(await button('亮证').count()).toBe(3);
    await button('我的设备').click();
    await page.getByRole('button', { name: '停用' }).click();
    await page.getByText('已停用').waitFor();
    await signIn(HELPER);
    expect(await button('亮证').count()).toBe(1);
    await button('我的设备').click();
    await button('开启通行密钥保护').click();
    await page.getByText('已开启').waitFor();
    await button('返回').click();
    expect(await button('亮证').count()).toBe(1);
  });

  it('is ended for good, also while what is on it is being renewed', async () => {
    await duringRenewal(async () => {
      await button('我的设备').click();
      await page.getByRole('button', { name: '停用' }).click();
    });
    await page.getByText('已停用').waitFor();
    expect(await devices()).toEqual([]);
    await opened(() => page.reload());
    expect(await button('亮证').count()).toBe(0);
    expect(await devices()).toEqual([]);
  });

  it('has nothing that is bound to the key before, also when that was being renewed', async () => {
    await addAuthenticator();
    const [before] = await devices();
    await duringRenewal(async () => {
      await button('我的设备').click();
      await button('开启通行密钥保护').click();
    });
    await page.getByText('已开启').waitFor();
    const after = await devices();
    expect(after).toHaveLength(1);
    expect(after).not.toContain(before);
  });

  it('is ended with its key before once the service is reached, where only that was left', async () => {
    await addAuthenticator();
    const [before] = await devices();
    await button('我的设备').click();
    await page.route('**/my/devices/*', (route) => route.abort(), { times: 1 });
    await button('开启通行密钥保护').click();
    await page.getByText('旧密钥还没有停用').waitFor();
    await button('关闭通行密钥保护').waitFor();
    expect(await devices()).toHaveLength(2);
    await opened(() => page.reload());
    const after = await devices();
    expect(after).toHaveLength(1);
    expect(after).not.toContain(before);
    expect(await button('亮证').count()).toBe(2);
  });

  it('is not known by another key that was not bound to all, once the service is reached', async () => {
    await addAuthenticator();
    const before = await devices();
    await button('我的设备').click();
    let asked = 0;
    await page.route('**/wallet-credentials', (route) => (++asked === 2 ? route.abort() : route.continue()));
    await page.route('**/my/devices/*', (route) => route.abort(), { times: 1 });
    await button('开启通行密钥保护').click();
    await page.getByText('连不上服务').waitFor();
    expect(await devices()).toHaveLength(2);
    await opened(() => page.reload());
    expect(await devices()).toEqual(before);
    expect(await button('亮证').count()).toBe(2);
    await button('我的设备').click();
    await button('开启通行密钥保护').click();
    await page.getByText('已开启').waitFor();
    expect(await devices()).toHaveLength(1);
  });

  it('shows by the key that it has, also in a tab from before it was changed', async () => {
    const before = page;
    page = await visitor.context.newPage();
    await opened(() => page.goto(`${bridge.url}/wallet`));
    await addAuthenticator();
    await button('我的设备').click();
    // Back to a key that asks for nobody.
    for (const [change, done] of [
      ['开启通行密钥保护', '已开启'],
      ['关闭通行密钥保护', '已关闭'],
    ] as const) {
      await button(change).click();
      await page.getByText(done).waitFor();
    }
    page = before;
    await button('亮证').first().click();
    await page.locator('#item').selectOption('household-move');
    await button('出示').click();
    const text = (await page.locator('figure svg').getAttribute('data-text')) ?? '';
    await bridge.service.feed.update();
    const trustAnchor = parseTrustAnchor(await readFile(bridge.trustAnchor));
    const mirror = await openMirror(new MemoryStore(), { trustAnchor });
    await syncMirror(mirror, { urls: [bridge.url] });
    const options = { holder, showing: { item: 'household-move' } };
    const { code } = await createVerifier({ trustAnchor, mirror }).verifyQr(text, options);
    expect(code).toBe('OK');
  });
});
