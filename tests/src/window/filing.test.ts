import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findings } from '../console/looks.js';
import { missing } from '../requirements.js';
import { usccOf } from '../samples/numbers.js';
import { IssuedCertificates } from '../verify-page/certificates.js';
import type { SampleCertificate } from '../verify-page/certificates.js';
import { launch } from '../verify-page/phone.js';
import type { Visitor } from '../verify-page/phone.js';
import { clerkArrives } from './clerk.js';
import { Hall } from '../windows/hall.js';
import { pair } from './pair.js';
import { scan, scanUntil } from './scanner.js';

describe.skipIf(missing('chromium'))('a case that is filed at a window', { timeout: 600_000 }, () => {
  let issued: IssuedCertificates;
  let browser: Browser;
  let visitor: Visitor;
  let hall: Hall;
  let page: Page;
  let windows = 0;
  /** When this test began. */
  let before: Date;
  /** Of two types. */
  let sample: SampleCertificate;
  let other: SampleCertificate;

  beforeAll(async () => {
    [issued, browser] = await Promise.all([IssuedCertificates.start(), launch()]);
    hall = await Hall.open(issued.bridge, usccOf('12330199', '00000011'));
    const all = await issued.all();
    const { rows } = await issued.bridge.service.database.query<{ type: string; certId: string }>(
      `SELECT DISTINCT ON (type) type, encode(cert_id, 'hex') AS "certId" FROM certificates ORDER BY type, identifier`,
    );
    [sample, other] = rows.map(({ certId }) => all.find((one) => one.certId === certId)!) as [
      SampleCertificate,
      SampleCertificate,
    ];
  }, 240_000);
  afterAll(async () => {
    await browser.close();
    await issued.close();
  });
  beforeEach(async () => {
    before = new Date();
    ({ visitor, page } = await clerkArrives(browser, issued, 'setup'));
    await pair(page, hall, `${++windows}号窗口`);
    await page.getByRole('link', { name: '核验', exact: true }).click();
  });
  afterEach(async () => {
    await visitor.leave();
    expect(visitor.complaints).toEqual([]);
  });

  /** Pastes a certificate's code wherever the focus is, and waits for what it is worth. */
  const show = async ({ digits, identifier }: SampleCertificate): Promise<void> => {
    await page.evaluate((pasted) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text', pasted);
      document.body.dispatchEvent(new ClipboardEvent('paste', { bubbles: true, clipboardData }));
    }, `https://elsewhere.example/v#${digits}`);
    await page.locator('.facts', { hasText: identifier }).waitFor();
  };
  const compare = async (name: string, number: string): Promise<void> => {
    await scan(page, `姓名:${name},公民身份号码:${number}`);
    await page.getByText('已读入身份证件').waitFor();
  };
  /** Somebody with one certificate and something on paper wants a residence permit. */
  const openCase = async (): Promise<void> => {
    await show(sample);
    await compare('马梅', '520199195201040191');
    await page.getByRole('link', { name: '办件' }).click();
    await page.getByRole('button', { name: '居住证申领' }).click();
    await page.getByRole('button', { name: '已交纸质' }).last().click();
  };
  const file = (): Locator => page.getByRole('button', { name: '登记办件' });
  /** Holds back what opens a case at the service, as a slow network does, until it is let go. */
  const holdOpening = async (): Promise<() => void> => {
    let letGo = (): void => undefined;
    const gone = new Promise<void>((resolve) => (letGo = resolve));
    await page.route(/\/cases\/[\w-]+$/u, async (route) => {
      await gone;
      // Its page may have ended meanwhile.
      await route.continue().catch(() => undefined);
    });
    return letGo;
  };
  const fileAndHold = async (): Promise<() => void> => {
    const letGo = await holdOpening();
    await Promise.all([page.waitForRequest((request) => request.method() === 'PUT'), file().click()]);
    return letGo;
  };
  /** Holds back what the verifier is asked, as a slow PC does, until it is let go. */
  const holdQuestions = async (): Promise<() => Promise<void>> => {
    await page.evaluate(() => {
      const { prototype } = Worker;
      const post: unknown = Reflect.get(prototype, 'postMessage');
      const held: (() => void)[] = [];
      prototype.postMessage = function (this: Worker, ...message: unknown[]) {
        held.push(() => void Reflect.apply(post as () => void, this, message));
      };
      const letGo = (): void => {
        Reflect.set(prototype, 'postMessage', post);
        for (const send of held) send();
      };
      Object.assign(window, { letGo });
    });
    return () => page.evaluate(() => (window as unknown as { letGo: () => void }).letGo());
  };
  /** Types of the certificates in each case, and how many of its materials came on paper. */
  const cases = async (): Promise<{ types: string[]; paper: number }[]> => {
    const { rows } = await issued.bridge.service.database.query<{ types: string[]; paper: number }>(
      `SELECT array(SELECT type FROM filed_receipts WHERE case_id = id ORDER BY type) AS types,
         (SELECT count(*)::int FROM case_materials WHERE case_id = id AND settled = 'paper') AS paper
       FROM cases WHERE opened_at >= $1`,
      [before],
    );
    return rows;
  };

  it('holds what its own person showed, though the next one comes while the service is slow', async () => {
    await openCase();
    const letGo = await fileAndHold();
    await page.getByRole('link', { name: '核验', exact: true }).click();
    await page.keyboard.press('F9');
    await show(other);
    await compare('康雪', '33019919750927115X');
    letGo();
    await expect.poll(cases).toMatchObject([{ types: [expect.any(String)], paper: 1 }]);
    await page.locator('.facts', { hasText: other.identifier }).waitFor();
    expect(await page.locator('.strip li').count()).toBe(1);
    expect(await page.getByLabel('证件号码').inputValue()).toBe('33019919750927115X');
  });

  it('stays on the counter where this PC cannot keep it, and is filed once it can', async () => {
    await openCase();
    await page.evaluate(() => {
      const { prototype } = IDBObjectStore;
      const put: unknown = Reflect.get(prototype, 'put');
      Object.assign(window, { giveBack: () => Reflect.set(prototype, 'put', put) });
      prototype.put = () => {
        throw new DOMException('the disk is full', 'QuotaExceededError');
      };
    });
    await file().click();
    await page.getByText('没有登记：本机没能保存').waitFor();
    expect(visitor.complaints.splice(0)).toEqual([expect.stringContaining('the disk is full')]);
    await page.evaluate(() => (window as unknown as { giveBack: () => void }).giveBack());
    await file().click();
    await expect.poll(cases).toMatchObject([{ types: [expect.any(String)], paper: 1 }]);
  });

  it('keeps what is written into a commitment, whatever is pasted, dropped or scanned meanwhile', async () => {
    await openCase();
    await page.getByRole('button', { name: '告知承诺' }).first().click();
    const reason = page.locator('#commitment-reason');
    await reason.fill('房东外出，');
    await visitor.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.evaluate(() => navigator.clipboard.writeText('月底回来'));
    await reason.press('End');
    await page.keyboard.press('Control+V');
    await page.evaluate(() => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(['%PDF-'], '证照.pdf'));
      document.body.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer }));
    });
    const code = `https://elsewhere.example/v#${other.digits}`;
    await scanUntil(page, page.locator('.strip li').nth(1), code);
    expect(await reason.inputValue()).toBe('房东外出，月底回来');
    expect(await page.locator('.strip li').count()).toBe(2);
    await page.getByRole('button', { name: '改为纸质签名' }).click();
    await page.getByRole('button', { name: '记入办件' }).click();
    await page.getByText('已承诺').waitFor();
  });

  it('is not filed without what is still being verified', async () => {
    await openCase();
    let letGo = (): void => undefined;
    const gone = new Promise<void>((resolve) => (letGo = resolve));
    // What reads pictures is fetched when the first one comes.
    await visitor.context.route(/\.wasm$/u, async (route) => {
      await gone;
      await route.continue();
    });
    await page.getByRole('link', { name: '核验', exact: true }).click();
    await page.keyboard.press('Escape');
    await page
      .locator('input[type=file]')
      .first()
      .setInputFiles({
        ...{ name: '照片.png', mimeType: 'image/png' },
        buffer: await page.screenshot(),
      });
    await page.getByRole('link', { name: '办件' }).click();
    await page.getByText('请等柜台上的证照核验完。').waitFor();
    expect(await file().isDisabled()).toBe(true);
    letGo();
    await expect.poll(() => file().isEnabled()).toBe(true);
  });

  it('is not filed while something lies on the counter that could not be checked', async () => {
    await openCase();
    await page.getByRole('link', { name: '核验', exact: true }).click();
    await page.keyboard.press('Escape');
    await page
      .locator('input[type=file]')
      .first()
      .setInputFiles({ name: '便条.txt', mimeType: 'text/plain', buffer: Buffer.from('不是证照') });
    await page.getByRole('heading', { name: '没有核验' }).waitFor();
    await page.getByRole('button', { name: '再核验' }).click();
    await page.getByRole('heading', { name: '没有核验' }).waitFor();
    expect(await page.locator('.strip li').last().innerText()).toContain('没有核验');
    await page.getByRole('link', { name: '办件' }).click();
    await page.getByText('以下没有核验，不能归入办件').waitFor();
    expect(await file().isDisabled()).toBe(true);
    expect(await findings(page, 'window-unchecked')).toEqual([]);
    await page.getByRole('button', { name: '拿开：便条.txt' }).click();
    await file().click();
    await expect.poll(cases).toMatchObject([{ types: [expect.any(String)], paper: 1 }]);
  });

  it('takes no verdict for one on another person, while they are being compared', async () => {
    await show(sample);
    const mark = page.locator('.strip .chip');
    const receipt = page.getByRole('button', { name: '出具回执' });
    await receipt.click();
    await page.getByText('已签名').waitFor();

    // An item makes no difference to what was not shown live: the verdict stands while it is asked again.
    const letItemGo = await holdQuestions();
    await page.getByRole('link', { name: '办件' }).click();
    await page.getByRole('button', { name: '居住证申领' }).click();
    expect(await mark.innerText()).toBe('有效');
    await letItemGo();

    await page.getByRole('link', { name: '核验', exact: true }).click();
    const letGo = await holdQuestions();
    await compare('康雪', '33019919750927115X');
    await expect.poll(() => mark.innerText()).toBe('正在核验……');
    expect(await page.locator('#verdict-title').count()).toBe(0);
    expect(await page.getByTestId('comparison').innerText()).toBe('正在核验……');
    expect(await receipt.isDisabled()).toBe(true);
    // What the certificate says is there as before.
    await page.locator('.facts', { hasText: sample.identifier }).waitFor();
    await page.getByRole('link', { name: '办件' }).click();
    await page.getByText('请等柜台上的证照核验完。').waitFor();
    expect(await file().isDisabled()).toBe(true);
    expect(await page.locator('.materials .chip', { hasText: '免提交' }).count()).toBe(0);
    await letGo();
    await expect.poll(() => file().isEnabled()).toBe(true);
    expect(await mark.innerText()).not.toMatch(/有效|核验/u);
  });

  it('is kept whole before the first of it is sent', async () => {
    await openCase();
    const letGo = await fileAndHold();
    await page.reload();
    await page.getByRole('link', { name: '办件' }).click();
    await page.getByText('待发送（3）', { exact: true }).waitFor();
    letGo();
    await expect.poll(cases).toMatchObject([{ types: [expect.any(String)], paper: 1 }]);
  });
});
