import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { ManagedProcess } from '@certbridge/network/processes';
import { Builder, By, Capabilities, until } from 'selenium-webdriver';
import type { WebElement } from 'selenium-webdriver';
import { freePort } from '../free-port.js';
import { PATIENCE_MS } from './tab.js';
import type { Tab } from './tab.js';

const stop = { signal: 'SIGTERM', graceMs: 10_000, force: 'SIGKILL' } as const;

/** Where Debian puts WebKitGTK's own small browser: the folder has the machine's and the ABI's name. */
function miniBrowser(): string {
  for (const machine of readdirSync('/usr/lib').filter((name) => name.endsWith('-linux-gnu'))) {
    const folder = join('/usr/lib', machine);
    const abi = readdirSync(folder).find((name) => name.startsWith('webkit2gtk-'));
    if (abi !== undefined) return join(folder, abi, 'MiniBrowser');
  }
  throw new Error('WebKitGTK is not installed');
}

/** WebKitGTK by its own driver (W3C WebDriver), on a screen that nobody sees. */
export async function openWebKit(): Promise<Tab> {
  const screen = new ManagedProcess({
    command: () => ({
      program: 'Xvfb',
      args: ['-displayfd', '1', '-screen', '0', '1366x768x24', '-nolisten', 'tcp'],
    }),
    output: 'lines',
    stop,
  });
  screen.start();
  const display = await screen.ready((line) => (/^\d+$/.test(line) ? line : undefined));
  const port = await freePort();
  const server = new ManagedProcess({
    command: () => ({
      program: 'WebKitWebDriver',
      args: [`--port=${port}`, '--host=127.0.0.1'],
      env: { ...process.env, DISPLAY: `:${display}` },
    }),
    output: 'lines',
    stop,
  });
  server.start();
  const address = `http://127.0.0.1:${port}`;
  // It prints nothing; whether it is ready is asked (WebDriver §8.3).
  while (!(await fetch(`${address}/status`).catch(() => undefined))) await setTimeout(50);
  const driver = await new Builder()
    .usingServer(address)
    .withCapabilities(
      new Capabilities({
        browserName: 'MiniBrowser',
        'webkitgtk:browserOptions': { binary: miniBrowser(), args: ['--automation'] },
      }),
    )
    .build();
  const find = async (xpath: string): Promise<WebElement> => {
    const found = await driver.wait(until.elementLocated(By.xpath(xpath)), PATIENCE_MS, xpath);
    return driver.wait(until.elementIsVisible(found), PATIENCE_MS, xpath);
  };
  const paste = async (xpath: string, text: string): Promise<void> => {
    const insert = `arguments[0].focus(); arguments[0].value = arguments[1]; arguments[0].dispatchEvent(new Event('input', { bubbles: true }));`;
    await driver.executeScript(insert, await find(xpath), text);
  };
  // This driver's click goes to where the element was: one that moves meanwhile, as a page fills, is missed.
  const click = async (xpath: string): Promise<void> => {
    const press = `const [element, done] = arguments;
      const inSight = () => {
        element.scrollIntoView({ block: 'center' });
        const { left, top, width, height } = element.getBoundingClientRect();
        const hit = document.elementFromPoint(left + width / 2, top + height / 2);
        if (!element.contains(hit)) return void requestAnimationFrame(inSight);
        element.focus();
        element.click();
        done();
      };
      inSight();`;
    await driver.executeAsyncScript(press, await find(xpath));
  };
  return {
    open: (to) => driver.get(to),
    back: () => driver.navigate().back(),
    see: async (xpath) => {
      await find(xpath);
    },
    click,
    // This driver has keys for ASCII alone.
    type: async (xpath, text) =>
      /^[\x20-\x7e]*$/.test(text) ? (await find(xpath)).sendKeys(text) : paste(xpath, text),
    paste,
    attribute: async (xpath, name) => (await (await find(xpath)).getAttribute(name)) ?? '',
    text: async (xpath) => (await find(xpath)).getText(),
    choose: async (xpath, option) => {
      const select = await find(xpath);
      await driver.wait(until.elementLocated(By.xpath(`${xpath}/option[normalize-space()="${option}"]`)));
      // A click on an option, as WebDriver §12.4.1 has it, opens this driver's menu and chooses nothing.
      await driver.executeScript(
        `const [select, text] = arguments;
         select.selectedIndex = [...select.options].findIndex((one) => one.text.trim() === text);
         select.dispatchEvent(new Event('change', { bubbles: true }));`,
        select,
        option,
      );
    },
    close: async () => {
      await driver.quit();
      await server.stop();
      await screen.stop();
    },
  };
}
