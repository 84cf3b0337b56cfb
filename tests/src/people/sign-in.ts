import type { CertBridge } from '@certbridge/service/start';
import { Browser } from './browser.js';

/** A browser in which a sample person has signed in, by the printed link. */
export async function signedInAs(
  bridge: CertBridge,
  subject: string,
): Promise<{ browser: Browser; token: string }> {
  const browser = new Browser();
  const chooser = await browser.open(bridge.signInLink ?? '');
  const [, action = ''] = /action="([^"]+)"/.exec(chooser.text) ?? [];
  await browser.submit(chooser.url, action, { subject });
  const { status } = await browser.send(`${bridge.url}/api/v1/session`);
  if (status !== 200) throw new Error(`${subject} was not signed in: ${status}`);
  return { browser, token: browser.cookie('certbridge-session-') };
}

/** Confirms the code that another device shows (RFC 8628 §3.3). @returns the page that says so */
export async function confirmDevice(browser: Browser, address: string): Promise<string> {
  const confirm = await browser.open(address);
  const [, xsrf = ''] = /name="xsrf" value="([^"]+)"/.exec(confirm.text) ?? [];
  const [, code = ''] = /name="user_code" value="([^"]+)"/.exec(confirm.text) ?? [];
  const asked = await browser.submit(confirm.url, confirm.url, { xsrf, user_code: code });
  const fields = Object.fromEntries(
    Array.from(asked.text.matchAll(/name="(\w+)" value="([^"]*)"/g), ([, name = '', value = '']) => [
      name,
      value,
    ]),
  );
  return (await browser.submit(asked.url, asked.url.replace(/\?.*/, ''), fields)).text;
}
