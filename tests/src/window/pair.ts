import type { Page } from 'playwright-core';
import type { Hall } from '../windows/hall.js';

/** Pairs the PC of a clerk who is at the window's set-up page: its administrator confirms the key that is shown. */
export async function pair(page: Page, hall: Hall, name: string): Promise<void> {
  await page.getByRole('heading', { name: '本窗口' }).waitFor();
  await page.locator('header .state', { hasText: '账本已更新' }).waitFor();
  await page.getByLabel('窗口名称').fill(name);
  await page.getByRole('button', { name: '申请配对' }).click();
  await page.getByText('等管理员确认').waitFor();
  const fingerprint = (await page.getByTestId('key-fingerprint').innerText()).replaceAll(/\s/gu, '');
  const { body } = await hall.send<{ windows: { id: string; name: string }[] }>('clerk', '/windows');
  await hall.confirm(body.windows.find((one) => one.name === name)!.id, fingerprint);
  await page.getByRole('button', { name: '看结果' }).click();
  await page.locator('header .place', { hasText: name }).waitFor();
}
