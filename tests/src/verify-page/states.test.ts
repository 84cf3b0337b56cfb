import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { trustAnchorId } from '@certbridge/verifier-sdk/formats';
import type { TrustAnchor } from '@certbridge/verifier-sdk/formats';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import QRCode from 'qrcode';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  anchorCertificate,
  deliveriesOf,
  issuerCode,
  makeEndless,
  otherHolders,
  spoiledDeliveriesOf,
  typedHolder,
  typedHolders,
} from '@certbridge/verifier-sdk-fixtures';
import { missing } from '../requirements.js';
import { scanUntil } from '../window/scanner.js';
import {
  Visitor,
  elsewhere,
  isWiderThan,
  keptOffline,
  launch,
  seriousFindings,
  settled,
  verdictOn,
} from './phone.js';
import { SmallLedger, feedOf } from './small-ledger.js';
import { Website } from './website.js';

const minutes = 60_000;
const hours = 60 * minutes;
const day = 24 * hours;
const dateIn = (days: number) => new Date(Date.now() + days * day).toISOString().slice(0, 10);

async function pasteText(page: Page, text: string): Promise<void> {
  await page.evaluate((pasted) => {
    const data = new DataTransfer();
    data.setData('text', pasted);
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }));
  }, text);
}

function closedGate(): { readonly opened: Promise<void>; open(): void } {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open: () => open() };
}

// A face without a name, lying on its side, made by Pillow 12: 64 × 48 pixels.
const photoOfTheTelephone = Buffer.from(
  [
    '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRTc4UG1RV19i',
    'Z2hnPk1xeXBkeFxlZ2P/2wBDARESEhgVGC8aGi9jQjhCY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2Nj',
    'Y2NjY2NjY2P/wAARCAAwAEADASIAAhEBAxEB/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUF',
    'BAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVW',
    'V1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi',
    '4+Tl5ufo6erx8vP09fb3+Pn6/8QAHwEAAwEBAQEBAQEBAQAAAAAAAAECAwQFBgcICQoL/8QAtREAAgECBAQDBAcFBAQAAQJ3AAEC',
    'AxEEBSExBhJBUQdhcRMiMoEIFEKRobHBCSMzUvAVYnLRChYkNOEl8RcYGRomJygpKjU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVm',
    'Z2hpanN0dXZ3eHl6goOEhYaHiImKkpOUlZaXmJmaoqOkpaanqKmqsrO0tba3uLm6wsPExcbHyMnK0tPU1dbX2Nna4uPk5ebn6Onq',
    '8vP09fb3+Pn6/9oADAMBAAIRAxEAPwDrKKKiuLiK3TdK2M9AOprZu2rMkm9ES0VlnWBk4gJHbLf/AFqu213Dcg+WTuHJU9RUKpGT',
    'smXKnKKu0Vf7d03/AJ+f/HG/wo/t3Tf+fn/xxv8ACuLorblRmdp/bum/8/P/AI43+FH9u6b/AM/P/jjf4VxdFHKgPRa5y6nNxcNI',
    'c4PCj0FdHXNTxGCZ426qevrXJXvZHThrXYynRSNFKsiH5lOabSopdwqjLMcAVzI7H5mDRRRXrHlBRRRQB6LVe7s47oDdlXHRhVii',
    'sWk1ZjTad0Yx0ifJw8ZHbJP+FXrSwjtjvyXk/vEdPpVuiojSjF3RpKrKSszzqiur/wCEZsv+etx/30v+FH/CM2X/AD1uP++l/wAK',
    '35kZHKUV1f8AwjNl/wA9bj/vpf8ACj/hGbL/AJ63H/fS/wCFHMgP/9k=',
  ].join(''),
  'base64',
);
const photoEntries = '/Width 64/Height 48/ColorSpace/DeviceRGB/Filter/DCTDecode';

/** The worker that verifies, where all that a browser can refuse is used. */
const isWorker = (path: string) => path.includes('/verify.worker');

describe.skipIf(missing('chromium'))('the page, in each of its states,', () => {
  let browser: Browser;
  let ledger: SmallLedger;
  let website: Website;
  let visitor: Visitor;

  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    ledger = await SmallLedger.open();
    website = await new Website(ledger.trustAnchor, await ledger.publish()).open();
    visitor = await Visitor.arrive(browser);
  });
  afterEach(async () => {
    await visitor.leave();
    await website.vanish();
    expect(visitor.complaints).toEqual([]);
  });

  const publish = async () => (website.feed = await ledger.publish());
  const show = ({ digits }: { readonly digits: string }) => visitor.open(`${website.origin}/v#${digits}`);
  const goOnline = (page: Page) => page.evaluate(() => dispatchEvent(new Event('online')));
  /** As another person, whose browser is different. */
  const arriveAs = async (options: BrowserContextOptions) => {
    await visitor.leave();
    visitor = await Visitor.arrive(browser, options);
  };
  const textOf = (page: Page, place: string) => page.locator(place).innerText();

  describe('of a certificate', () => {
    it.each([
      ['revoked', '已吊销', 'Revoked'],
      ['suspended', '已暂停', 'Suspended'],
      ['cancelled', '已注销', 'Cancelled'],
      ['superseded', '已换发', 'Replaced'],
    ])('%s, says so first, and what to do next', async (state, zh, en) => {
      const certificate = await ledger.issue();
      const successor = state === 'superseded' ? await ledger.issue() : undefined;
      await ledger.change(certificate, state, successor);
      await publish();
      const page = await show(certificate);
      expect(await verdictOn(page)).toBe(zh);
      expect(await page.title()).toContain(zh);
      expect(await page.getByTestId('spoken').innerText()).toMatch(
        new RegExp(`^${zh}，居住证。.+${en}\\.`, 'u'),
      );
      expect(await textOf(page, '.verdict .next')).toMatch(/采信|出示新证照/u);
      expect(await textOf(page, 'article dl')).toContain(certificate.claims.identifier);
      expect(await textOf(page, 'li.fail')).toMatch(/证照状态[\s\S]+不符/u);
      if (successor) expect(await seriousFindings(page, state)).toEqual([]);
    });

    it.each([
      ['已过期', { validUntil: dateIn(-2) }],
      ['未生效', { validFrom: dateIn(2) }],
    ])('%s, by its own dates', async (zh, dates) => {
      const page = await show(await ledger.issue(dates));
      expect(await verdictOn(page)).toBe(zh);
      expect(await textOf(page, 'li.fail')).toMatch(/有效期[\s\S]+不符/u);
    });

    it('to be replaced counts until that day and says so, through what may happen meanwhile', async () => {
      const [certificate, successor] = [await ledger.issue(), await ledger.issue()];
      await ledger.change(certificate, 'superseded', successor, dateIn(5));
      await publish();
      const page = await show(certificate);
      expect(await verdictOn(page)).toBe('有效');
      expect(await textOf(page, 'article dl')).toContain('将于此日换发');
      expect(await seriousFindings(page, 'to be replaced')).toEqual([]);
      const becomes = async (state: string, says: string) => {
        await ledger.change(certificate, state);
        ledger.pass(minutes);
        await publish();
        await goOnline(page);
        await page.locator('#verdict-title', { hasText: says }).waitFor();
      };
      await becomes('suspended', '已暂停');
      await becomes('reinstated', '有效');
      expect(await textOf(page, 'article dl')).toContain('将于此日换发');
      await becomes('withdrawn', '有效');
      await page.locator('article dl', { hasNotText: '将于此日换发' }).waitFor();
      await becomes('revoked', '已吊销');
    });

    it('compares its holder, however that is typed, and says what does not match', async () => {
      const { name, masked } = typedHolder;
      const page = await show(await ledger.issue({ holderName: name, holderNumber: masked }));
      expect(await verdictOn(page)).toBe('有效');
      const compare = async (typed: { readonly name?: string; readonly number?: string }) => {
        await page.getByLabel('姓名或名称').fill(typed.name ?? '');
        await page.getByLabel('证件号码').fill(typed.number ?? '');
        await page.keyboard.press('Enter');
      };
      const said = page.getByTestId('comparison');
      for (const [, typed] of typedHolders) {
        await compare({ name: '无此人' });
        await page.locator('#verdict-title', { hasText: '姓名不符' }).waitFor();
        await compare(typed);
        await said.filter({ hasText: '与证照上的持证主体一致' }).waitFor();
        expect(await verdictOn(page)).toBe('有效');
      }
      expect(await seriousFindings(page, 'same holder')).toEqual([]);
      const titles = { HOLDER_NAME_MISMATCH: '姓名不符', HOLDER_NUMBER_MISMATCH: '号码不符' };
      for (const [code, typed] of otherHolders) {
        await compare(typed);
        const title = Object.entries(titles).find(([key]) => key === code)?.[1] ?? '人证不符';
        await page.locator('#verdict-title', { hasText: title }).waitFor();
      }
      expect(await seriousFindings(page, 'other holder')).toEqual([]);
      await compare({ name: `${name}\u200b` });
      await page.locator('#verdict-title', { hasText: '输入有误' }).waitFor();
      expect(await said.innerText()).toContain('U+200B');
      // Nobody asked about: nothing is compared, and the certificate is what it was.
      await compare({});
      await page.locator('#verdict-title', { hasText: '有效' }).waitFor();
      expect(await said.innerText()).toBe('');
    });

    it('that is a copy for one purpose and user, says which, and that it is for no other', async () => {
      const original = await ledger.issue();
      const purpose = '示例市第一小学2027年秋季入学报名';
      const limits = { of: original.claims.certId, purpose, user: '示例市第一小学' };
      const copy = await ledger.issue({ copy: limits, validUntil: dateIn(30) });
      const page = await show(copy);
      expect(await verdictOn(page)).toBe('有效');
      expect(await textOf(page, '.copy')).toMatch(
        new RegExp(
          `加注件，仅用于[\\s\\S]+${purpose}[\\s\\S]+使用方[\\s\\S]+${limits.user}[\\s\\S]+为止`,
          'u',
        ),
      );
      expect(await textOf(page, '.verdict .next')).toContain('不符者，不予采信');
      expect(await page.getByTestId('spoken').innerText()).toContain(`仅用于${purpose}`);
      expect(await seriousFindings(page, 'copy')).toEqual([]);
      await ledger.change(original, 'revoked');
      ledger.pass(minutes);
      await publish();
      await goOnline(page);
      await page.locator('#verdict-title', { hasText: '已吊销' }).waitFor();
    });

    it('without end, says 长期', async () => {
      const page = await show(await ledger.issue({ validUntil: null }));
      await settled(page);
      expect(await textOf(page, 'article dl')).toContain('2026年1月1日起长期有效');
    });

    it('checks by plain sentences, and says what it leaves open', async () => {
      const page = await show(await ledger.issue());
      await settled(page);
      const checks = await page.locator('li.pass, li.skipped').allInnerTexts();
      expect(checks).toHaveLength(6);
      expect(checks.join('\n')).toMatch(/一个字也没有改动[\s\S]+登记在册[\s\S]+没有吊销[\s\S]+有效期之内/u);
      expect(await page.getByTestId('knowledge').innerText()).toMatch(/还不知道的[\s\S]+有没有被吊销/u);
    });
  });

  describe('of knowledge', () => {
    it('that is too old, cannot tell, and does not call itself up to date', async () => {
      ledger = await SmallLedger.open(30 * hours);
      website.trustAnchor = ledger.trustAnchor;
      await publish();
      const page = await show(await ledger.issue());
      expect(await verdictOn(page)).toBe('无法判定');
      expect(await textOf(page, '.verdict')).toContain('所知不足，不等于伪造');
      expect(await textOf(page, 'header .state')).toContain('账本过旧');
      expect(await page.getByTestId('knowledge').innerText()).toContain('30小时前');
      expect(await seriousFindings(page, 'stale')).toEqual([]);
    });

    it('that nobody asks for, is brought up to date while the page stands open', async () => {
      const certificate = await ledger.issue();
      await visitor.context.clock.install();
      const page = await show(certificate);
      expect(await verdictOn(page)).toBe('有效');
      await ledger.change(certificate, 'revoked');
      ledger.pass(minutes);
      await publish();
      await page.clock.runFor(2 * minutes);
      await page.locator('#verdict-title', { hasText: '已吊销' }).waitFor();
    });

    it('shows no verdict from old knowledge while a newer one is on its way', async () => {
      const certificate = await ledger.issue();
      await publish();
      const page = await show(certificate);
      expect(await verdictOn(page)).toBe('有效');
      await ledger.change(certificate, 'revoked');
      ledger.pass(minutes);
      const feed = await ledger.publish();
      const gate = closedGate();
      website.feed = { file: (path) => gate.opened.then(() => feed.file(path)) };
      await page.reload();
      await page.locator('.waiting').waitFor();
      expect(await page.locator('#verdict-title').count()).toBe(0);
      gate.open();
      await page.locator('#verdict-title', { hasText: '已吊销' }).waitFor();
    });

    it('that comes for the first time, tells how far it is', async () => {
      await ledger.rename(3 * 256);
      const certificate = await ledger.issue();
      const feed = await ledger.publish();
      const gate = closedGate();
      website.feed = {
        file: async (path) => {
          if (path.endsWith('/513.json')) await gate.opened;
          return feed.file(path);
        },
      };
      const page = await show(certificate);
      const progress = page.getByRole('progressbar');
      await progress.waitFor();
      await page.locator('progress[value="4"]').waitFor();
      expect(await progress.getAttribute('max')).toBe('5');
      expect(await textOf(page, '.loading')).toMatch(/正在下载账本：\d+(?:\.\d)? [kM]B。只有第一次要等/u);
      expect(await seriousFindings(page, 'syncing')).toEqual([]);
      gate.open();
      await page.locator('#verdict-title', { hasText: '有效' }).waitFor();
    });

    it('that is nowhere to be had, waits for the network and then goes on by itself', async () => {
      website.trustAnchor = undefined;
      const page = await show(await ledger.issue());
      await page.locator('#verdict-title', { hasText: '没有核验成' }).waitFor();
      expect(await textOf(page, '#panel-code')).toContain('请联网，本页会自动继续');
      expect(await seriousFindings(page, 'nothing')).toEqual([]);
      website.trustAnchor = ledger.trustAnchor;
      await page.getByRole('button', { name: '再试一次' }).click();
      await page.locator('#verdict-title', { hasText: '有效' }).waitFor();
    });

    it('whose newest state is refused, stands by what it has and does not call it up to date', async () => {
      const page = await show(await ledger.issue());
      await settled(page);
      ledger.pass(minutes);
      const feed = await ledger.publish();
      website.feed = {
        file: async (path) => {
          const file = await feed.file(path);
          if (!file || path !== 'checkpoint.json') return file;
          // The answer to another question than was asked: its signatures do not hold for it.
          const text = file.bytes
            .toString()
            .replace(/"nonce":"./, (nonce) => `${nonce.slice(0, -1)}${nonce.endsWith('0') ? '1' : '0'}`);
          return { ...file, bytes: Buffer.from(text) };
        },
      };
      await goOnline(page);
      await page.getByText('网站给出的账本未通过校验').waitFor();
      expect(await textOf(page, 'header .state')).toContain('未更新');
      expect(await textOf(page, '.verdict .kind')).toContain('离线结论');
    });

    it('that contradicts itself, calls nothing valid any more, whatever is opened later, and keeps the proof', async () => {
      const [certificate, other] = [await ledger.issue(), await ledger.issue()];
      const page = await show(certificate);
      expect(await verdictOn(page)).toBe('有效');
      const second = ledger.fork();
      await ledger.change(await ledger.issue(), 'suspended');
      ledger.pass(minutes);
      await publish();
      await goOnline(page);
      await settled(page);
      await second.change(other, 'revoked');
      second.pass(2 * minutes);
      website.feed = await second.publish();
      await goOnline(page);
      await page.getByRole('alert').filter({ hasText: '互相矛盾的两个账本' }).waitFor();
      await page.locator('#verdict-title', { hasText: '账本异常' }).waitFor();
      expect(await seriousFindings(page, 'equivocation')).toEqual([]);
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: '保存证据' }).click(),
      ]);
      expect(await readFile(await download.path(), 'utf8')).toContain('checkpoints');
      const again = await show(other);
      await again.locator('#verdict-title', { hasText: '账本异常' }).waitFor();
    });

    it('of other provinces than those pinned, is taken only by whoever has their fingerprint from elsewhere', async () => {
      const page = await show(await ledger.issue());
      await settled(page);
      const pinned = await page.getByTestId('fingerprint').innerText();
      const [before, after] = [ledger, await SmallLedger.open()];
      const certificate = await after.issue();
      website.trustAnchor = after.trustAnchor;
      website.feed = await after.publish();
      await page.reload();
      const alarm = page.getByRole('alert').filter({ hasText: '与本机首次采用的不同' });
      await alarm.waitFor();
      expect(await page.getByTestId('fingerprint').innerText()).toBe(pinned);
      await alarm.getByText('确已更换信任锚').click();
      expect(await seriousFindings(page, 'anchor')).toEqual([]);
      const compare = async (anchor: TrustAnchor) => {
        await alarm.getByRole('textbox').fill((await trustAnchorId(anchor)).replaceAll(/.{4}/gu, '$& '));
        await alarm.getByRole('button', { name: '核对' }).click();
      };
      await compare(before.trustAnchor);
      await page.getByText('与网站给出的不一致').waitFor();
      await compare(after.trustAnchor);
      await alarm.waitFor({ state: 'detached' });
      const next = await show(certificate);
      expect(await verdictOn(next)).toBe('有效');
    });
  });

  describe('of a code', () => {
    it.each([
      ['cut short', (digits: string) => digits.slice(0, 120), '请再扫一次'],
      ['of something else', () => '%E4%BD%A0%E5%A5%BD', '不是证照'],
    ])('%s, says so, and not that it is forged', async (_, change, says) => {
      const { digits } = await ledger.issue();
      const page = await show({ digits: change(digits) });
      expect(await verdictOn(page)).toBe(says);
      expect(await page.locator('.forged').count()).toBe(0);
      expect(page.url()).toBe(`${website.origin}/v`);
    });

    it('typed by a barcode reader, takes the place of the verdict that stands, wherever the focus is', async () => {
      const [first, second] = [await ledger.issue(), await ledger.issue({ holderName: '古丽娜尔' })];
      const page = await show(first);
      expect(await verdictOn(page)).toBe('有效');
      await page.getByRole('button', { name: '再验一份' }).focus();
      const sought = page.locator('article dl', { hasText: '古丽娜尔' });
      await scanUntil(page, sought, `HTTPS://elsewhere.example/v#${second.digits}`);
      expect(await verdictOn(page)).toBe('有效');
    });

    it.each([
      ['behind a symbology identifier', (digits: string) => `]Q1https://elsewhere.example/v#${digits}`],
      ['as bare digits', (digits: string) => digits],
    ])('typed by a barcode reader %s, is read like the plain one', async (_, typed) => {
      const { digits } = await ledger.issue();
      const page = await visitor.open(`${website.origin}/v`);
      await settled(page);
      await page.locator('body').press('Shift');
      await scanUntil(page, page.locator('#verdict-title', { hasText: '有效' }), typed(digits));
    });

    it.each([
      ['ends with Enter', 'Enter'],
      ['ends with Tab', 'Tab'],
      ['ends with nothing', null],
    ])(
      'typed by a barcode reader that %s into a text field, is read, and leaves the field as it was',
      async (_, end) => {
        const page = await visitor.open(`${website.origin}/v`);
        await settled(page);
        const field = page.getByRole('textbox').first();
        await field.fill('王');
        await field.focus();
        const valid = page.locator('#verdict-title', { hasText: '有效' });
        await scanUntil(page, valid, `https://elsewhere.example/v#${(await ledger.issue()).digits}`, end);
        await page.getByRole('button', { name: '再验一份' }).click();
        expect(await page.getByRole('textbox').first().inputValue()).not.toContain('elsewhere');
      },
    );

    it('pasted as scanners, keyboards and chat programs deliver it, is valid, or to be read again', async () => {
      const [one, other] = [await ledger.issue(), await ledger.issue()];
      const address = ({ digits }: { readonly digits: string }) => `https://elsewhere.example/v#${digits}`;
      const page = await visitor.open(`${website.origin}/v`);
      await settled(page);
      const paste = async (text: string, says: string) => {
        await pasteText(page, text);
        await page.locator('#verdict-title', { hasText: says }).waitFor();
        await page.getByRole('button', { name: '再验一份' }).click();
        await page.locator('#code-text').waitFor();
      };
      for (const [, text] of deliveriesOf(address(one))) await paste(text, '有效');
      for (const [, text] of spoiledDeliveriesOf(address(one), address(other)))
        await paste(text, '请再扫一次');
    });

    it('opened from a chat program, which adds to the address, is read all the same', async () => {
      const { digits } = await ledger.issue();
      const page = await visitor.open(`${website.origin}/v?from=timeline#${digits}#wechat_redirect`);
      expect(await verdictOn(page)).toBe('有效');
    });

    it('typed through a Chinese input method, is read all the same', async () => {
      const { digits } = await ledger.issue();
      const page = await visitor.open(`${website.origin}/v`);
      await page.locator('#code-text').fill(`https：／／elsewhere。example／v＃${digits}`);
      await page.keyboard.press('Enter');
      await page.locator('#verdict-title', { hasText: '有效' }).waitFor();
    });

    it('that is asked for by hand, gives the focus to the verdict, and back to where the next is asked for', async () => {
      const page = await visitor.open(`${website.origin}/v`);
      await settled(page);
      await page.locator('#code-text').fill(`https://elsewhere.example/v#${(await ledger.issue()).digits}`);
      await page.keyboard.press('Enter');
      await page.locator('#verdict-title:focus').waitFor();
      await page.getByRole('button', { name: '再验一份' }).press('Enter');
      await page.locator('[data-start]:focus', { hasText: '打开相机扫码' }).waitFor();
    });

    it('for a camera that is not there or not allowed, says what else to do, and Escape closes it', async () => {
      const page = await visitor.open(`${website.origin}/v`);
      for (const [error, says] of [
        ['NotFoundError', '这台设备没有相机'],
        ['NotAllowedError', '相机打不开'],
      ] as const) {
        await page.evaluate((name) => {
          navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', name));
        }, error);
        await page.getByRole('button', { name: '打开相机扫码' }).click();
        await page.getByRole('alert').filter({ hasText: says }).waitFor();
        await page.keyboard.press('Escape');
        await page.locator('[data-start]:focus').waitFor();
      }
      await page.getByRole('button', { name: '打开相机扫码' }).click();
      expect(await seriousFindings(page, 'no camera')).toEqual([]);
    });

    it('for a camera whose decoder does not load, says so instead of looking on for ever', async () => {
      const page = await visitor.open(`${website.origin}/v`);
      await settled(page);
      await page.route('**/*.wasm', (route) => route.abort());
      website.edit = (path, text) => (path.includes('zxing') ? '' : text);
      await website.vanish();
      await page.getByRole('button', { name: '打开相机扫码' }).click();
      await page.getByRole('alert').filter({ hasText: '识别二维码的组件没有加载成功' }).waitFor();
    });
  });

  describe('of a file', () => {
    const put = (page: Page, name: string, buffer: Buffer) =>
      page.locator('input[type=file]').first().setInputFiles({ name, mimeType: '', buffer });

    it('that is no certificate, names what is wrong with it', async () => {
      const film = join(await mkdtemp(join(tmpdir(), 'certbridge-film-')), 'film.mov');
      await writeFile(film, '');
      await truncate(film, 33 * 1024 * 1024);
      const page = await visitor.open(`${website.origin}/v`);
      await page.getByRole('tab', { name: '文件或图片' }).click();
      await put(page, '说明.docx', Buffer.from('PK\u0003\u0004'));
      await page.locator('#verdict-title:focus', { hasText: '没有核验成' }).waitFor();
      expect(await textOf(page, '#panel-file')).toMatch(
        /说明\.docx[\s\S]+既不是PDF，也不是本浏览器认得的图片/u,
      );
      expect(await seriousFindings(page, 'no picture')).toEqual([]);
      await page.locator('input[type=file]').first().setInputFiles(film);
      await page.locator('#panel-file', { hasText: '文件超过32 MB' }).waitFor();
      await put(page, 'empty.pdf', Buffer.from('%PDF-1.7 and nothing else'));
      await page.locator('#verdict-title:focus', { hasText: 'PDF打不开' }).waitFor();
      await rm(dirname(film), { recursive: true });
    });

    it('with a photo, draws it large and upright beside the name', async () => {
      const turned = { bytes: photoOfTheTelephone, entries: photoEntries, turn: '0 80 60 0' };
      const { world, pdf } = await anchorCertificate(Date.now(), { photo: turned });
      website.trustAnchor = world.anchor;
      website.feed = feedOf(world.files);
      const page = await visitor.open(`${website.origin}/v`);
      await page.getByRole('tab', { name: '文件或图片' }).click();
      await put(page, '证照.pdf', Buffer.from(pdf));
      const photo = page.getByTestId('photo').locator('img');
      await photo.waitFor();
      await page.waitForFunction(
        () => document.querySelector<HTMLImageElement>('[data-testid=photo] img')?.complete,
      );
      const { natural, drawn } = await photo.evaluate((image: HTMLImageElement) => {
        const { width, height } = image.getBoundingClientRect();
        return { natural: [image.naturalWidth, image.naturalHeight], drawn: [width, height] };
      });
      // Stored lying, 64 × 48; drawn standing, and many times as large.
      expect(natural[0]! > natural[1]!).toBe(true);
      expect(drawn[0]!).toBeGreaterThan(150);
      expect(drawn[1]!).toBeGreaterThan(drawn[0]!);
      for (const width of [1366, 1440]) {
        await page.setViewportSize({ width, height: 900 });
        const [face, name] = await Promise.all([
          photo.boundingBox(),
          page.locator('dl .first').boundingBox(),
        ]);
        expect(name!.x).toBeGreaterThan(face!.x + face!.width);
        expect(name!.y).toBeLessThan(face!.y + face!.height);
      }
      expect(await seriousFindings(page, 'photo')).toEqual([]);
    });

    it('that lost its signature, is judged by the QR code on its page, and says that nothing else was', async () => {
      const { claims, digits } = await ledger.issue();
      const code = await QRCode.toDataURL(`https://elsewhere.example/v#${digits}`, { scale: 6 });
      const printed = async (holder: string) => {
        const printer = await browser.newPage();
        const lines = [claims.name, holder, claims.identifier, claims.holderNumber];
        await printer.setContent(`<img src="${code}"><pre>${lines.join('\n')}</pre>`);
        const pdf = await printer.pdf();
        await printer.close();
        return pdf;
      };
      const page = await visitor.open(`${website.origin}/v`);
      await page.getByRole('tab', { name: '文件或图片' }).click();
      const drawers = () => website.requests.filter(({ url }) => url.includes('pdfium')).length;
      expect(drawers()).toBe(0);
      await put(page, '打印.pdf', await printed(claims.holderName));
      await page.locator('#verdict-title', { hasText: '有效' }).waitFor();
      expect(drawers()).toBe(1);
      expect(await textOf(page, '.verdict')).toMatch(/只核验了二维码[\s\S]+只以下列二维码内容为准/u);
      expect(await textOf(page, 'article dl')).toContain(claims.holderNumber);
      expect(await textOf(page, '.beside')).toContain('页面上的其他内容未经证实');
      expect(await textOf(page, '.beside')).not.toContain('一个字也没有改动');
      expect(await page.getByTestId('spoken').innerText()).toContain('只以下列二维码内容为准');
      expect(await seriousFindings(page, 'lost signature')).toEqual([]);
      await put(page, '改过.pdf', await printed('王伪造'));
      await page.locator('#verdict-title', { hasText: '页面不符' }).waitFor();
      expect(await textOf(page, '.verdict')).toContain('不符的是：持证主体。');
      expect(await seriousFindings(page, 'other page')).toEqual([]);
      const blank = await browser.newPage();
      await put(page, '空白.pdf', await blank.pdf());
      await page.locator('#verdict-title', { hasText: '没有签名' }).waitFor();
      const whole = await blank.pdf();
      await put(page, '半截.pdf', whole.subarray(0, whole.length - 10));
      await page.locator('#verdict-title', { hasText: 'PDF打不开' }).waitFor();
      await blank.close();
    });

    it('that takes for ever to draw, keeps nobody from checking the next certificate', async () => {
      const { digits } = await ledger.issue();
      const page = await visitor.open(`${website.origin}/v`);
      await page.getByRole('tab', { name: '文件或图片' }).click();
      const isDrawn = page.waitForResponse(/pdfium.*wasm/u);
      await put(page, '画不完.pdf', makeEndless());
      await (await isDrawn).finished();
      for (let times = 0; times < 5; times += 1) {
        await pasteText(page, `https://elsewhere.example/v#${digits}`);
        await page.locator('#verdict-title', { hasText: '有效' }).waitFor();
        await page.getByRole('button', { name: '再验一份' }).click();
        await page.locator('#verdict-title').waitFor({ state: 'detached' });
      }
    });

    it('whose receipt proves another history than the one held here, raises the alarm', async () => {
      const { world, pdf } = await anchorCertificate(Date.now());
      const second = world.fork();
      second.logs.delete(`i ${issuerCode}`);
      await second.change(new Uint8Array(16), 'revoked');
      await second.publish();
      website.trustAnchor = world.anchor;
      website.feed = feedOf(second.files);
      const page = await visitor.open(`${website.origin}/v`);
      await page.getByRole('tab', { name: '文件或图片' }).click();
      await put(page, '证照.pdf', Buffer.from(pdf));
      await page.locator('#verdict-title', { hasText: '账本异常' }).waitFor();
      await page.getByRole('alert').filter({ hasText: '互相矛盾的两个账本' }).waitFor();
    });

    it('dropped anywhere, is checked where files are, and the page is not left', async () => {
      const page = await visitor.open(`${website.origin}/v`);
      await settled(page);
      const transfer = await page.evaluateHandle(() => {
        const data = new DataTransfer();
        data.items.add(new File(['%PDF-1.7'], '证照.pdf', { type: 'application/pdf' }));
        return data;
      });
      await page.locator('.trust').dispatchEvent('drop', { dataTransfer: transfer });
      await page.locator('#panel-file', { hasText: '证照.pdf' }).waitFor();
      expect(await page.getByRole('tab', { selected: true }).innerText()).toContain('文件或图片');
    });
  });

  describe('of a browser', () => {
    it.each([
      ['opens no database', 'indexedDB.open = () => { throw new DOMException("no", "SecurityError"); };'],
      [
        'has no room left',
        'IDBObjectStore.prototype.put = () => { throw new DOMException("full", "QuotaExceededError"); };',
      ],
    ])('that %s, answers all the same, and says that it will not without a network', async (_, refusal) => {
      website.edit = (path, text) => (isWorker(path) ? refusal + text : text);
      const page = await show(await ledger.issue());
      expect(await verdictOn(page)).toBe('有效');
      await page.getByText('浏览器不允许保存数据').waitFor();
    });

    it('that was sent to an address without encryption, says why nothing can be checked and where it can', async () => {
      const { digits } = await ledger.issue();
      const page = await visitor.open(`http://${elsewhere}:${website.port}/v#${digits}`);
      await page.getByText('这个网址没有加密').waitFor();
      expect(await page.getByRole('link', { name: '用https打开' }).getAttribute('href')).toBe(
        `https://${elsewhere}:${website.port}/v#${digits}`,
      );
      expect(await seriousFindings(page, 'insecure')).toEqual([]);
      // Chromium itself remarks that one of the page's headers needs https too.
      expect(visitor.complaints.splice(0)).toEqual([expect.stringContaining('Cross-Origin-Opener-Policy')]);
    });

    it('that lacks what the verifier needs, is told which will do', async () => {
      await visitor.context.addInitScript(() => {
        Reflect.deleteProperty(globalThis, 'DecompressionStream');
      });
      const page = await show(await ledger.issue());
      await page.getByText('这个浏览器太旧').waitFor();
    });

    it('that cannot even read the script, shows a sentence that needs none', async () => {
      website.edit = (path, text) => (path.includes('/page-') ? 'let = of an age to come' : text);
      const page = await show(await ledger.issue());
      await page.getByText('就是浏览器太旧').waitFor();
      expect(visitor.complaints.splice(0)).not.toEqual([]);
    });

    it('that runs no scripts, says that the check needs one', async () => {
      await arriveAs({ javaScriptEnabled: false });
      const page = await show(await ledger.issue());
      await page.locator('noscript p', { hasText: '需要启用JavaScript' }).waitFor();
    });

    it('with letters of twice the size, shows everything without scrolling sideways', async () => {
      const page = await show(await ledger.issue());
      await settled(page);
      await page.evaluate(() => (document.documentElement.style.fontSize = '200%'));
      for (const width of [390, 320]) {
        await page.setViewportSize({ width, height: 800 });
        expect(await isWiderThan(page, width)).toBe(false);
      }
      await page.getByRole('button', { name: '再验一份' }).click();
      await page.getByRole('heading', { name: '核验电子证照' }).waitFor();
      expect(await isWiderThan(page, 320)).toBe(false);
    });

    it('that prints, prints that a print proves nothing', async () => {
      const page = await show(await ledger.issue());
      await settled(page);
      expect(await page.getByText('打印件只供备查').isVisible()).toBe(false);
      await page.emulateMedia({ media: 'print' });
      expect(await page.getByText('打印件只供备查').isVisible()).toBe(true);
      expect(await page.getByRole('button', { name: '再验一份' }).isVisible()).toBe(false);
    });
  });

  describe('of a new version', () => {
    it('waits until it is asked for, then shows the same certificate, also without a network', async () => {
      const page = await show(await ledger.issue());
      await settled(page);
      await keptOffline(page);
      const second = await show(await ledger.issue({ holderName: '古丽娜尔' }));
      await settled(second);
      // The next build differs in one file, by which its worker has another version.
      website.edit = (path, text) => {
        if (path === '/v') return text.replace('<title>证桥核验', '<title>证桥核验二');
        return path === '/v/service-worker.js' ? text.replace(/version\\?":\\?"\w/u, '$&0') : text;
      };
      const look = () =>
        page.evaluate(async () => {
          const registration = await navigator.serviceWorker.getRegistration('/v');
          await registration?.update();
        });
      await look();
      const notice = page.getByRole('status').filter({ hasText: '本页有新版本' });
      await notice.waitFor();
      expect(await page.content()).not.toContain('证桥核验二');
      await Promise.all([page.waitForEvent('load'), notice.getByRole('button', { name: '更新' }).click()]);
      await page.locator('#verdict-title', { hasText: '有效' }).waitFor();
      // The other page's verdict is left alone until its reader says so.
      const told = second.getByRole('status').filter({ hasText: '本页有新版本' });
      await told.waitFor();
      expect(await second.locator('#verdict-title').innerText()).toContain('有效');
      await website.vanish();
      await visitor.context.setOffline(true);
      const response = await page.reload();
      expect(await response?.text()).toContain('证桥核验二');
      await page.locator('#verdict-title', { hasText: '有效' }).waitFor();
      expect(await page.evaluate(() => caches.keys())).toHaveLength(1);
    });
  });
});
