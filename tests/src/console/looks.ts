import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { isWiderThan, picture, textBelow } from '../verify-page/phone.js';

const looks = [
  { width: 1366, height: 768, colorScheme: 'light', textSize: 'usual' },
  { width: 390, height: 844, colorScheme: 'light', textSize: 'usual' },
  { width: 1440, height: 900, colorScheme: 'dark', textSize: 'usual' },
  { width: 1366, height: 768, colorScheme: 'light', textSize: 'elder' },
] as const;

/** Pixels of the smallest text that may be. */
const SMALLEST = { usual: 14, elder: 20 } as const;

/** What axe-core finds on the page as it is. */
export async function violations(page: Page): Promise<string[]> {
  const found = await new AxeBuilder({ page }).setLegacyMode().analyze();
  return found.violations.map(
    ({ id, nodes }) => `${id} at ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`,
  );
}

/** Tables of which a part lies outside of their frames: what is there is seen by nobody who does not scroll sideways. */
function cutOff(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('[role=region]:has(> table)')]
      .filter((frame) => frame.scrollWidth > frame.clientWidth)
      .map((frame) => frame.ariaLabel ?? ''),
  );
}

/** What axe-core finds, what scrolls sideways and what is too small to read, in every look; and pictures of them. */
export async function findings(page: Page, name: string): Promise<string[]> {
  const found: string[] = [];
  for (const { width, height, colorScheme, textSize } of looks) {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme });
    await page.evaluate((size) => (document.documentElement.dataset['textSize'] = size), textSize);
    const state = `console-${name}-${width}-${colorScheme}-${textSize}`;
    for (const violation of await violations(page)) found.push(`${state}: ${violation}`);
    if (await isWiderThan(page, width)) found.push(`${state}: scrolls sideways`);
    for (const text of await textBelow(page, SMALLEST[textSize])) found.push(`${state}: too small: ${text}`);
    for (const table of await cutOff(page)) found.push(`${state}: cut off: ${table}`);
    await picture(page, state);
  }
  await page.setViewportSize({ width: 1366, height: 768 });
  await page.emulateMedia({ colorScheme: 'light' });
  await page.evaluate(() => (document.documentElement.dataset['textSize'] = 'usual'));
  return found;
}
