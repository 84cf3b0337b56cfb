import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
