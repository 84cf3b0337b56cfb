import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSettings } from '@certbridge/service/platform/settings';
import { startCertBridge } from '@certbridge/service/start';
import type { CertBridge } from '@certbridge/service/start';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findings } from '../console/looks.js';
import { secondClerk } from '../people/second-clerk.js';
import { missing } from '../requirements.js';
import { usccOf } from '../samples/numbers.js';
import { Visitor, launch } from '../verify-page/phone.js';
import { Hall } from '../windows/hall.js';
import { pair } from './pair.js';
import { scan } from './scanner.js';

const PERSON = /马梅|520199195201040191/u;

describe.skipIf(missing('chromium'))('a page whose session is lost', { timeout: 600_000 }, () => {
  let bridge: CertBridge;
  let browser: Browser;
  let visitor: Visitor;
  let folder: string;
  let hall: Hall;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'certbridge-lost-session-'));
    const settings = readSettings({
      CERTBRIDGE_DATA: folder,
      CERTBRIDGE_PORT: '0',
      CERTBRIDGE_LOG_LEVEL: 'silent',
    });
    [bridge, browser] = await Promise.all([
      startCertBridge({ settings, seed: 'issuers', throwAway: true }),
      launch(),
    ]);
    hall = await Hall.open(bridge, usccOf('12330199', '00000010'));
  }, 240_000);
  afterAll(async () => {
    await browser.close();
    await bridge.close();
    await rm(folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    visitor = await Visitor.arrive(browser, { viewport: { width: 1366, height: 768 } });
  });
  afterEach(async () => {
    await visitor.leave();
    expect(visitor.complaints).toEqual([]);
  });

  const signIn = async (name: string, path: string): Promise<Page> => {
    const page = await visitor.open(bridge.signInLink ?? '');
    await page.getByRole('button', { name }).click();
    await page.waitForURL(`${bridge.url}/`);
    await page.goto(bridge.url + path);
    return page;
  };
  const subjectIn = (page: Page): Promise<string> =>
    page.evaluate(
      async () => ((await (await fetch('/api/v1/session')).json()) as { readonly subject: string }).subject,
    );
  const begin = async (person: string): Promise<string> =>
    (await bridge.service.sessions.begin({ person }, { via: 'browser', authenticatedAt: new Date() })).token;
  /** Somebody has signed in in another tab of this browser. */
  const signedInElsewhere = async (token: string): Promise<void> => {
    const cookies = await visitor.context.cookies();
    const session = cookies.find(({ name }) => name.startsWith('certbridge-session-'))!;
    await visitor.context.addCookies([{ ...session, value: token }]);
  };
  /** The emulation does not tell a page that a service worker gave that the network is back. */
  const backOnline = async (page: Page): Promise<void> => {
    await visitor.context.setOffline(false);
    await page.evaluate(() => dispatchEvent(new Event('online')));
  };
  /** Who filed cases. */
  const filedBy = async (): Promise<string[]> => {
    const { rows } = await bridge.service.database.query<{ person: string }>(
      'SELECT opened_by AS person FROM cases',
    );
    return rows.map(({ person }) => person);
  };

  const atCounter = async (page: Page): Promise<void> => {
    await scan(page, '姓名:马梅,公民身份号码:520199195201040191');
    await page.getByText('已读入身份证件').waitFor();
    await page.getByRole('button', { name: '居住证申领' }).click();
  };

  /** A paired window without a network: one case waits, and the next person is at the counter. */
  const atWork = async (name: string): Promise<{ readonly page: Page; readonly clerk: string }> => {
    const page = await signIn('窗口', '/window/setup');
    await pair(page, hall, name);
    await page.getByRole('link', { name: '办件' }).click();
    const clerk = await subjectIn(page);
    await visitor.context.setOffline(true);
    await atCounter(page);
    await page.getByRole('button', { name: '登记办件' }).click();
    await page.getByText('待发送（1）', { exact: true }).waitFor();
    await atCounter(page);
    return { page, clerk };
  };

  it('lets a clerk finish with the person at the counter, and locks what is kept until they sign in', async () => {
    const { page, clerk } = await atWork('1号窗口');
    const send = page.getByRole('button', { name: '登记办件' });
    await bridge.service.sessions.endAllOf({ person: clerk });

    // The dialog is closed, and what the page asks next is refused, too.
    for (const _ of ['once', 'again']) {
      await backOnline(page);
      const ended = page.getByRole('dialog', { name: '登录已结束' });
      await ended.getByText('想先办完这一位').waitFor();
      await ended.getByRole('button', { name: '关闭' }).click();
      await ended.waitFor({ state: 'detached' });
    }
    await page.locator('header').getByRole('link', { name: '登录' }).waitFor();
    await send.click();
    await page.getByText('待发送（2）：保存在本机，登录后自动发送。').waitFor();
    expect(await findings(page, 'window-ended')).toEqual([]);
    expect(await filedBy()).toEqual([]);

    await signedInElsewhere(await begin(clerk));
    await backOnline(page);
    await expect.poll(filedBy).toEqual([clerk, clerk]);
    await page.getByText(/^待发送/u).waitFor({ state: 'detached' });
    expect(await page.locator('header').getByRole('link', { name: '登录' }).count()).toBe(0);
  });

  it('does nothing in the name of who signed in in another tab, and keeps nothing on the screen for them', async () => {
    const { page } = await atWork('2号窗口');
    const filed = await filedBy();
    const { token } = await secondClerk(bridge);
    await signedInElsewhere(token);
    await visitor.context.setOffline(false);
    await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: '登记办件' }).click()]);
    await page.getByRole('button', { name: '交班退出' }).waitFor();
    await page.getByRole('heading', { name: '办什么事？' }).waitFor();
    expect(await page.content()).not.toMatch(PERSON);
    expect(await page.getByText(/^待发送/u).count()).toBe(0);
    expect(await filedBy()).toEqual(filed);
  });

  it('shows the next person what is theirs as soon as they look at it', async () => {
    const { page } = await atWork('3号窗口');
    await signedInElsewhere((await secondClerk(bridge)).token);
    await visitor.context.setOffline(false);
    await Promise.all([
      page.waitForEvent('load'),
      page.evaluate(() => document.dispatchEvent(new Event('visibilitychange'))),
    ]);
    await page.getByRole('heading', { name: '办什么事？' }).waitFor();
    expect(await page.content()).not.toMatch(PERSON);
  });

  it.each([
    ['console', '经办', '/console/', '退出'],
    ['wallet', '经办', '/wallet', '退出'],
  ])(
    'tells who signs out of the %s that they are still signed in, as long as the service cannot be told',
    async (_, who, path, button) => {
      const page = await signIn(who, path);
      const subject = await subjectIn(page);
      await page.locator('header').getByRole('button', { name: button }).waitFor();
      await visitor.context.setOffline(true);
      await page.locator('header').getByRole('button', { name: button }).click();
      await page.getByText('还没有退出。').waitFor();
      await visitor.context.setOffline(false);
      expect(await subjectIn(page)).toBe(subject);
      // Whose session is over already is signed out.
      await bridge.service.sessions.endAllOf({ person: subject });
      await page.getByRole('button', { name: button }).last().click();
      await page.getByRole('link', { name: '登录', exact: true }).waitFor();
      expect(await page.getByRole('dialog').count()).toBe(0);
    },
  );
});
