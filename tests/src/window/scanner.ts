import type { Locator, Page } from 'playwright-core';

/** Seconds between two keys of a reader. */
const PACE = 0.005;

/**
 * Types as a reader does: keys one upon the other, faster than any person, wherever the focus is; then a key, if it
 * sends one. Each event has the time at which a reader would have sent it, however slow this machine is just now.
 */
export async function scan(page: Page, text: string, end: string | null = 'Enter'): Promise<void> {
  const keyboard = await page.context().newCDPSession(page);
  let timestamp = Date.now() / 1000;
  const press = (key: string, sent?: string): Promise<unknown>[] => {
    timestamp += PACE;
    const event = { key, timestamp };
    return [
      keyboard.send('Input.dispatchKeyEvent', { type: 'keyDown', ...event, ...(sent && { text: sent }) }),
      keyboard.send('Input.dispatchKeyEvent', { type: 'keyUp', ...event }),
    ];
  };
  const keys = [...text].flatMap((sign) => (sign === '\t' ? press('Tab') : press(sign, sign)));
  await Promise.all([...keys, ...(end === null ? [] : press(end))]);
  await keyboard.detach();
}

/** Milliseconds after which a scan is taken for lost. */
const LOST = 20_000;

/**
 * Scans until what is sought is on the page, as people do: of what is typed a machine that is busy for seconds loses keys, or
 * delivers them so late that nobody takes them for a scanner's.
 */
export async function scanUntil(
  page: Page,
  sought: Locator,
  text: string,
  end: string | null = 'Enter',
): Promise<void> {
  for (let tries = 0; tries < 5; tries++) {
    await scan(page, text, end);
    const isThere = await sought.waitFor({ timeout: LOST }).then(
      () => true,
      () => false,
    );
    if (isThere) return;
  }
  throw new Error('it was never read whole');
}
