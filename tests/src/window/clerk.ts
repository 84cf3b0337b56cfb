import type { Browser, Page } from 'playwright-core';
import type { IssuedCertificates } from '../verify-page/certificates.js';
import { Visitor } from '../verify-page/phone.js';

/** A window's clerk who has signed in, in a browser of their own, on a page of the workplace. */
export async function clerkArrives(
  browser: Browser,
  { bridge }: IssuedCertificates,
  path: string,
): Promise<{ readonly visitor: Visitor; readonly page: Page }> {
  const visitor = await Visitor.arrive(browser, { viewport: { width: 1366, height: 768 } });
  const page = await visitor.open(bridge.signInLink ?? '');
  await page.getByRole('button', { name: '窗口' }).click();
  await page.waitForURL(`${bridge.url}/`);
  await page.goto(`${bridge.url}/window/${path}`);
  return { visitor, page };
}
