import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import QRCode from 'qrcode';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { missing } from '../requirements.js';
import { filmOf } from './camera-film.js';
import { IssuedCertificates, forgedDigits } from './certificates.js';
import type { SampleCertificate } from './certificates.js';
import {
  Visitor,
  desktop,
  hasDecoder,
  keptOffline,
  launch,
  phone,
  seriousFindings,
  verdictOn,
} from './phone.js';
import { Website } from './website.js';

/** All that the page may ever ask for. */
const allowed = /^\/(?:v|v\/[\w./-]+|feed\/checkpoint\.json|feed\/anchor\/\d+\.json|feed\/[npi]\/[\w./-]+)$/u;

describe.skipIf(missing('chromium'))('the page behind the QR code', () => {
  let issued: IssuedCertificates;
  let browser: Browser;
  let website: Website;
  let visitor: Visitor;
  let sample: SampleCertificate;
  let other: SampleCertificate;
  let revoked: SampleCertificate;
  let early: SampleCertificate;

  beforeAll(async () => {
    [issued, browser] = await Promise.all([IssuedCertificates.start(), launch()]);
    const all = await issued.all();
    [sample, other, revoked, early] = [all[0]!, all[1]!, all[2]!, all[3]!];
  });
  afterAll(async () => {
    await browser.close();
    await issued.close();
  });
  beforeEach(async () => {
    website = await new Website(issued.trustAnchor, issued.feed).open();
    visitor = await Visitor.arrive(browser);
  });
  afterEach(async () => {
    await visitor.leave();
    await website.vanish();
    // No inline script or style, no foreign address, no string made script: the policy was never broken.
    expect(visitor.complaints).toEqual([]);
  });

  const choose = (page: Page, name: string, buffer: Buffer) =>
    page.locator('input[type=file]').first().setInputFiles({ name, mimeType: '', buffer });
  const openCode = (digits: string) => visitor.open(`${website.origin}/v#${digits}`);

  it('says first that a genuine certificate is valid, in words, title and live region', async () => {
    const page = await openCode(sample.digits);
    expect(await verdictOn(page)).toBe('有效');
    expect(await page.title()).toContain('有效');
    expect(await page.getByTestId('spoken').innerText()).toMatch(/^有效，.+ Valid\./u);
    expect(await page.locator('dl').first().innerText()).toContain(sample.identifier);
    expect(await page.getByTestId('knowledge').innerText()).toMatch(/账本心跳[\s\S]+账本快照/u);
  });

  it('is served by the service that npm start starts, as everything that it needs', async () => {
    const page = await visitor.context.newPage();
    const response = await page.goto(`${issued.bridge.url}/v#${sample.digits}`);
    const policy = response?.headers()['content-security-policy'];
    expect(policy).toMatch(/^default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self';/u);
    expect(policy).not.toMatch(/unsafe-inline|unsafe-eval'? |\*|http/u);
    expect(response?.headers()['referrer-policy']).toBe('no-referrer');
    expect(await verdictOn(page)).toBe('有效');
    await page.getByRole('tab', { name: '文件或图片' }).click();
    await choose(page, '证照.png', await QRCode.toBuffer(`https://elsewhere.example/v#${other.digits}`));
    await page.locator('article dl', { hasText: other.identifier }).waitFor();
  });

  it('tells the server nothing about the certificate', async () => {
    const page = await openCode(sample.digits);
    await verdictOn(page);
    await page.getByRole('tab', { name: '文件或图片' }).click();
    await choose(page, '张三.pdf', Buffer.from(sample.pdf));
    expect(await verdictOn(page)).toBe('有效');
    // Not even to ask for the receipt that a file lacks.
    await choose(page, '李四.pdf', Buffer.from(await issued.pending(early)));
    await page.locator('#verdict-title', { hasText: '无法判定' }).waitFor();
    expect(await page.locator('.verdict').innerText()).toMatch(/缺少存证凭据[\s\S]+重新下载/u);
    expect(await seriousFindings(page, 'pending')).toEqual([]);
    await choose(page, '王五.png', await QRCode.toBuffer(`https://elsewhere.example/v#${sample.digits}`));
    await page.locator('#verdict-title', { hasText: '有效' }).waitFor();
    await page.reload();
    await verdictOn(page);
    expect(website.requests.length).toBeGreaterThan(5);
    for (const { method, url, headers, body } of website.requests) {
      expect(method).toBe('GET');
      expect(url).toMatch(allowed);
      expect(body).toBe('');
      expect(headers).not.toContain('referer');
      for (const { digits, certId } of [sample, early]) {
        expect(url + headers).not.toContain(digits.slice(0, 20));
        expect(url + headers).not.toContain(certId);
      }
    }
    // Every issuer's log is fetched alike, so that not even the issuer is told.
    const logs = website.requests.filter(({ url }) => url.startsWith('/feed/i/')).map(({ url }) => url);
    const issuers = (await issued.all()).map(({ issuer }) => issuer);
    expect(new Set(logs).size).toBe(new Set([...issuers, early.issuer]).size);
  });

  it('takes the code out of the address, and keeps it over a reload', async () => {
    const page = await openCode(sample.digits);
    await verdictOn(page);
    expect(page.url()).toBe(`${website.origin}/v`);
    await page.reload();
    expect(await verdictOn(page)).toBe('有效');
  });

  it('answers without a network, after a reload and for a certificate never seen before', async () => {
    const page = await openCode(sample.digits);
    await verdictOn(page);
    await keptOffline(page);
    await page.getByRole('tab', { name: '文件或图片' }).click();
    await expect.poll(() => hasDecoder(page)).toBe(true);
    await website.vanish();
    await visitor.context.setOffline(true);
    await page.reload();
    expect(await verdictOn(page)).toBe('有效');
    expect(await page.locator('.verdict .kind').innerText()).toContain('离线结论，所知截至');
    expect(await page.getByTestId('knowledge').innerText()).toContain('现在连不上账本');
    const second = await openCode(other.digits);
    expect(await verdictOn(second)).toBe('有效');
    expect(await second.locator('dl').first().innerText()).toContain(other.identifier);
    expect(await seriousFindings(page, 'offline')).toEqual([]);
    await page.getByRole('tab', { name: '文件或图片' }).click();
    await choose(page, '证照.png', await QRCode.toBuffer(`https://elsewhere.example/v#${other.digits}`));
    await page.locator('#verdict-title', { hasText: '有效' }).waitFor();
  });

  it('shows a forged code as not genuine, and nothing of what it claims', async () => {
    const page = await openCode(await forgedDigits(sample));
    expect(await verdictOn(page)).toBe('不可信');
    expect(await page.locator('article').innerText()).toContain('凡未经验证的内容');
    expect(await page.locator('body').innerText()).not.toContain(sample.identifier);
    expect(await seriousFindings(page, 'forged')).toEqual([]);
  });

  it('cannot tell, and says that this is no sign of forgery, without any copy of the ledger', async () => {
    website.feed = undefined;
    const page = await openCode(sample.digits);
    expect(await verdictOn(page)).toBe('无法判定');
    expect(await page.locator('.verdict').innerText()).toContain('不等于伪造');
  });

  it('changes its verdict when the ledger that it fetches has revoked the certificate', async () => {
    const page = await openCode(revoked.digits);
    expect(await verdictOn(page)).toBe('有效');
    await issued.revoke(revoked);
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await page.locator('#verdict-title', { hasText: '已吊销' }).waitFor();
    expect(await page.getByTestId('spoken').innerText()).toContain('已吊销');
  });

  it('checks a PDF that is chosen, and one with a changed byte', async () => {
    const page = await visitor.open(`${website.origin}/v`);
    await page.getByRole('tab', { name: '文件或图片' }).click();
    await choose(page, 'a.pdf', Buffer.from(sample.pdf));
    expect(await verdictOn(page)).toBe('有效');
    const forged = Buffer.from(sample.pdf);
    forged[2000] = (forged[2000] ?? 0) ^ 1;
    await choose(page, 'a.pdf', forged);
    await page.locator('#verdict-title', { hasText: '不可信' }).waitFor();
    expect(await page.locator('body').innerText()).not.toContain(sample.identifier);
  });

  it('checks a picture that is dropped, with a decoder of its own server', async () => {
    const page = await visitor.open(`${website.origin}/v`);
    await page.getByRole('tab', { name: '文件或图片' }).click();
    const png = await QRCode.toBuffer(`https://elsewhere.example/v#${sample.digits}`, { scale: 6 });
    const transfer = await page.evaluateHandle(
      (bytes) => {
        const data = new DataTransfer();
        data.items.add(new File([new Uint8Array(bytes)], 'photo.png', { type: 'image/png' }));
        return data;
      },
      [...png],
    );
    await page.locator('.intake').dispatchEvent('drop', { dataTransfer: transfer });
    expect(await verdictOn(page)).toBe('有效');
    expect(website.requests.some(({ url }) => /\/v\/assets\/zxing.*\.wasm/u.test(url))).toBe(true);
  });

  it('reads what a barcode reader types', async () => {
    const page = await visitor.open(`${website.origin}/v`);
    await page.locator('#code-text').fill(`https://elsewhere.example/v#${sample.digits}`);
    await page.keyboard.press('Enter');
    expect(await verdictOn(page)).toBe('有效');
    await page.getByRole('button', { name: '再验一份' }).click();
    await page.getByRole('heading', { name: '核验电子证照' }).waitFor();
  });

  it('says why an address proves nothing, and how far a page can be trusted', async () => {
    const page = await visitor.open(`${website.origin}/v`);
    const note = await page.locator('.trust').innerText();
    expect(note).toContain('二维码里的网址证明不了任何事');
    expect(note).toContain('The address in a QR code proves nothing by itself');
    expect(note).toContain('网页只和提供它的网站一样诚实');
    expect(await seriousFindings(page, 'empty')).toEqual([]);
    await page.getByRole('tab', { name: '文件或图片' }).click();
    expect(await seriousFindings(page, 'file')).toEqual([]);
  });

  it('is worked by keyboard alone, in the order in which it is read', async () => {
    const page = await visitor.open(`${website.origin}/v`);
    await page.locator('header .state:not(.busy)').waitFor();
    const focused = async (key: string) => {
      await page.keyboard.press(key);
      return page.evaluate(() => {
        const at = document.activeElement;
        return at instanceof HTMLInputElement ? at.id : (at?.querySelector('.zh')?.textContent ?? '');
      });
    };
    expect(await focused('Tab')).toBe('二维码');
    expect(await focused('Tab')).toBe('打开相机扫码');
    expect(await focused('Tab')).toBe('code-text');
    expect(await focused('Tab')).toBe('核验');
    await page.getByRole('tab', { name: '二维码' }).focus();
    expect(await focused('ArrowRight')).toBe('文件或图片');
    expect(await page.getByRole('tab', { selected: true }).innerText()).toContain('文件或图片');
    expect(await focused('Tab')).toBe('选择文件');
  });

  it('offers a camera for pictures where there is a finger for a pointer', async () => {
    const person = await Visitor.arrive(browser, { hasTouch: true, isMobile: true });
    const page = await person.open(`${website.origin}/v`);
    await page.getByRole('tab', { name: '文件或图片' }).click();
    await page.getByRole('button', { name: '拍照' }).waitFor();
    expect(await page.locator('input[capture]').getAttribute('accept')).toBe('image/*');
    await person.leave();
  });

  it('can be installed', async () => {
    const page = await visitor.open(`${website.origin}/v`);
    await keptOffline(page);
    const devtools = await visitor.context.newCDPSession(page);
    const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors');
    // A private window, which is what a test's context is, may never install; nothing else is in the way.
    expect(installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito')).toEqual([]);
    const manifest = await devtools.send('Page.getAppManifest');
    expect(manifest.errors).toEqual([]);
    expect(manifest.url).toBe(`${website.origin}/v/manifest.webmanifest`);
  });

  it('offers to install itself where the browser can', async () => {
    const page = await visitor.open(`${website.origin}/v`);
    await page.locator('.trust').waitFor();
    const asked = page.evaluate(
      () =>
        new Promise((resolve) => {
          const offer = new Event('beforeinstallprompt', { cancelable: true });
          const prompt = () => {
            resolve('asked');
            return Promise.resolve();
          };
          dispatchEvent(Object.assign(offer, { prompt }));
        }),
    );
    await page.getByRole('button', { name: '安装到桌面' }).click();
    expect(await asked).toBe('asked');
  });

  it('is kept by caches as long as its bytes stay the same, and no longer', async () => {
    const html = await fetch(`${website.origin}/v`);
    const etag = html.headers.get('etag') ?? '';
    expect(html.headers.get('cache-control')).toBe('no-cache');
    // Node's own fetch would ask for no cached answer beside the condition.
    const again = await visitor.context.request.get(`${website.origin}/v`, {
      headers: { 'If-None-Match': etag },
    });
    expect(again.status()).toBe(304);
    const [, script = ''] = /src="([^"]+)"/u.exec(await html.text()) ?? [];
    const asset = await fetch(website.origin + script, { headers: { 'Accept-Encoding': 'br' } });
    expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(asset.headers.get('content-encoding')).toBe('br');
    for (const path of ['/v/trust-anchor.json', '/v/service-worker.js', '/v/manifest.webmanifest'])
      expect((await fetch(website.origin + path)).headers.get('cache-control')).toBe('no-cache');
    expect((await fetch(`${website.origin}/v/assets/page-of-another-build.js`)).status).toBe(404);
    expect((await fetch(`${website.origin}/v`, { method: 'POST' })).status).toBe(405);
  });

  it('loads at most 250 kB before a camera is used', async () => {
    const page = await openCode(sample.digits);
    await verdictOn(page);
    await keptOffline(page);
    const paths = new Set(website.requests.map(({ url }) => url).filter((url) => !url.startsWith('/feed/')));
    expect([...paths].filter((path) => /wasm|\/reader-/u.test(path))).toEqual([]);
    let sum = 0;
    for (const path of paths) {
      const bytes = Buffer.from(await (await fetch(website.origin + path)).arrayBuffer());
      sum += path.endsWith('.png') ? bytes.length : gzipSync(bytes).length;
    }
    expect(sum).toBeGreaterThan(20_000);
    expect(sum).toBeLessThan(250_000);
  });

  it('moves nothing for whoever asked for reduced motion', async () => {
    const calm = await Visitor.arrive(browser, { reducedMotion: 'reduce', viewport: desktop });
    website.feed = { file: () => new Promise(() => undefined) } as unknown as typeof website.feed;
    const page = await calm.open(`${website.origin}/v#${sample.digits}`);
    await page.locator('.waiting').waitFor();
    expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
    await page.emulateMedia({ reducedMotion: 'no-preference' });
    expect(await page.evaluate(() => document.getAnimations().length)).toBeGreaterThan(0);
    await calm.leave();
  });

  it('reads a code that the camera sees', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'certbridge-film-'));
    const film = join(folder, 'film.y4m');
    await writeFile(film, filmOf(`https://elsewhere.example/v#${sample.digits}`));
    const withCamera = await launch(film);
    try {
      const person = await Visitor.arrive(withCamera, { viewport: phone, permissions: ['camera'] });
      const page = await person.open(`${website.origin}/v`);
      await page.getByRole('button', { name: '打开相机扫码' }).click();
      await page.locator('#verdict-title').waitFor();
      expect(await verdictOn(page)).toBe('有效');
      expect(person.complaints).toEqual([]);
    } finally {
      await withCamera.close();
      await rm(folder, { recursive: true });
    }
  });
});
