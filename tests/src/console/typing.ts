import type { Page } from 'playwright-core';

/** Fills a control and leaves it, as people do. */
export async function type(page: Page, label: string, text: string): Promise<void> {
  const control = page.getByLabel(label, { exact: true });
  await control.fill(text);
  await control.blur();
}
