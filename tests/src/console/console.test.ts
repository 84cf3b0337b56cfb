import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runProgram } from '../programs.js';
import { missing } from '../requirements.js';
import { scan } from '../window/scanner.js';
import { accessChangesHands, auditorSearches, keysChangeHands, othersAreLedOn } from './administrators.js';
import { approvesByKeyboard } from './by-keyboard.js';
import { DepartmentAtWork } from './department-at-work.js';
import { findings } from './looks.js';
import { type } from './typing.js';
import { correctsCopiesErases } from './one-certificate.js';
import { Loaded } from './sizes.js';
import { saysEveryState } from './states.js';
import { threeWrongRows } from './three-wrong-rows.js';
import { anyClientUploads, resumesUpload, tellsOfChangedFile } from './uploads.js';

/** All that the page left in this browser, as text, and how many drafts are in it. */
function keptOnDevice(page: Page): Promise<{ readonly drafts: number; readonly text: string }> {
  return page.evaluate(async () => {
    const opened = indexedDB.open('certbridge');
    await new Promise((resolve) => (opened.onsuccess = resolve));
    const all = opened.result.transaction('sealed').objectStore('sealed').getAll();
    await new Promise((resolve) => (all.onsuccess = resolve));
    opened.result.close();
    const records = all.result as { readonly kind: string; readonly bytes: ArrayBuffer }[];
    const bytes = records.map((record) => new TextDecoder().decode(record.bytes));
    const drafts = records.filter(({ kind }) => kind === 'draft').length;
    return { drafts, text: JSON.stringify([records, bytes, { ...localStorage }]) };
  });
}

/** What has the focus, or the table in which it is. */
function focusedIn(page: Page): Promise<string | null | undefined> {
  return page.evaluate(() => {
    const focused = document.activeElement;
    return focused?.closest('[role=region]')?.ariaLabel ?? focused?.textContent;
  });
}

describe.skipIf(missing('chromium') || missing('pdftotext'))('the console', { timeout: 600_000 }, () => {
  let department: DepartmentAtWork;
  beforeAll(async () => {
    department = await DepartmentAtWork.open();
  }, 240_000);
  afterAll(() => department.close());

  it('asks who is not signed in to sign in, and nothing comes from elsewhere or inline', async () => {
    const visitor = await department.stranger();
    const page = await visitor.open(`${department.bridge.url}/console/`);
    await page.getByRole('heading', { name: '登录证桥签发台' }).waitFor();
    expect(await findings(page, 'sign-in')).toEqual([]);
    const headers = (await page.request.get(page.url())).headers();
    const policy = headers['content-security-policy'] ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).not.toContain('unsafe-inline');
    expect(visitor.complaints).toEqual([]);
    await visitor.leave();
  });

  it('issues one: the number fills birth and sex, all refusals stand in a summary, nothing typed is lost', async () => {
    const { visitor, page } = await department.arrive('经办', `${department.issuer}/`);
    await page.getByRole('heading', { name: '等我处理' }).waitFor();
    expect(await findings(page, 'home')).toEqual([]);
    // On a phone, what is at the top right stays on one line.
    await page.setViewportSize({ width: 390, height: 844 });
    const tops = await page
      .locator('header .person')
      .locator('button, a')
      .evaluateAll((all) => all.map((one) => Math.round(one.getBoundingClientRect().bottom / 20)));
    expect(new Set(tops).size).toBe(1);
    await page.setViewportSize({ width: 1366, height: 768 });
    await page.getByRole('link', { name: '签发一份', exact: true }).click();
    await page.getByLabel('证照类型').selectOption('居住证');
    // Another department does not issue that: its own type, the only one, is chosen, and the form is there.
    await page.getByLabel('颁发机构').selectOption({ label: '安徽省示例市市场监督管理局' });
    await page.getByRole('link', { name: '签发一份', exact: true }).click();
    await page.getByLabel('统一社会信用代码').waitFor();
    await page.getByLabel('颁发机构').selectOption(department.issuer);
    await page.getByRole('link', { name: '签发一份', exact: true }).click();
    expect(
      await page.getByLabel('证照类型').evaluate((one: HTMLSelectElement) => one.selectedOptions[0]?.text),
    ).toBe('居住证');
    await type(page, '姓名', '王样例');
    await type(page, '公民身份号码', '653199198801020018');
    await expect.poll(() => page.getByLabel('出生日期').inputValue()).toBe('1988-01-02');
    expect(await page.getByLabel('性别').inputValue()).toBe('男');

    await page.getByRole('button', { name: '提交签发' }).click();
    const summary = page.locator('.summary');
    await expect.poll(() => summary.evaluate((box) => box === document.activeElement)).toBe(true);
    expect(await summary.getByRole('link').count()).toBe(3);
    await summary.getByRole('link', { name: /居住地住址/ }).click();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('issue-residence');
    expect(await page.locator('#issue-residence').getAttribute('aria-describedby')).toBe(
      'issue-residence-error',
    );
    expect(await findings(page, 'issue-refused')).toEqual([]);

    // What is typed is kept, and not to be read by whoever reads this machine's disk.
    await expect.poll(async () => (await keptOnDevice(page)).drafts).toBe(1);
    expect((await keptOnDevice(page)).text).not.toMatch(/王样例|653199198801020018/);

    // The network is gone for a while; then the session ends in the middle of the form.
    await page.context().setOffline(true);
    await page.getByText('现在连不上服务').waitFor();
    await page.context().setOffline(false);
    await page.getByText('现在连不上服务').waitFor({ state: 'detached' });
    await type(page, '居住地住址', '浙江省示例市示范区中山路2号301室');
    await type(page, '常住户口所在地住址', '浙江省示例市示范区人民路1号');
    await page.getByLabel('民族').selectOption('汉');
    await department.bridge.service.database.query('DELETE FROM sessions WHERE via = $1', ['browser']);
    // Whichever asks first is refused: the check as one types, which shows the dialog over the button, or this.
    await page.getByRole('button', { name: '提交签发' }).dispatchEvent('click');
    await page.getByRole('dialog').getByRole('link', { name: '登录' }).click();
    await page.getByLabel('居住地住址').waitFor();
    expect(await page.getByLabel('居住地住址').inputValue()).toBe('浙江省示例市示范区中山路2号301室');
    expect(await page.getByLabel('姓名', { exact: true }).inputValue()).toBe('王样例');

    await page.locator('figure img').waitFor();
    expect(await findings(page, 'issue')).toEqual([]);
    await page.getByRole('button', { name: '提交签发' }).click();
    await page.getByRole('heading', { name: /已签发/ }).waitFor();
    expect(await findings(page, 'issued')).toEqual([]);
    await page.getByRole('link', { name: '查看证照' }).click();
    await page.getByText('王样例').waitFor();
    expect(await findings(page, 'certificate')).toEqual([]);
    expect((await keptOnDevice(page)).drafts).toBe(0);

    // How somebody wants to read is remembered.
    await page.getByRole('button', { name: '大字' }).click();
    await page.getByRole('button', { name: '深色' }).click();
    await page.evaluate(() => localStorage.setItem('certbridge.draft/1/issue', '王样例'));
    await page.reload();
    await page.getByRole('button', { name: '浅色' }).waitFor();
    const chosen = await page.evaluate(() => ({
      size: getComputedStyle(document.documentElement).fontSize,
      paper: getComputedStyle(document.documentElement).backgroundColor,
    }));
    expect(chosen).toEqual({ size: '23px', paper: 'rgb(16, 21, 19)' });
    // Drafts of before lay in the clear: none is left.
    expect((await keptOnDevice(page)).text).not.toContain('王样例');
    expect(visitor.complaints).toEqual([]);
    await visitor.leave();
  });

  it('corrects, copies and erases, with the consequence in words; the timeline tells who attested', () =>
    correctsCopiesErases(department));

  it('issues many: wrong rows are mended in place, somebody else approves, all PDFs come in one file', async () => {
    await department.askForFourEyes();
    const { visitor, page } = await department.arrive('经办', `${department.issuer}/batches/new`);
    await page.getByLabel('证照类型').selectOption('居住证');
    expect(await findings(page, 'upload')).toEqual([]);
    // The department calls a column otherwise: said once, it is remembered.
    const renamed = await threeWrongRows();
    const [head = '', ...rest] = renamed.buffer.toString().split('\r\n');
    renamed.buffer = Buffer.from([head.replace('姓名', '持证人'), ...rest].join('\r\n'));
    await page.locator('input[type=file]').setInputFiles(renamed);
    await page.getByLabel('“持证人”一列').selectOption('姓名');
    expect(await findings(page, 'columns')).toEqual([]);
    await page.getByRole('button', { name: '按此对应并检查' }).click();
    await page.getByText('共4行，其中1行可以签发，3行有错误。').waitFor();
    await page.getByRole('button', { name: '撤回' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '撤回' }).click();
    await page.getByText('已撤回', { exact: true }).waitFor();
    await page.goto(`${department.bridge.url}/console/${department.issuer}/batches/new`);
    await page.getByText('已记住的列名对应：持证人→姓名。').waitFor();
    await page.locator('input[type=file]').setInputFiles(renamed);
    await page.getByText('共4行，其中1行可以签发，3行有错误。').waitFor();
    await page.getByRole('button', { name: '修改第5行' }).waitFor();
    expect(await findings(page, 'batch-checked')).toEqual([]);

    // Any row's page before anything is submitted.
    await page.getByRole('button', { name: '查看每一行和样张' }).click();
    await page.getByRole('button', { name: '第2行的样张' }).click();
    const sample = page.getByRole('dialog').getByRole('img', { name: '居住证第2行将成为的证照' });
    await expect.poll(() => sample.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(900);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });

    await page.getByRole('button', { name: '修改第3行' }).click();
    await type(page, '姓名', '赵样例');
    expect(await findings(page, 'mend')).toEqual([]);
    await page.getByRole('button', { name: '保存这一行' }).click();
    await page.getByText('其中2行可以签发').waitFor();
    // The row is gone, and with it the button from which one came: the next one is at hand.
    await expect.poll(() => focusedIn(page), { timeout: 15_000 }).toBe('要修改的行');

    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: '下载错误行' }).click();
    expect((await download).suggestedFilename()).toMatch(/-rejected\.csv$/);

    await page.getByRole('button', { name: '提交2行' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '提交2行' }).click();
    await page.getByText('等待审核。').waitFor();
    await expect.poll(() => focusedIn(page), { timeout: 15_000 }).toBe('居住证，4行');
    expect(await page.getByRole('navigation').locator('.active').innerText()).toBe('批量签发');

    const approver = await department.arrive('审核', `${department.issuer}/approvals`);
    await approver.page.getByRole('link', { name: '打开' }).click();
    await approver.page.getByText('首次签发').first().waitFor();
    // What is approved has a last day, and a number of two digits is one number.
    await approver.page
      .getByRole('cell', { name: /^20\d\d-\d\d-\d\d至\s?20\d\d-\d\d-\d\d$/ })
      .first()
      .waitFor();
    expect(await findings(approver.page, 'review')).toEqual([]);
    await approver.page.getByRole('button', { name: '第3行的样张' }).click();
    const drawn = approver.page.getByRole('img', { name: '居住证第3行将成为的证照' });
    await expect.poll(() => drawn.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(900);
    await approver.page.keyboard.press('Escape');

    // Returned with a reason, which the operator reads without a reload; then submitted again.
    await approver.page.getByRole('button', { name: '退回修改' }).click();
    await type(approver.page, '退回原因（经办人员会看到）', '请核对第3行姓名');
    await approver.page.getByRole('dialog').getByRole('button', { name: '退回修改' }).click();
    await page.getByText('退回原因：请核对第3行姓名').waitFor();
    // The row that is meant is right by every rule: it is mended too.
    await page.getByRole('region', { name: '要签发的行' }).getByRole('button', { name: '修改第3行' }).click();
    await type(page, '姓名', '赵样例甲');
    // Left for now: the first page leads back to it.
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: '首页' }).click();
    await page.getByRole('link', { name: /^没改完的第3行/ }).click();
    await page.getByRole('button', { name: '修改第3行' }).click();
    await page.getByRole('dialog').getByText('已接上您上次没填完的内容。').waitFor();
    await page.getByRole('button', { name: '保存这一行' }).click();
    await page.getByRole('cell', { name: '赵样例甲' }).waitFor();
    expect(await findings(page, 'batch-returned')).toEqual([]);
    await page.getByRole('button', { name: '提交2行' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '提交2行' }).click();
    await approver.page.getByRole('button', { name: '通过', exact: true }).click();
    expect(await findings(approver.page, 'approve')).toEqual([]);
    await approver.page.getByRole('dialog').getByRole('button', { name: '通过' }).click();

    // Told by the service's events: the operator's page was not reloaded.
    await page.getByText('已签发2份，未签发2行。').waitFor();
    await page.getByText('全部已上链存证').waitFor();
    // What was not issued is not lost from sight: which rows, why, and the file to mend.
    await page.getByRole('region', { name: '未签发的行' }).getByText('不是有效日期').waitFor();
    const left = page.waitForEvent('download');
    await page.getByRole('link', { name: '下载错误行' }).click();
    expect((await left).suggestedFilename()).toMatch(/-rejected\.csv$/);
    await page
      .getByRole('link', { name: /^1\.2\.156/ })
      .first()
      .waitFor();
    expect(await findings(page, 'batch-issued')).toEqual([]);
    const zip = page.waitForEvent('download');
    await page.getByRole('link', { name: '下载全部PDF' }).click();
    const bytes = await readFile(await (await zip).path());
    expect(bytes.subarray(0, 2).toString()).toBe('PK');
    const list = page.waitForEvent('download');
    await page.getByRole('link', { name: '下载发放清单（PDF）' }).click();
    const paper = await (await list).path();
    const { out: delivery } = await runProgram('pdftotext', ['-raw', '-enc', 'UTF-8', paper, '-']);
    expect(delivery).toContain('居住证发放清单');
    expect(delivery).toContain('赵样例甲');
    expect(delivery).toContain('410***********3414');
    expect(delivery).not.toContain('410199196904213414');

    // From one certificate to another, as the browser's history leads: what is shown is the other one.
    const identifiers = page.getByRole('link', { name: /^1\.2\.156/ });
    const [first = '', second = ''] = await identifiers.allInnerTexts();
    await identifiers.first().click();
    await page.getByText(first, { exact: true }).waitFor();
    await page.getByRole('link', { name: /^第\d+行$/ }).click();
    await identifiers.nth(1).click();
    await page.getByText(second, { exact: true }).waitFor();
    await page.evaluate(() => history.go(-2));
    await page.getByText(first, { exact: true }).waitFor();
    expect([...visitor.complaints, ...approver.visitor.complaints]).toEqual([]);
    await approver.visitor.leave();
    await visitor.leave();
  });

  it('takes a file from any client of tus, goes on where it was cut off, and refuses what does not follow', () =>
    anyClientUploads(department));

  it('goes on with a file from where the network cut it off, in a browser that was closed meanwhile', () =>
    resumesUpload(department));

  it('says that a file was changed while it was on its way, instead of waiting for the network', () =>
    tellsOfChangedFile(department));

  it('approves by keyboard alone at 200% zoom; the sample that was drawn is kept in the audit', () =>
    approvesByKeyboard(department));

  it('finds by number and by barcode reader, and revokes once somebody else agrees', async () => {
    const { visitor, page } = await department.arrive('经办', `${department.issuer}/find`);
    await type(page, '持证主体的证件号码', '653199198801020018');
    await page.getByRole('button', { name: '查找' }).nth(1).click();
    const link = page.getByRole('link', { name: /^1\.2\.156/ });
    await link.waitFor();
    // By what is not personal: type, submitter, days; the filter is there when one comes back.
    await page.getByLabel('证照类型').selectOption('居住证');
    await page.getByLabel('提交人').selectOption('我');
    await page.getByLabel('签发日期从').fill('2099-01-01');
    await page.getByRole('button', { name: '列出' }).click();
    await page.getByText('没有找到').waitFor();
    await page.getByText('这些条件已记在本机').waitFor();
    await page.reload();
    expect(await page.getByLabel('签发日期从').inputValue()).toBe('2099-01-01');
    await page.getByLabel('签发日期从').fill('');
    await page.getByRole('button', { name: '列出' }).click();
    await page.getByText(/^共\d+份$/).waitFor();
    expect(await findings(page, 'listed')).toEqual([]);
    await type(page, '存下这些条件，取名', '我的居住证');
    await page.getByRole('button', { name: '存下', exact: true }).click();
    await page.getByRole('button', { name: '清空条件' }).click();
    await page.reload();
    await page.getByRole('button', { name: '我的居住证', exact: true }).click();
    await page.getByText(/^共\d+份$/).waitFor();
    expect(await page.getByLabel('提交人').locator('option:checked').innerText()).toBe('我');
    // A name finds when it is whole, and only then.
    await type(page, '持证主体的姓名或名称', '王样');
    await page.getByRole('button', { name: '查找' }).nth(2).click();
    await page.getByText('没有找到').waitFor();
    await type(page, '持证主体的姓名或名称', '王样例');
    await page.getByRole('button', { name: '查找' }).nth(2).click();
    await link.waitFor();
    await type(page, '持证主体的证件号码', '653199198801020018');
    await page.getByRole('button', { name: '查找' }).nth(1).click();
    const identifier = (await link.innerText()).trim();
    expect(await findings(page, 'found')).toEqual([]);
    await page.locator('h1').focus();
    await scan(page, identifier);
    await page.waitForURL(/\/certificates\/[0-9a-f]{32}$/);

    await page.getByRole('button', { name: '变更状态' }).click();
    await page.getByLabel('变更为').selectOption('吊销');
    await page.getByLabel('原因').selectOption('签发有误');
    await page.getByText('所有窗口核验这份证照都会看到“已吊销”').waitFor();
    expect(await findings(page, 'revoke')).toEqual([]);
    await page.getByRole('button', { name: '确认吊销' }).click();
    await page.getByText('申请吊销（签发有误），等待审核').waitFor();

    const approver = await department.arrive('审核', `${department.issuer}/approvals`);
    await approver.page.getByRole('button', { name: '通过', exact: true }).click();
    await approver.page.getByText('没有待审核的事项。').nth(1).waitFor();
    await page.reload();
    await page.getByText('已吊销', { exact: true }).waitFor();
    expect(await page.getByRole('button', { name: '变更状态' }).count()).toBe(0);
    expect([...visitor.complaints, ...approver.visitor.complaints]).toEqual([]);
    await approver.visitor.leave();
    await visitor.leave();
  });

  it('shows an administrator people and issuers, and offers nobody what they may not do', async () => {
    const { visitor, page } = await department.arrive('管理 陈', `${department.issuer}/people`);
    await page.getByText('经办 林样例').waitFor();
    expect(await findings(page, 'people')).toEqual([]);
    const links = await page.getByRole('navigation', { name: '主要功能' }).getByRole('link').allInnerTexts();
    expect(links.map((text) => text.trim())).toEqual([
      '首页',
      '批量签发',
      '查找证照',
      '人员与机构',
      '签名密钥',
    ]);
    expect(visitor.complaints).toEqual([]);

    // Looking at what is personal is not their task: they say why, and it stands in the record.
    await page.getByRole('link', { name: '查找证照' }).click();
    await page.getByLabel('持证主体的证件号码').fill('330199199001010018');
    await page.getByLabel('持证主体的证件号码').press('Enter');
    await page.getByLabel('查看用途').fill('核对投诉');
    await page.getByRole('button', { name: '查看', exact: true }).click();
    await page.getByText('没有找到').waitFor();
    expect(await page.getByLabel('查看用途').count()).toBe(0);
    await page.getByRole('button', { name: '列出' }).click();
    await page
      .getByRole('link', { name: /^1\.2\.156/ })
      .first()
      .click();
    await page.getByLabel('查看用途').fill('核对投诉');
    const shown = page.getByRole('heading', { name: '照面内容' });
    expect(await shown.count()).toBe(0);
    expect(await findings(page, 'purpose')).toEqual([]);
    await page.getByRole('button', { name: '查看', exact: true }).click();
    await shown.waitFor();
    await page.getByRole('img', { name: /的页面/ }).waitFor();
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: '下载PDF' }).click();
    expect((await saved).suggestedFilename()).toMatch(/^1\.2\.156\..*\.pdf$/);
    await visitor.leave();
  });

  it('changes what somebody may do by two administrators, and ends their sessions', () =>
    accessChangesHands(department));

  it('imports, rotates and revokes signing keys by two administrators', () => keysChangeHands(department));

  it('leads a window’s clerk on', () => othersAreLedOn(department));

  it('lets the auditor search what was done, and who looked at a holder', () => auditorSearches(department));

  it('says on every page that it loads, may not, cannot or has nothing, and leads on', () =>
    saysEveryState(department));

  it('loads at most 300 kB before its first page, and 150 kB for a later one', async () => {
    const { visitor, page } = await department.arrive('经办', `${department.issuer}/`);
    const loaded = new Loaded(page);
    await page.getByRole('heading', { name: '等我处理' }).waitFor();
    expect(await loaded.more()).toBeLessThan(300_000);
    for (const [link, heading] of [
      ['签发一份', '签发一份'],
      ['批量签发', '批量签发'],
      ['上传新的一批', '上传新的一批'],
      ['查找证照', '查找证照'],
    ] as const) {
      await page.getByRole('link', { name: link, exact: true }).first().click();
      await page.getByRole('heading', { name: heading, level: 1 }).waitFor();
      expect(await loaded.more(), heading).toBeLessThan(150_000);
    }
    await visitor.leave();
  });
});
