import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { windowPage } from '@certbridge/service/windows/window-page';
import { openMirror, syncMirror, trustAnchorId } from '@certbridge/verifier-sdk';
import { FolderStore } from '@certbridge/verifier-sdk/node';
import type { Browser, Locator, Page } from 'playwright-core';
import QRCode from 'qrcode';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Answers, saysItsStates } from '../console/answers.js';
import { findings } from '../console/looks.js';
import { tabTo } from '../kit/tab-to.js';
import { secondClerk } from '../people/second-clerk.js';
import { missing } from '../requirements.js';
import { usccOf } from '../samples/numbers.js';
import { filmOf } from '../verify-page/camera-film.js';
import { IssuedCertificates, forgedDigits } from '../verify-page/certificates.js';
import type { SampleCertificate } from '../verify-page/certificates.js';
import { Visitor, elsewhere, keptOffline, launch } from '../verify-page/phone.js';
import { Website } from '../verify-page/website.js';
import { Hall } from '../windows/hall.js';
import { scan, scanUntil } from './scanner.js';

const counterScreen = { width: 1366, height: 768 };

/** What three vendors' scanners make of a code: with Enter, with a symbology identifier and Tab, in capitals and silent. */
const scanners: readonly [string, (address: string) => string, string | null][] = [
  ['that ends with Enter', (address) => address, 'Enter'],
  ['that begins with ]Q1 and ends with Tab', (address) => `]Q1${address}`, 'Tab'],
  ['that types capitals and nothing at its end', (address) => address.toUpperCase(), null],
];

describe.skipIf(missing('chromium'))("the window's workplace", { timeout: 600_000 }, () => {
  let issued: IssuedCertificates;
  let browser: Browser;
  let website: Website;
  let visitor: Visitor;
  let sample: SampleCertificate;
  let other: SampleCertificate;
  let revoked: SampleCertificate;

  beforeAll(async () => {
    [issued, browser] = await Promise.all([IssuedCertificates.start(), launch()]);
    const all = await issued.all();
    [sample, other, revoked] = [all[0]!, all[1]!, all[2]!];
  }, 240_000);
  afterAll(async () => {
    await browser.close();
    await issued.close();
  });
  beforeEach(async () => {
    website = await new Website(issued.trustAnchor, issued.feed, [windowPage()]).open();
    visitor = await Visitor.arrive(browser, { viewport: counterScreen });
  });
  afterEach(async () => {
    await visitor.leave();
    await website.vanish();
    expect(visitor.complaints).toEqual([]);
  });

  const addressOf = ({ digits }: SampleCertificate): string => `https://elsewhere.example/v#${digits}`;
  const open = async (path = ''): Promise<Page> => {
    const page = await visitor.open(`${website.origin}/window/${path}`);
    await page.locator('h1').first().waitFor();
    return page;
  };
  /** Text that is pasted wherever the focus is: what of a code a slow machine may lose is for the scanners' own test. */
  const paste = (page: Page, text: string): Promise<void> =>
    page.evaluate((pasted) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text', pasted);
      document.body.dispatchEvent(new ClipboardEvent('paste', { bubbles: true, clipboardData }));
    }, text);
  const verdict = (page: Page, said: string): Promise<void> =>
    expect.poll(() => page.locator('#verdict-title .zh').innerText()).toBe(said);
  const ledger = (page: Page, said: string): Promise<void> =>
    page.locator('header .state', { hasText: said }).waitFor();
  const drop = (page: Page, name: string, bytes: Uint8Array): Promise<void> =>
    page.evaluate(
      ({ name: called, base64 }) => {
        const content = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File([content], called));
        document.body.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer }));
      },
      { name, base64: Buffer.from(bytes).toString('base64') },
    );

  const scanUntilRead = async (
    page: Page,
    { typed, end, of }: { typed: (address: string) => string; end: string | null; of: SampleCertificate },
  ): Promise<void> => {
    await scanUntil(page, page.locator('.facts', { hasText: of.identifier }), typed(addressOf(of)), end);
    await verdict(page, '有效');
  };

  it.each(scanners)('answers a scanner %s, wherever the focus is', async (_, typed, end) => {
    const page = await open('ledger');
    await ledger(page, '账本已更新');
    await scanUntilRead(page, { typed, end, of: sample });
    // In a text field, too, and what stood there stays.
    await page.getByLabel('姓名或名称').fill('王');
    await scanUntilRead(page, { typed, end, of: other });
    expect(await page.getByLabel('姓名或名称').inputValue()).not.toContain('http');
  });

  it('shows verdict, face and name large, compares the person by reader, says what is open, and clears by a key', async () => {
    const page = await open();
    await ledger(page, '账本已更新');
    expect(await findings(page, 'window-ready')).toEqual([]);
    await drop(page, '证照.pdf', sample.pdf);
    await verdict(page, '有效');
    const size = (selector: string): Promise<number> =>
      page
        .locator(selector)
        .first()
        .evaluate((at) => Number.parseFloat(getComputedStyle(at).fontSize));
    expect(await size('#verdict-title .zh')).toBeGreaterThanOrEqual(72);
    expect(await size('[data-testid=holder]')).toBeGreaterThanOrEqual(48);
    const name = await page.getByTestId('holder').innerText();
    expect(await page.getByTestId('knowledge').innerText()).toContain('出示的人是不是持证主体');
    expect(await findings(page, 'window-valid')).toEqual([]);

    // An ID-card reader types another person: the certificate was lent.
    await page.locator('body').press('Shift');
    await scan(page, '姓名:郑借用,性别:男,公民身份号码:110101199003070038');
    await verdict(page, '人证不符');
    expect(await page.getByTestId('comparison').innerText()).toContain('不符');
    expect(await findings(page, 'window-lent')).toEqual([]);
    await page.getByLabel('证件号码').fill('');
    await page.getByLabel('姓名或名称').fill(name);
    await page.getByRole('button', { name: '比对' }).click();
    await verdict(page, '有效');

    // A second document of the same person is compared with them at once.
    await page.keyboard.press('Escape');
    await page.getByRole('heading', { name: '请扫码' }).waitFor();
    await paste(page, addressOf(other));
    await verdict(page, '姓名不符');
    expect(await page.locator('.strip li').count()).toBe(2);
    await paste(page, `https://elsewhere.example/v#${await forgedDigits(sample)}`);
    await verdict(page, '不可信');
    expect(await page.locator('.strip li').count()).toBe(3);
    expect(await findings(page, 'window-forged')).toEqual([]);

    // A picture of a verdict proves nothing, nor does a page that says something else than its code.
    await page.locator('.strip button').first().click();
    await drop(page, '截图.png', await page.screenshot());
    await verdict(page, '没认出二维码');
    const printer = await browser.newPage();
    const code = await QRCode.toDataURL(addressOf(sample), { scale: 6 });
    await printer.setContent(`<img src="${code}"><pre>居住证\n王伪造\n${sample.identifier}</pre>`);
    await drop(page, '改过.pdf', await printer.pdf());
    await printer.close();
    await verdict(page, '页面不符');
    await page.keyboard.press('F9');
    await page.getByRole('heading', { name: '请扫码' }).waitFor();
    expect(await page.locator('.strip').count()).toBe(0);
    expect(await page.content()).not.toContain(name);
  });

  it('makes a sound of its own for each kind of verdict, and none when sounds are off', async () => {
    await visitor.context.addInitScript(() => {
      const played: number[] = [];
      // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its own oscillator below
      const play = OscillatorNode.prototype.start;
      Object.assign(globalThis, { played });
      OscillatorNode.prototype.start = function (at?: number) {
        played.push(this.frequency.value);
        play.call(this, at);
      };
    });
    const page = await open();
    await ledger(page, '账本已更新');
    const heard = (): Promise<string> =>
      page.evaluate(() => (globalThis as unknown as { played: number[] }).played.splice(0).join());
    await paste(page, addressOf(sample));
    await verdict(page, '有效');
    const good = await heard();
    await paste(page, `https://elsewhere.example/v#${await forgedDigits(sample)}`);
    await verdict(page, '不可信');
    const bad = await heard();
    await paste(page, addressOf(sample).slice(0, -30));
    await verdict(page, '请再扫一次');
    const doubt = await heard();
    expect(new Set([good, bad, doubt, '']).size).toBe(4);
    await page.getByRole('button', { name: '声音：开' }).click();
    await paste(page, addressOf(other));
    await verdict(page, '有效');
    expect(await heard()).toBe('');
  });

  it('sees a code by the camera', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'certbridge-film-'));
    const film = join(folder, 'camera.y4m');
    await writeFile(film, filmOf(addressOf(sample)));
    const filming = await launch(film);
    const clerk = await Visitor.arrive(filming, { viewport: counterScreen });
    const page = await clerk.open(`${website.origin}/window/`);
    await page.getByRole('button', { name: '用相机扫' }).click();
    await verdict(page, '有效');
    expect(clerk.complaints).toEqual([]);
    await filming.close();
    await rm(folder, { recursive: true });
  });

  it('works with the cable out and after a restart, says since when, and learns from a stick', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'certbridge-stick-'));
    const page = await open();
    await ledger(page, '账本已更新');
    await keptOffline(page);
    await website.vanish();
    await visitor.context.setOffline(true);
    await page.goto(`${website.origin}/window/ledger`);
    await ledger(page, '离线');
    expect(await page.locator('header .state').innerText()).toMatch(/账本截至\d+月\d+日/u);
    await paste(page, addressOf(revoked));
    await verdict(page, '有效');
    expect(await page.locator('.verdict .kind').innerText()).toContain('离线结论，所知截至');
    await drop(page, '证照.pdf', other.pdf);
    await page.locator('.facts', { hasText: other.identifier }).waitFor();

    // Meanwhile the ledger goes on; somebody brings it on a stick.
    await issued.revoke(revoked);
    const mirror = await openMirror(new FolderStore(folder), { trustAnchor: issued.trustAnchor });
    await syncMirror(mirror, { urls: [issued.bridge.url] });
    await page.getByRole('link', { name: '离线' }).click();
    const choose = page.locator('input[type=file]');
    await choose.setInputFiles(folder);
    await page.getByText(/^已更新：本机的账本现在截至/u).waitFor();
    expect(await findings(page, 'window-ledger')).toEqual([]);
    await choose.setInputFiles(folder);
    await page.getByText('已是最新：U盘上的账本不比本机的新。').waitFor();
    await rm(join(folder, 'state.json'));
    await choose.setInputFiles(folder);
    await page.getByText(/^这个文件夹里没有账本/u).waitFor();
    await page.getByRole('link', { name: '核验', exact: true }).click();
    await page.locator('.strip button', { hasText: '已吊销' }).click();
    await verdict(page, '已吊销');
    await page.reload();
    await paste(page, addressOf(revoked));
    await verdict(page, '已吊销');
    await rm(folder, { recursive: true });
  });

  it('answers though another page never gives the browser’s database back', async () => {
    // Nobody waits so long here: time runs a hundred times faster for what watches the disk.
    website.edit = (path, text) =>
      path.includes('worker')
        ? `{ const set = setInterval; globalThis.setInterval = (work, ms) => set(work, ms / 100); }\n${text}`
        : text;
    const page = await open();
    await ledger(page, '账本已更新');
    const holding = await visitor.context.newPage();
    await holding.goto(`${website.origin}/window/manifest.webmanifest`);
    await holding.evaluate(async () => {
      const databases = await indexedDB.databases();
      for (const { name = '' } of databases.filter((one) => one.name?.startsWith('certbridge-mirror-'))) {
        const opened = indexedDB.open(name);
        await new Promise((resolve) => (opened.onsuccess = resolve));
        const held = opened.result.transaction('files', 'readwrite').objectStore('files');
        await new Promise<void>((resolve) => {
          const hold = (): void => {
            held.get('').onsuccess = hold;
            resolve();
          };
          hold();
        });
      }
    });
    await page.reload();
    await paste(page, addressOf(sample));
    await verdict(page, '有效');
    website.edit = undefined;
    await holding.close();
  });

  it('calls nothing valid by a clock that is wrong, and says so', async () => {
    const page = await open();
    await ledger(page, '账本已更新');
    await paste(page, addressOf(sample));
    await verdict(page, '有效');
    const minutes = 60_000;
    for (const [off, said] of [
      [-3 * minutes, '有效'],
      [-5 * 60 * minutes, '无法判定'],
      [26 * 60 * minutes, '无法判定'],
      [-365 * 24 * 60 * minutes, '无法判定'],
    ] as const) {
      const context = await Visitor.arrive(browser, { viewport: counterScreen });
      await context.context.addInitScript({ content: shiftClock(off) });
      website.edit = (path, text) => (path.includes('worker') ? `${shiftClock(off)}\n${text}` : text);
      const wrong = await context.open(`${website.origin}/window/`);
      await wrong.locator('header .state:not(.busy)').waitFor();
      await paste(wrong, addressOf(sample));
      await wrong.locator('#verdict-title .zh').waitFor();
      const told = await wrong.locator('#verdict-title .zh').innerText();
      expect([off / minutes, told]).toEqual([off / minutes, said]);
      await context.leave();
    }
    website.edit = undefined;
  });

  it('checks a folder, and goes on as files come into one that is watched', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'certbridge-files-'));
    await writeFile(join(folder, '甲.pdf'), sample.pdf);
    await writeFile(join(folder, '乙.pdf'), Buffer.from(other.pdf).fill(32, 5000, 5100));
    await writeFile(join(folder, '说明.txt'), '不是证照');
    const page = await open('folder');
    await page.locator('input[type=file]').setInputFiles(folder);
    await page.getByText('已核验2份，共2份').waitFor();
    const rows = page.locator('tbody tr.row');
    expect(await rows.count()).toBe(2);
    expect(await rows.filter({ hasText: '甲.pdf' }).innerText()).toContain('有效');
    expect(await rows.filter({ hasText: '乙.pdf' }).innerText()).not.toContain('有效');
    expect(await findings(page, 'window-folder')).toEqual([]);
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: '保存结果表' }).click();
    expect((await saved).suggestedFilename()).toBe('核验结果.csv');

    // A real folder of the browser's own takes the place of the dialogue that no test can press.
    await page.evaluate(async () => {
      const root = await navigator.storage.getDirectory();
      const watched = await root.getDirectoryHandle('收件', { create: true });
      Object.assign(window, { showDirectoryPicker: () => Promise.resolve(watched) });
    });
    await page.getByRole('button', { name: '选择并持续查看' }).click();
    await page.getByText('正在持续查看“收件”').waitFor();
    await page.evaluate(async (base64) => {
      const root = await navigator.storage.getDirectory();
      const watched = await root.getDirectoryHandle('收件');
      const file = await watched.getFileHandle('新到.pdf', { create: true });
      const writing = await file.createWritable();
      await writing.write(Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0)));
      await writing.close();
    }, Buffer.from(sample.pdf).toString('base64'));
    await page.locator('tbody tr.row', { hasText: '新到.pdf' }).filter({ hasText: '有效' }).waitFor();
    await rm(folder, { recursive: true });
  });

  it('judges what comes into a watched folder once it is there whole, and again when it is another file', async () => {
    const page = await open('folder');
    // A real folder of the browser's own, and each look into it when the test says so.
    await page.evaluate(async () => {
      const root = await navigator.storage.getDirectory();
      const watched = await root.getDirectoryHandle('收件', { create: true });
      const looks: (() => void)[] = [];
      const said: string[] = [];
      async function* entries(): AsyncGenerator<[string, FileSystemHandle]> {
        await new Promise<void>((resolve) => looks.push(resolve));
        yield* watched.entries();
      }
      new MutationObserver(() => {
        const now = document.querySelector('tbody tr.row .chip')?.textContent.trim();
        if (now !== undefined && said.at(-1) !== now) said.push(now);
      }).observe(document, { subtree: true, childList: true, characterData: true });
      const showDirectoryPicker = () => Promise.resolve({ name: watched.name, entries });
      Object.assign(window, { showDirectoryPicker, looks, said });
    });
    type Watching = Window & { readonly looks: (() => void)[]; readonly said: string[] };
    const look = async (): Promise<void> => {
      await page.waitForFunction(() => (window as unknown as Watching).looks.length > 0);
      await page.evaluate(() => (window as unknown as Watching).looks.shift()?.());
      // The next one begins only when what was found in this one has been taken.
      await page.waitForFunction(() => (window as unknown as Watching).looks.length > 0);
    };
    const write = (bytes: Uint8Array): Promise<void> =>
      page.evaluate(async (base64) => {
        const root = await navigator.storage.getDirectory();
        const watched = await root.getDirectoryHandle('收件');
        const file = await watched.getFileHandle('证照.pdf', { create: true });
        const writing = await file.createWritable();
        await writing.write(Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0)));
        await writing.close();
      }, Buffer.from(bytes).toString('base64'));
    const said = (): Promise<string[]> =>
      page.evaluate(() => (window as unknown as Watching).said.map((one) => one.replace(/ .*/u, '')));

    await page.getByRole('button', { name: '选择并持续查看' }).click();
    await write(sample.pdf.subarray(0, sample.pdf.length / 2));
    await look();
    await write(sample.pdf);
    await look();
    await look();
    await expect.poll(said).toEqual(['等待', '有效']);
    await look();
    await write(Buffer.from(sample.pdf).fill(32, 5000, 5100));
    await look();
    await look();
    await expect.poll(said).toEqual(['等待', '有效', '等待', expect.not.stringContaining('有效')]);
    await page.getByText('已核验1份，共1份').waitFor();
  });

  it('is paired by an administrator who looked, files a receipt, and keeps a case for its clerk alone', async () => {
    const code = usccOf('12330199', '00000009');
    const signIn = async (who: Visitor, name: string): Promise<Page> => {
      const page = await who.open(issued.bridge.signInLink ?? '');
      await page.getByRole('button', { name }).click();
      await page.waitForURL(`${issued.bridge.url}/`);
      await page.goto(`${issued.bridge.url}/window/setup`);
      await page.getByRole('heading', { name: '本窗口' }).waitFor();
      return page;
    };
    const administrator = await Visitor.arrive(browser, { viewport: counterScreen });
    const office = await signIn(administrator, '管理 陈');
    await office.getByText('您的范围内还没有大厅').waitFor();
    await office.getByLabel('统一社会信用代码').fill(`${code.slice(0, -1)}0`);
    await office.getByLabel('大厅名称').fill('样例市政务服务中心');
    await office.getByRole('button', { name: '添加', exact: true }).click();
    await office.getByRole('alert').getByText('统一社会信用代码').waitFor();
    expect(await findings(office, 'window-add-hall')).toEqual([]);
    await office.getByLabel('统一社会信用代码').fill(code);
    await office.getByRole('button', { name: '添加', exact: true }).click();
    await office.getByRole('heading', { name: '大厅的窗口' }).waitFor();
    const hall = await Hall.open(issued.bridge, code);
    const page = await signIn(visitor, '窗口');
    await page.getByLabel('窗口名称').fill('市民中心12号窗口');
    await page.getByRole('button', { name: '申请配对' }).click();
    await page.getByText('等管理员确认').waitFor();
    const shown = (await page.getByTestId('key-fingerprint').innerText()).replaceAll(/\s/gu, '');
    expect(await findings(page, 'window-asked')).toEqual([]);
    // The key is in this browser and does not leave it.
    const isExtractable = await page.evaluate(async () => {
      const opened = indexedDB.open('certbridge-window');
      await new Promise((resolve) => (opened.onsuccess = resolve));
      const got = opened.result.transaction('window').objectStore('window').get('this');
      await new Promise((resolve) => (got.onsuccess = resolve));
      opened.result.close();
      return (got.result as { key: CryptoKeyPair }).key.privateKey.extractable;
    });
    expect(isExtractable).toBe(false);

    await office.reload();
    await office.getByRole('button', { name: '核对并确认' }).click();
    const dialog = office.getByRole('dialog');
    await dialog.getByLabel('那台电脑上').fill('AAAAAAAA');
    await dialog.getByLabel('省里公布的').fill((await trustAnchorId(hall.trustAnchor)).slice(-8));
    await dialog.getByRole('button', { name: '确认配对' }).click();
    await dialog.getByText('不要确认').waitFor();
    await dialog.getByLabel('那台电脑上').fill(shown.slice(-8));
    await dialog.getByRole('button', { name: '确认配对' }).click();
    await office.locator('tbody').getByText('已配对').waitFor();
    const refused = await fetch(`${issued.bridge.url}/api/v1/people`, {
      headers: { authorization: `Bearer ${await issued.bridge.token('clerk')}` },
    });
    const forbidden = await refused.text();
    await saysItsStates(office, await Answers.before(office, forbidden), {
      ...{ name: 'window-setup', nothing: '您的范围内还没有大厅' },
      open: () => office.reload(),
    });
    expect(administrator.complaints).toEqual([]);
    await administrator.leave();

    await page.getByRole('button', { name: '看结果' }).click();
    await page.locator('header .place', { hasText: '市民中心12号窗口' }).waitFor();
    await page.getByRole('link', { name: '核验', exact: true }).click();
    await ledger(page, '账本已更新');
    await paste(page, addressOf(sample));
    await verdict(page, '有效');
    await page.getByRole('button', { name: '出具回执' }).click();
    await page.getByText('已签名并归档。').waitFor();
    const { rows } = await issued.bridge.service.database.query('SELECT digest FROM filed_receipts');
    expect(rows.length).toBe(1);

    // A case without a network is kept for this clerk, and sealed.
    await scan(page, '姓名:马梅,公民身份号码:520199195201040191');
    await page.getByTestId('comparison').getByText('一致').waitFor();
    // From here on the whole case by the keyboard alone.
    const press = async (wanted: Locator): Promise<void> => {
      await expect.poll(() => wanted.isEnabled()).toBe(true);
      // From the top, as on a page that was just loaded; in a dialog, from where one is.
      await page.evaluate(() => {
        const { body } = document;
        body.tabIndex = -1;
        body.focus();
        body.removeAttribute('tabindex');
      });
      await tabTo(page, wanted);
      await page.keyboard.press('Enter');
    };
    await press(page.getByRole('link', { name: '办件' }));
    await press(page.getByRole('button', { name: '居住证申领' }));
    await press(page.getByRole('button', { name: '已交纸质' }).first());
    expect(await findings(page, 'window-case')).toEqual([]);
    await visitor.context.setOffline(true);
    await press(page.getByRole('button', { name: '登记办件' }));
    await page.getByText(/^待发送/u).waitFor();
    const kept = await page.evaluate(async () => {
      const opened = indexedDB.open('certbridge');
      await new Promise((resolve) => (opened.onsuccess = resolve));
      const all = opened.result.transaction('sealed').objectStore('sealed').getAll();
      await new Promise((resolve) => (all.onsuccess = resolve));
      opened.result.close();
      const records = all.result as { readonly bytes: ArrayBuffer }[];
      return JSON.stringify([
        { ...localStorage },
        records.map(({ bytes }) => new TextDecoder().decode(bytes)),
      ]);
    });
    expect(kept).not.toMatch(/马梅|520199195201040191/u);
    await visitor.context.setOffline(false);
    await page.getByText(/^待发送/u).waitFor({ state: 'detached' });
    // Four days before its certificate ends, the window has its key certified anew by itself.
    const { database } = issued.bridge.service;
    await database.query(
      `UPDATE window_certificates SET not_before = not_before - interval '26 days', not_after = not_after - interval '26 days'`,
    );
    const renewing = page.waitForResponse(/\/renewal$/u);
    await page.reload();
    expect((await renewing).status()).toBe(200);
    const { rows: certified } = await database.query<{ days: number }>(
      `SELECT round(extract(epoch FROM max(not_after) - now()) / 86400)::int AS days FROM window_certificates`,
    );
    expect(certified[0]?.days).toBe(30);
    const listed = page
      .locator('tbody tr.row')
      .filter({ has: page.getByRole('link', { name: '居住证申领' }) });
    await listed.waitFor();

    // It is opened again as things come, what cannot be had is promised, and it is closed.
    await press(page.getByRole('link', { name: '居住证申领' }));
    await page.getByText('办事人：马梅').waitFor();
    await page.getByText('还缺3项材料').waitFor();
    const accept = page.getByRole('button', { name: '受理办结' });
    expect(await accept.isDisabled()).toBe(true);
    const material = (name: string): Locator => page.locator('li', { hasText: name });
    for (const name of ['本人相片', '就业或就读证明']) {
      await press(material(name).getByRole('button', { name: '已交纸质' }));
      await material(name).locator('.chip.good').waitFor();
    }
    const residence = material('居住地住址证明');
    await press(residence.getByRole('button', { name: '告知承诺' }));
    await tabTo(page, page.getByRole('dialog').getByLabel('为什么现在交不了'));
    await page.keyboard.insertText('房东外出');
    await press(page.getByRole('button', { name: '改为纸质签名' }));
    await press(page.getByRole('button', { name: '记入办件' }));
    await residence.locator('.chip.wait').waitFor();
    expect(await findings(page, 'window-filed')).toEqual([]);
    for (const link of [
      residence.getByRole('link', { name: '承诺书PDF' }),
      page.getByRole('link', { name: '全部回执PDF' }),
    ]) {
      const saving = page.waitForEvent('download');
      await link.click();
      const saved = await readFile(await (await saving).path(), 'latin1');
      expect(saved.slice(0, 5)).toBe('%PDF-');
    }
    await press(accept);
    await page.getByRole('button', { name: /^办结后不能再改/u }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByText(/^已受理办结，/u).waitFor();
    expect(await page.getByRole('button', { name: '受理办结' }).count()).toBe(0);

    // What is done is listed only when it is asked for; how much nobody handed in is a figure.
    await page.getByRole('link', { name: '返回办件列表' }).click();
    await page.getByText('没有办件。').waitFor();
    await page.getByLabel('显示已办结的').check();
    await listed.filter({ hasText: '已受理办结' }).waitFor();
    await page.getByRole('region', { name: '免提交统计' }).getByText('0%').waitFor();
    expect(await findings(page, 'window-cases')).toEqual([]);

    // A proxy answers for the service: nobody who is signed in is asked to sign in.
    await page.route('**/api/v1/session', (route) => route.fulfill({ status: 502 }), { times: 1 });
    await page.reload();
    const connect = page.getByRole('button', { name: '重新连接' });
    await connect.waitFor();
    await page.getByText('服务暂时没有答复').waitFor();
    expect(await page.getByRole('link', { name: '登录' }).count()).toBe(0);
    await connect.click();
    await page.getByText('没有办件。').waitFor();
    const answers = await Answers.before(page, forbidden);
    await saysItsStates(page, answers, {
      ...{ name: 'window-cases', nothing: '没有办件。' },
      open: () => page.reload(),
    });
    const { rows: filed } = await database.query<{ id: string }>('SELECT id FROM cases');
    await saysItsStates(page, answers, {
      ...{ name: 'window-filed', nothing: '办事人：马梅' },
      open: () => page.goto(`${issued.bridge.url}/window/cases/${filed[0]?.id}`),
    });
    await page.unrouteAll();
    await page.goto(`${issued.bridge.url}/window/cases`);
    await page.getByText('没有办件。').waitFor();

    // One more is left unsent.
    const { subject: person } = await page.evaluate(
      async () => (await (await fetch('/api/v1/session')).json()) as { readonly subject: string },
    );
    await visitor.context.setOffline(true);
    await page.getByRole('link', { name: '核验', exact: true }).click();
    await paste(page, addressOf(sample));
    await verdict(page, '有效');
    await scan(page, '姓名:马梅,公民身份号码:520199195201040191');
    await page.getByTestId('comparison').getByText('一致').waitFor();
    await page.getByRole('link', { name: '办件' }).click();
    await page.getByRole('button', { name: '居住证申领' }).click();
    await page.getByRole('button', { name: '登记办件' }).click();
    await page.getByText(/^待发送/u).waitFor();

    // The next clerk on this PC sees nothing of it.
    // Without a network the service cannot be told that the turn is over: it is once there is one, before anything else.
    const session = (await visitor.context.cookies()).find(({ name }) =>
      name.startsWith('certbridge-session-'),
    )!;
    await page.getByRole('button', { name: '交班退出' }).click();
    await page.getByRole('link', { name: '登录' }).waitFor();
    const ending = page.waitForResponse(
      (response) => response.url().endsWith('/api/v1/session') && response.request().method() === 'DELETE',
    );
    await visitor.context.setOffline(false);
    // A page that a service worker gave is not told by the emulation that the network is back.
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await ending;
    await page.reload();
    await page.getByRole('link', { name: '登录' }).waitFor();
    expect(await page.content()).not.toMatch(/马梅|何样例/u);
    // Whoever never comes back leaves nothing for longer than 30 days.
    const leave = (days: number): Promise<void> =>
      page.evaluate(
        async (at) => {
          const opened = indexedDB.open('certbridge');
          await new Promise((resolve) => (opened.onsuccess = resolve));
          const record = {
            person: 'left',
            kind: 'unsent',
            at,
            enc: new ArrayBuffer(1),
            bytes: new ArrayBuffer(1),
          };
          const store = opened.result.transaction('sealed', 'readwrite').objectStore('sealed');
          await new Promise((resolve) => (store.put({ ...record, name: String(at) }).onsuccess = resolve));
          opened.result.close();
        },
        Date.now() - days * 86_400_000,
      );
    const left = (): Promise<number> =>
      page.evaluate(async () => {
        const opened = indexedDB.open('certbridge');
        await new Promise((resolve) => (opened.onsuccess = resolve));
        const all = opened.result.transaction('sealed').objectStore('sealed').getAll();
        await new Promise((resolve) => (all.onsuccess = resolve));
        opened.result.close();
        return (all.result as { readonly person: string }[]).filter(({ person }) => person === 'left').length;
      });
    for (const days of [29, 31]) await leave(days);
    expect(await left()).toBe(2);
    await page.goto(`${issued.bridge.url}/window/cases`);
    await page.getByRole('heading', { name: '办什么事？' }).waitFor();
    expect(await page.locator('tbody tr.row').count()).toBe(0);
    await expect.poll(left).toBe(1);
    // Nor when they sign in, and nothing is sent in their name; it waits for who made it.
    const count = async (): Promise<number> => (await database.query('SELECT FROM cases')).rows.length;
    await visitor.context.addCookies([{ ...session, value: (await secondClerk(issued.bridge)).token }]);
    await page.reload();
    await page.getByText('没有办件。').waitFor();
    await page.getByRole('button', { name: '交班退出' }).waitFor();
    expect(await page.getByText(/^待发送/u).count()).toBe(0);
    expect(await page.content()).not.toMatch(/马梅|520199195201040191/u);
    expect(await count()).toBe(1);
    await page.getByRole('button', { name: '交班退出' }).click();
    await page.getByRole('link', { name: '登录' }).waitFor();
    const again = await issued.bridge.service.sessions.begin(
      { person },
      { via: 'browser', authenticatedAt: new Date() },
    );
    await visitor.context.addCookies([{ ...session, value: again.token }]);
    await page.reload();
    await expect.poll(count).toBe(2);
  });

  it('takes a live code of a real wallet for the item that is chosen beside it, from the person it is of', async () => {
    const { bridge } = issued;
    const phone = await Visitor.arrive(browser);
    const wallet = await phone.open(bridge.signInLink ?? '');
    await wallet.goto(`${bridge.url}/auth/residents/sign-in?return=%2Fwallet`);
    await wallet.getByRole('button', { name: '康雪' }).click();
    await wallet.waitForURL(`${bridge.url}/wallet`);
    await wallet.getByRole('button', { name: '放进这台手机' }).first().click();
    await wallet.getByRole('button', { name: '亮证' }).first().click();
    await wallet.locator('#item').selectOption('household-move');
    await bridge.service.feed.update();
    const page = await visitor.open(`${bridge.url}/window/`);
    await ledger(page, '账本已更新');
    await wallet.getByRole('button', { name: '出示' }).click();
    const text = (await wallet.locator('figure svg').getAttribute('data-text')) ?? '';

    await paste(page, text);
    await verdict(page, '无法判定');
    const item = page.getByLabel('为哪件事亮证');
    await item.selectOption('senior-card');
    await verdict(page, '不可信');
    expect(await page.locator('.verdict .reason').innerText()).toContain('事项不符');
    await item.selectOption('household-move');
    await verdict(page, '无法判定');
    await scan(page, '姓名:康雪,公民身份号码:33019919750927115X');
    await verdict(page, '有效');
    expect(await findings(page, 'window-live')).toEqual([]);
    await scan(page, '姓名:郑借用,性别:男,公民身份号码:110101199003070038');
    await verdict(page, '人证不符');

    expect(phone.complaints).toEqual([]);
    await phone.leave();
  });

  it('says on plain http why it cannot work, and what to do', async () => {
    // Its console says, rightly, that the address is no secure one.
    const clerk = await Visitor.arrive(browser, { viewport: counterScreen });
    const page = await clerk.open(`http://${elsewhere}:${website.port}/window/`);
    await page.getByRole('heading', { name: '现在不能核验：网址没有加密' }).waitFor();
    expect(await page.getByRole('link', { name: '改用https打开' }).getAttribute('href')).toBe(
      `https://${elsewhere}:${website.port}/window/`,
    );
    expect(await page.getByRole('listitem').count()).toBe(5);
    await page.getByText(`npx certbridge-service tls tls ${elsewhere}`).waitFor();
    expect(await findings(page, 'window-insecure')).toEqual([]);
    await clerk.leave();
  });
});

/** A script that puts the clock wrong by so many milliseconds. */
function shiftClock(by: number): string {
  return `{ const Right = Date; const now = Right.now.bind(Right);
    globalThis.Date = class extends Right { constructor(...at) { at.length ? super(...at) : super(now() + ${by}); }
      static now() { return now() + ${by}; } }; }`;
}
