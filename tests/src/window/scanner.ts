import type { Page } from 'playwright-core';

/** Types as a reader does: keys one upon the other, faster than any person, wherever the focus is; then a key, if it sends one. */
export async function scan(page: Page, text: string, end: string | null = 'Enter'): Promise<void> {
  const keyboard = await page.context().newCDPSession(page);
  const press = (key: string, sent?: string): Promise<unknown>[] => [
    keyboard.send('Input.dispatchKeyEvent', {
      type: 'keyDown',
      key,
      ...(sent !== undefined && { text: sent }),
    }),
    keyboard.send('Input.dispatchKeyEvent', { type: 'keyUp', key }),
  ];
  const keys = [...text].flatMap((sign) => (sign === '\t' ? press('Tab') : press(sign, sign)));
  await Promise.all([...keys, ...(end === null ? [] : press(end))]);
  await keyboard.detach();
}
