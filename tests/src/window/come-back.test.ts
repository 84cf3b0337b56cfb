import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { missing } from '../requirements.js';
import { IssuedCertificates } from '../verify-page/certificates.js';
import { launch } from '../verify-page/phone.js';
import type { Visitor } from '../verify-page/phone.js';
import { clerkArrives } from './clerk.js';

/** A page that was left and that the browser kept as it stood: somebody goes back to it. */
describe.skipIf(missing('chromium'))(
  'a window that one leaves and comes back to',
  { timeout: 600_000 },
  () => {
    let issued: IssuedCertificates;
    let browser: Browser;
    let visitor: Visitor;
    let page: Page;

    beforeAll(async () => {
      [issued, browser] = await Promise.all([
        IssuedCertificates.start(),
        launch(undefined, { keepsPages: true }),
      ]);
    }, 240_000);
    afterAll(async () => {
      await browser.close();
      await issued.close();
    });
    beforeEach(async () => {
      ({ visitor, page } = await clerkArrives(browser, issued, ''));
      await page.getByRole('button', { name: '交班退出' }).waitFor();
    });
    afterEach(async () => {
      await visitor.leave();
      expect(visitor.complaints).toEqual([]);
    });

    const put = async (nth: number): Promise<string> => {
      const certificate = (await issued.all())[nth]!;
      await page.getByLabel('粘贴或输入二维码文字').fill(`${issued.bridge.url}/v#${certificate.digits}`);
      await page.getByRole('button', { name: '核验', exact: true }).click();
      await page.getByText(certificate.identifier).waitFor();
      await page.locator('#verdict-title').getByText('有效').waitFor();
      return certificate.identifier;
    };
    const leave = async (): Promise<void> => {
      await page.evaluate(() => void setTimeout(() => location.assign('/')));
      await page.getByRole('heading', { name: '电子证照的签发与核验' }).waitFor();
    };
    const comeBack = (): Promise<void> => page.evaluate(() => void setTimeout(() => history.back()));

    it('has the counter as it was left, and goes on', async () => {
      const first = await put(0);
      await leave();
      await comeBack();
      await page.getByText(first).waitFor();
      await page.getByRole('button', { name: '再验一份' }).click();
      await put(1);
      expect(await page.getByLabel('本次出示的证照').getByRole('listitem').count()).toBe(2);
    });

    it('shows nothing of it to who comes next', async () => {
      const first = await put(0);
      await leave();
      await visitor.context.clearCookies();
      await comeBack();
      await page.locator('header').getByRole('link', { name: '登录' }).waitFor();
      await page.getByRole('heading', { name: '请扫码' }).waitFor();
      expect(await page.content()).not.toContain(first);
    });
  },
);
