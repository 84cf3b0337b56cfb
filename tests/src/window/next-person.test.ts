import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { missing } from '../requirements.js';
import { IssuedCertificates } from '../verify-page/certificates.js';
import { launch } from '../verify-page/phone.js';
import type { Visitor } from '../verify-page/phone.js';
import { clerkArrives } from './clerk.js';
import { scan } from './scanner.js';

const MA = { name: '马梅', number: '520199195201040191' };
const KANG = { name: '康雪', number: '33019919750927115X' };

describe.skipIf(missing('chromium'))('a window at which others come', { timeout: 600_000 }, () => {
  let issued: IssuedCertificates;
  let browser: Browser;
  let visitor: Visitor;
  let page: Page;

  beforeAll(async () => {
    [issued, browser] = await Promise.all([IssuedCertificates.start(), launch()]);
  }, 240_000);
  afterAll(async () => {
    await browser.close();
    await issued.close();
  });
  beforeEach(async () => {
    ({ visitor, page } = await clerkArrives(browser, issued, 'resident'));
    await page.getByRole('heading', { name: '群众代办' }).waitFor();
  });
  afterEach(async () => {
    await visitor.leave();
    expect(visitor.complaints).toEqual([]);
  });

  const type = async ({ name, number }: typeof MA): Promise<void> => {
    await page.getByLabel('姓名').fill(name);
    await page.getByLabel('身份证号码').fill(number);
  };
  const find = (): Locator => page.getByRole('button', { name: '查名下证照' });
  const held = (): Locator => page.locator('li.card');
  const handOver = async (): Promise<void> => {
    await page.getByRole('button', { name: '交班退出' }).click();
    await page.locator('header').getByRole('link', { name: '登录' }).waitFor();
  };

  it('shows nothing of a resident to the next clerk, without a network', async () => {
    await type(KANG);
    await find().click();
    await held().first().waitFor();
    await visitor.context.setOffline(true);
    await handOver();
    await page.getByRole('heading', { name: '请扫码' }).waitFor();
    expect(await page.content()).not.toMatch(/康雪|33019919750927115X|不动产权证书/u);
  });

  it('looks no more into the folder of a clerk who left, without a network', async () => {
    await page.getByRole('link', { name: '批量核验' }).click();
    await page.evaluate(async () => {
      const root = await navigator.storage.getDirectory();
      const watched = await root.getDirectoryHandle('收件', { create: true });
      await watched.getFileHandle('康雪.pdf', { create: true });
      Object.assign(window, { showDirectoryPicker: () => Promise.resolve(watched) });
    });
    await page.getByRole('button', { name: '选择并持续查看' }).click();
    await page.getByText('康雪.pdf').waitFor();
    await visitor.context.setOffline(true);
    await handOver();
    await page.getByRole('heading', { name: '请扫码' }).waitFor();
    expect(await page.content()).not.toContain('康雪');
  });

  it('shows what somebody holds under their name alone', async () => {
    await type(KANG);
    await find().click();
    await page.getByText('康雪名下的证照').waitFor();
    await page.getByLabel('姓名').fill(MA.name);
    await held().first().waitFor({ state: 'detached' });

    // What was asked of the one before is answered once the next one's card was read.
    await type(KANG);
    let letGo = (): void => undefined;
    const gone = new Promise<void>((resolve) => (letGo = resolve));
    await page.route('**/api/v1/counter/certificates', async (route) => {
      await gone;
      await route.continue();
    });
    await find().click();
    await scan(page, `姓名:${MA.name},公民身份号码:${MA.number}`);
    await expect.poll(() => page.getByLabel('身份证号码').inputValue()).toBe(MA.number);
    letGo();
    await expect.poll(() => find().isEnabled()).toBe(true);
    expect(await held().count()).toBe(0);
    await find().click();
    await page.getByText('马梅名下的证照').waitFor();

    // Typed by hand, too, nobody is left for the next person.
    await page.getByRole('link', { name: '核验', exact: true }).click();
    await page.keyboard.press('F9');
    await page.getByRole('link', { name: '群众代办' }).click();
    expect(await page.content()).not.toContain(MA.number);
  });

  it('lets a clerk who handed over while the service was away come back, and ends the session that they left', async () => {
    const { sessions } = issued.bridge.service;
    await page.route('**/api/v1/session', (route) =>
      route.request().method() === 'DELETE' ? route.fulfill({ status: 502 }) : route.fallback(),
    );
    const { subject: person } = await page.evaluate(
      async () => (await (await fetch('/api/v1/session')).json()) as { readonly subject: string },
    );
    const connect = page.getByRole('button', { name: '重新连接' });
    const leave = page.getByRole('button', { name: '交班退出' });
    await leave.click();
    await connect.waitFor();
    const left = (await visitor.context.cookies()).find(({ name }) =>
      name.startsWith('certbridge-session-'),
    )!;

    // By single sign-on they come back without proving anew who they are.
    const begun = { via: 'browser', authenticatedAt: new Date(Date.now() - 3_600_000) } as const;
    const { token } = await sessions.begin({ person }, begun);
    await visitor.context.addCookies([{ ...left, value: token }]);
    await connect.click();
    await leave.waitFor();

    // The session itself that was left is ended before anything else.
    await leave.click();
    await connect.waitFor();
    await page.unrouteAll();
    await connect.click();
    await page.locator('header').getByRole('link', { name: '登录' }).waitFor();
  });
});
