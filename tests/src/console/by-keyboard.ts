import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { tabTo as tabToIt } from '../kit/tab-to.js';
import { Permits } from '../people/permits.js';
import { isWiderThan } from '../verify-page/phone.js';
import type { DepartmentAtWork } from './department-at-work.js';

const tabTo = (page: Page, role: 'button' | 'link', name: string): Promise<void> =>
  tabToIt(page, page.getByRole(role, { name, exact: true }).last());

/** A batch is approved without a mouse, at 200% zoom; what a screen reader is told stands in the tree. */
export async function approvesByKeyboard(department: DepartmentAtWork): Promise<void> {
  const { url } = department.bridge;
  const permits = await Permits.open();
  const submitted = await fetch(
    `${url}/api/v1/issuers/${department.issuer}/batches?type=residence-permit&until=submitted`,
    {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await department.bridge.token('operator')}`,
        'content-type': 'text/csv',
      },
      body: permits.file(permits.cells(), permits.cells()),
    },
  );
  expect(submitted.status).toBe(202);
  const { visitor, page } = await department.arrive('审核', `${department.issuer}/approvals`);
  // 1366 pixels at 200% are so many of the page's.
  await page.setViewportSize({ width: 683, height: 384 });
  expect(await isWiderThan(page, 683)).toBe(false);

  await tabTo(page, 'link', '打开');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: '居住证，2行' }).waitFor();
  expect(await isWiderThan(page, 683)).toBe(false);
  const row = page.getByRole('row', { name: /首次签发/ }).first();
  await row.waitFor();
  const told = await page.getByRole('main').ariaSnapshot();
  for (const line of [
    '- heading "居住证，2行" [level=1]',
    '- button "通过"',
    '- button "退回修改"',
    '- button "不通过"',
    '- heading "要签发的行" [level=2]',
    '- columnheader "与上一份的差别"',
    '- button "第2行的样张"',
  ])
    expect(told).toContain(line);

  // A sample is drawn, looked at, closed; then the decision, which names what was looked at.
  await tabTo(page, 'button', '随机抽查一行');
  await page.keyboard.press('Enter');
  const drawn = page.getByRole('dialog').getByRole('img', { name: /将成为的证照/ });
  await expect.poll(() => drawn.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(900);
  await page.getByRole('dialog').getByText('已看1行样张，共2行').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await page.keyboard.press('Shift+Tab');
  await page.getByRole('heading', { level: 1 }).focus();
  await tabTo(page, 'button', '通过');
  await page.keyboard.press('Enter');
  const asked = page.getByRole('dialog');
  await asked.getByText('将签发2份证照。').waitFor();
  expect(await asked.ariaSnapshot()).toContain('- heading "通过这一批" [level=2]');
  await tabTo(page, 'button', '通过');
  await page.keyboard.press('Enter');
  await page.getByText('已签发2份。').waitFor();
  expect(visitor.complaints).toEqual([]);
  await visitor.leave();

  // Which page was looked at is kept with the approval.
  const auditor = await department.arrive('审计', `${department.issuer}/audit`);
  await auditor.page.getByLabel('做了什么').selectOption('审核通过批次');
  await auditor.page.getByRole('button', { name: '查找', exact: true }).click();
  await auditor.page.getByRole('table', { name: '记录' }).getByText('审核通过批次').first().waitFor();
  await auditor.page
    .getByRole('button', { name: /记录详情$/ })
    .first()
    .click();
  await auditor.page
    .getByRole('dialog')
    .getByText(/^\[[23]\]$/)
    .waitFor();
  await auditor.visitor.leave();
}
