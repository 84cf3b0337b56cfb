import puppeteer from 'puppeteer-core';
import type { ElementHandle, Page } from 'puppeteer-core';
import { PATIENCE_MS } from './tab.js';
import type { Tab } from './tab.js';

/** Debian's Firefox ESR by WebDriver BiDi, which it speaks itself: geckodriver is in no registry that CI reaches. */
export async function openFirefox(): Promise<Tab> {
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: '/usr/bin/firefox-esr',
    timeout: PATIENCE_MS,
    protocolTimeout: PATIENCE_MS,
    extraPrefsFirefox: { 'intl.accept_languages': 'zh-CN' },
    defaultViewport: { width: 1366, height: 768 },
  });
  const page: Page = await browser.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const find = async (xpath: string): Promise<ElementHandle> => {
    const found = await page.waitForSelector(`::-p-xpath(${xpath})`, { visible: true });
    if (!found) throw new Error(`nothing is at ${xpath}`);
    return found;
  };
  return {
    open: async (address) => {
      await page.goto(address, { waitUntil: 'load' });
    },
    // Puppeteer waits for the page to load, which one that was kept does not.
    back: () => page.evaluate(() => void setTimeout(() => history.back())),
    see: async (xpath) => {
      await find(xpath);
    },
    click: (xpath) => page.locator(`::-p-xpath(${xpath})`).click(),
    type: async (xpath, text) => (await find(xpath)).type(text),
    paste: async (xpath, text) =>
      (await find(xpath)).evaluate((control, whole) => {
        (control as HTMLInputElement).focus();
        (control as HTMLInputElement).value = whole;
        control.dispatchEvent(new Event('input', { bubbles: true }));
      }, text),
    attribute: async (xpath, name) =>
      (await find(xpath)).evaluate(
        (element, wanted) =>
          (wanted === 'value' ? (element as HTMLInputElement).value : element.getAttribute(wanted)) ?? '',
        name,
      ),
    text: async (xpath) => (await find(xpath)).evaluate((element) => element.textContent),
    choose: async (xpath, option) => {
      const select = await find(xpath);
      const value = await select.evaluate(
        (element, text) =>
          [...(element as HTMLSelectElement).options].find((one) => one.text.trim() === text)?.value,
        option,
      );
      if (value === undefined) throw new Error(`${xpath} has no ${option}`);
      await select.select(value);
    },
    close: () => browser.close(),
  };
}
