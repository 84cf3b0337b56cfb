import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SAMPLE_RESIDENTS } from '@certbridge/service/people/samples';
import { expect } from 'vitest';
import { startDepartmentAuthority } from '../key-sources/department-authority.js';
import type { DepartmentAtWork } from './department-at-work.js';
import { findings } from './looks.js';
import { type } from './typing.js';

/** Keys under four eyes: one is imported and takes over, another is revoked. */
export async function keysChangeHands(department: DepartmentAtWork): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'certbridge-console-authority-'));
  const authority = await startDepartmentAuthority(folder);
  const file = await authority.keyFile('P-256');
  const { visitor, page } = await department.arrive('管理 陈', `${department.issuer}/keys`);
  const table = page.getByRole('table', { name: '密钥', exact: true });
  await table.getByText('使用中').first().waitFor();
  const before = await table.getByRole('button').count();

  await page.getByRole('button', { name: '导入密钥文件' }).click();
  const dialog = page.getByRole('dialog');
  const chosen = { name: '印章.p12', mimeType: 'application/x-pkcs12', buffer: file.bytes };
  await dialog.locator('input[type=file]').setInputFiles(chosen);
  await type(page, '文件口令', '不是这个');
  await dialog.getByRole('button', { name: '导入', exact: true }).click();
  await dialog.locator('.summary').waitFor();
  await type(page, '文件口令', file.passphrase);
  await dialog.getByRole('button', { name: '导入', exact: true }).click();
  await page.getByText('已导入。').waitFor();
  await table.getByText('可以换用').waitFor();
  expect(await findings(page, 'keys')).toEqual([]);

  await page.getByRole('button', { name: '换用密钥' }).click();
  await dialog.getByLabel('用途').selectOption('二维码和PDF');
  await dialog.getByLabel('换用哪一把').selectOption({ index: 1 });
  await dialog.getByRole('button', { name: '确认换用' }).click();
  await page.getByText('已提出，等待另一位管理员通过。').waitFor();
  await page.getByText('这是您自己提出的，须由另一位管理员处理。').waitFor();

  const other = await department.arrive('管理 吴', `${department.issuer}/keys`);
  await other.page.getByRole('button', { name: '通过', exact: true }).click();
  await other.page.getByText('已受理，账本可用时立即生效。').waitFor();
  const isUsed = async (): Promise<string> => {
    await page.reload();
    await table.getByText('使用中').first().waitFor();
    return table.getByRole('row', { name: /导入的密钥文件/ }).innerText();
  };
  await expect.poll(isUsed, { timeout: 300_000 }).toContain('使用中');

  // The key that was replaced is revoked: consequence and reason stand before the button that says it.
  const old = table.getByRole('row', { name: /已换下/ }).first();
  await old.getByRole('button').click();
  await dialog.getByText('从现在起永远不再用这把密钥签名。').waitFor();
  expect(await dialog.getByRole('button', { name: '确认吊销' }).isDisabled()).toBe(true);
  await dialog.getByLabel('原因').selectOption('签名密钥泄露');
  expect(await findings(page, 'revoke-key')).toEqual([]);
  await dialog.getByRole('button', { name: '确认吊销' }).click();
  await page.getByText('吊销密钥 · 签名密钥泄露').waitFor();
  await other.page.reload();
  await other.page.getByRole('button', { name: '不通过' }).click();
  await other.page.getByText('未通过，不会执行。').waitFor();
  expect(await table.getByRole('button').count()).toBe(before + 1);
  expect([...visitor.complaints, ...other.visitor.complaints]).toEqual([]);
  await other.visitor.leave();
  await visitor.leave();
  await authority.close();
  await rm(folder, { recursive: true, force: true });
}

/** Roles and scopes by two administrators, and the end of somebody's sessions. */
export async function accessChangesHands(department: DepartmentAtWork): Promise<void> {
  const { visitor, page } = await department.arrive('管理 陈', `${department.issuer}/people`);
  const name = '窗口 何样例';
  await page.getByRole('button', { name: `更改权限：${name}` }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('审计').check();
  await dialog.getByRole('group', { name: '可办证照' }).getByLabel('全部').uncheck();
  await dialog.getByRole('group', { name: '可办证照' }).getByLabel('居住证').check();
  expect(await findings(page, 'access')).toEqual([]);
  await dialog.getByRole('button', { name: '提出更改' }).click();
  await page.getByText('已提出，等待另一位管理员通过。').waitFor();
  await page.getByText('这是您自己提出的，须由另一位管理员处理。').waitFor();

  const other = await department.arrive('管理 吴', `${department.issuer}/people`);
  await other.page.getByRole('button', { name: '通过', exact: true }).click();
  await other.page.getByText('已通过，立即生效。').waitFor();
  await other.page
    .getByRole('row', { name: new RegExp(name) })
    .getByText('居住证')
    .waitFor();

  await other.page.getByRole('button', { name: '登录：管理 陈样例' }).click();
  const sessions = other.page.getByRole('dialog');
  await sessions.getByRole('cell', { name: '浏览器' }).first().waitFor();
  await sessions.getByRole('button', { name: '结束全部登录' }).click();
  await other.page.getByText(/^已结束\d+个登录。$/).waitFor();
  await page.getByRole('button', { name: `更改权限：${name}` }).click();
  await dialog.getByRole('button', { name: '提出更改' }).click();
  await page.getByRole('heading', { name: '登录已结束' }).waitFor();

  // One's own are listed for everybody; the one in use is ended by signing out.
  await other.page.getByRole('link', { name: '管理 吴样例的登录' }).click();
  await other.page.getByText('就是这里').waitFor();
  expect(await findings(other.page, 'sessions')).toEqual([]);
  expect(other.visitor.complaints).toEqual([]);
  await other.visitor.leave();
  await visitor.leave();
}

/** Whoever does nothing for the department itself is led on from its first page. */
export async function othersAreLedOn(department: DepartmentAtWork): Promise<void> {
  const clerk = await department.arrive('窗口');
  await clerk.page.getByRole('link', { name: '去窗口工作台' }).click();
  await clerk.page.waitForURL(`${department.bridge.url}/window/`);
  await clerk.visitor.leave();
}

/** What the auditor's first page and menu lead to, and who looked at a holder's data. */
export async function auditorSearches(department: DepartmentAtWork): Promise<void> {
  const { visitor, page } = await department.arrive('审计', department.issuer);
  await page.getByRole('link', { name: '查审计记录' }).click();
  const menu = page.getByRole('navigation', { name: '主要功能' }).getByRole('link');
  expect((await menu.allInnerTexts()).map((text) => text.trim())).toEqual([
    ...['首页', '人员与机构', '签名密钥', '审计记录'],
  ]);
  const records = page.getByRole('table', { name: '记录' });
  await records.getByRole('row').nth(1).waitFor();
  await page.getByLabel('做了什么').selectOption('登录');
  await page.getByLabel('谁', { exact: true }).selectOption('经办 林样例');
  await page.getByRole('button', { name: '查找', exact: true }).click();
  await records.getByText('经办 林样例（经办）').first().waitFor();
  expect(await records.getByText('查看PDF').count()).toBe(0);
  expect(await findings(page, 'audit')).toEqual([]);
  await records.getByRole('button').first().click();
  await page
    .getByRole('dialog')
    .getByText(/^登录 session\.begun$/)
    .waitFor();
  await page.keyboard.press('Escape');

  const { number: holderNumber } = SAMPLE_RESIDENTS.find((one) => one.name === '马梅')!;
  const search = `/api/v1/issuers/${department.issuer}/certificate-search`;
  await department.call('operator', 'POST', search, { holderNumber });
  await type(page, '持证主体的证件号码', holderNumber);
  await page.getByRole('button', { name: '按持证主体查找' }).click();
  await type(page, '查看用途', '群众查询');
  await page.getByRole('button', { name: '按持证主体查找' }).click();
  await records.getByText('按号码查找持证主体').first().waitFor();
  await page.reload();
  await page.getByLabel('做了什么').selectOption('查询审计记录');
  await page.getByRole('button', { name: '查找', exact: true }).click();
  await records.getByText('群众查询').waitFor();
  expect(visitor.complaints).toEqual([]);
  await visitor.leave();
}
