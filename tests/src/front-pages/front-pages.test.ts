import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { missing } from '../requirements.js';
import { IssuedCertificates } from '../verify-page/certificates.js';
import { Visitor, isWiderThan, launch, picture, textBelow, verdictOn } from '../verify-page/phone.js';

const sizes = [
  { width: 390, height: 844 },
  { width: 1366, height: 768 },
  { width: 1440, height: 900 },
];
const DAY_AND_NIGHT: readonly ('light' | 'dark')[] = ['light', 'dark'];
/** The API's page has one look. */
const DAY: typeof DAY_AND_NIGHT = ['light'];

describe.skipIf(missing('chromium'))('the pages that lead to what there is', { timeout: 600_000 }, () => {
  let certificates: IssuedCertificates;
  let browser: Browser;
  let origin: string;
  let elsewhere: string[];
  let visitor: Visitor;

  beforeAll(async () => {
    [certificates, browser] = await Promise.all([IssuedCertificates.start(), launch()]);
    origin = certificates.bridge.url;
  }, 180_000);
  afterAll(async () => {
    await browser.close();
    await certificates.close();
  });

  async function open(path: string): Promise<Page> {
    elsewhere = [];
    visitor = await Visitor.arrive(browser);
    visitor.context.on('request', (request) => {
      if (!/^(?:data|blob):/.test(request.url()) && !request.url().startsWith(origin)) {
        elsewhere.push(request.url());
      }
    });
    return visitor.open(origin + path);
  }

  /** What any of the sizes shows wrong. */
  async function findings(page: Page, name: string, schemes = DAY_AND_NIGHT): Promise<string[]> {
    const found: string[] = [];
    for (const size of sizes) {
      for (const colorScheme of schemes) {
        await page.setViewportSize(size);
        await page.emulateMedia({ colorScheme });
        const state = `${name}-${size.width}-${colorScheme}`;
        const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
        for (const { id, nodes } of violations) {
          found.push(`${state}: ${id} at ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
        }
        if (await isWiderThan(page, size.width)) found.push(`${state}: scrolls sideways`);
        await picture(page, state);
      }
    }
    return found;
  }

  it('the address that the start prints opens a page, Chinese first, without script', async () => {
    const page = await open('/');
    expect(await page.title()).toBe('证桥 CertBridge');
    expect(await page.locator('h1').innerText()).toBe('电子证照的签发与核验');
    expect(await page.locator('script').count()).toBe(0);
    expect(await findings(page, 'home')).toEqual([]);
    expect(await textBelow(page, 14)).toEqual([]);
    expect(visitor.complaints).toEqual([]);
    expect(elsewhere).toEqual([]);
    await visitor.leave();
  });

  it('leads on who mistyped an address; a program is told in problem details', async () => {
    const page = await open('/');
    const answer = await page.goto(`${origin}/consoel`);
    expect(answer?.status()).toBe(404);
    await page.getByText('没有这个网页：请核对网址，或从下面进入。').waitFor();
    expect(await findings(page, 'nowhere')).toEqual([]);
    await page.getByRole('link', { name: '签发台 Console' }).click();
    await page.waitForURL(`${origin}/console/`);
    for (const [path, accept] of [
      ['/consoel', '*/*'],
      ['/api/v1/nothing', 'text/html'],
    ] as const) {
      const told = await fetch(origin + path, { headers: { accept } });
      expect([told.status, told.headers.get('content-type')]).toEqual([
        404,
        expect.stringContaining('application/problem+json'),
      ]);
    }
    await visitor.leave();
  });

  it('leads to verification and to the API by keyboard', async () => {
    const page = await open('/');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForURL(`${origin}/v`);
    await page.goBack();
    await page.getByRole('link', { name: '接口文档' }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(`${origin}/api`);
    await visitor.leave();
  });

  it('leads a resident who has signed in to the wallet', async () => {
    const page = await open(certificates.bridge.residentSignInLink!.slice(origin.length));
    await page.getByRole('button', { name: '马梅' }).click();
    await page.getByRole('link', { name: '钱包' }).click();
    await page.getByRole('button', { name: '放进这台手机' }).first().waitFor();
    expect(visitor.complaints).toEqual([]);
    await visitor.leave();
  });

  it('shows a sample of each type: its PDF, and what its QR code opens', async () => {
    const page = await open('/');
    const types = new Set((await certificates.all()).map(({ identifier }) => identifier.split('.')[5]));
    const samples = page.locator('.samples li');
    expect(await samples.count()).toBe(types.size);
    const pdf = await samples.first().getByRole('link', { name: 'PDF' }).getAttribute('href');
    const answer = await page.request.get(`${origin}${pdf ?? ''}`);
    expect(answer.headers()['content-type']).toBe('application/pdf');
    expect((await answer.body()).subarray(0, 5).toString()).toBe('%PDF-');
    await samples.first().getByRole('link', { name: '核验' }).click();
    expect(await verdictOn(page)).toBe('有效');
    expect(visitor.complaints).toEqual([]);
    await visitor.leave();
  });

  it('serves no other file under /samples/', async () => {
    const page = await open('/');
    for (const path of ['/samples/', '/samples/1.2.156.3005.2.pdf', '/samples/..%2Ftokens.json']) {
      expect((await page.request.get(origin + path)).status(), path).toBe(404);
    }
    await visitor.leave();
  });

  it('/api shows every operation of the document, and opens one', async () => {
    const page = await open('/api');
    const document = (await (await page.request.get(`${origin}/openapi.json`)).json()) as {
      paths: Record<string, Record<string, { summary: string }>>;
    };
    const summaries = Object.values(document.paths).flatMap((path) =>
      Object.values(path).map(({ summary }) => summary),
    );
    const shown = page.locator('.opblock-summary-description');
    // Of so many it draws those in sight.
    const seen = new Set<string>();
    await shown.first().waitFor();
    await expect
      .poll(async () => {
        for (const summary of await shown.allInnerTexts()) seen.add(summary);
        await page.mouse.wheel(0, 400);
        return [...seen].sort();
      })
      .toEqual([...new Set(summaries)].sort());
    await page.evaluate(() => scrollTo(0, 0));
    await page.getByRole('button', { name: 'Issue one certificate' }).waitFor();
    expect(await findings(page, 'api', DAY)).toEqual([]);
    expect(await textBelow(page, 14)).toEqual([]);
    await page.getByRole('button', { name: 'Issue one certificate' }).click();
    await page.locator('.opblock-body .response').first().waitFor();
    expect(await findings(page, 'api-operation', DAY)).toEqual([]);
    expect(await textBelow(page, 14)).toEqual([]);
    expect(visitor.complaints).toEqual([]);
    expect(elsewhere).toEqual([]);
    await visitor.leave();
  });

  it('both allow nothing inline, nothing from elsewhere, and no frames', async () => {
    const page = await open('/');
    for (const path of ['/', '/api']) {
      const policy = (await page.request.get(origin + path)).headers()['content-security-policy'] ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/unsafe|https?:|\*/);
    }
    await visitor.leave();
  });

  it('say whose work they contain', async () => {
    const page = await open('/');
    for (const [path, name] of [
      ['/api/third-party.txt', 'swagger-ui-dist'],
      ['/v/third-party.txt', 'zxing-wasm'],
    ]) {
      const answer = await page.request.get(origin + (path ?? ''));
      expect(answer.headers()['content-type']).toBe('text/plain; charset=utf-8');
      expect(await answer.text()).toContain(name);
    }
    await visitor.leave();
  });
});
