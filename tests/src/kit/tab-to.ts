import type { Locator, Page } from 'playwright-core';

/** More stops than any page has before what is looked for. */
const STOPS = 80;

/** Goes on by Tab until that has the focus. */
export async function tabTo(page: Page, wanted: Locator): Promise<void> {
  await wanted.waitFor();
  for (let n = 0; n < STOPS; n += 1) {
    await page.keyboard.press('Tab');
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`Tab does not lead to ${String(wanted)}`);
}
