import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';

export const phone = { width: 390, height: 844 };
export const desktop = { width: 1440, height: 900 };

/** Ends what hangs, like the tests' own limit, and before it, to say what was waited for. */
const PATIENCE_MS = 300_000;

/** Where pictures of the states go, to be looked at; nowhere unless set. */
const pictures = process.env['CERTBRIDGE_SCREENSHOTS'];

/** A name that is not this machine's own as browsers see it: what is served there by http is not secure. */
export const elsewhere = 'certificates.example';

interface LaunchOptions {
  /** Pages that are left are kept as they stood, as people's browsers do: navigations in them are not waited for. */
  readonly keepsPages?: boolean;
}

/** Debian's Chromium; `camera` is a Y4M file that it takes for what a camera sees. */
export function launch(camera?: string, { keepsPages = false }: LaunchOptions = {}): Promise<Browser> {
  const seen = camera === undefined ? [] : [`--use-file-for-fake-video-capture=${camera}`];
  return chromium.launch({
    executablePath: '/usr/bin/chromium',
    timeout: PATIENCE_MS,
    // Where the machine has no locale, as in containers, Chromium saves no file under a Chinese name.
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
    ...(keepsPages && { ignoreDefaultArgs: ['--disable-back-forward-cache'] }),
    args: [
      '--no-sandbox',
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--host-resolver-rules=MAP ${elsewhere} 127.0.0.1`,
      ...seen,
    ],
  });
}

/** One person's browser: nothing is kept from the one before. What goes wrong in its pages is in `complaints`. */
export class Visitor {
  readonly complaints: string[] = [];
  readonly context: BrowserContext;

  private constructor(context: BrowserContext) {
    this.context = context;
    context.on('page', (page) => this.#listen(page));
  }

  static async arrive(browser: Browser, options: BrowserContextOptions = {}): Promise<Visitor> {
    const context = await browser.newContext({ viewport: phone, locale: 'zh-CN', ...options });
    context.setDefaultTimeout(PATIENCE_MS);
    return new Visitor(context);
  }

  #listen(page: Page): void {
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('console', (message) => {
      // Chromium itself logs every failed request; a page without a network has many.
      const isNetwork = message.text().startsWith('Failed to load resource');
      if (message.type() === 'error' && !isNetwork) this.complaints.push(message.text());
    });
  }

  async open(address: string): Promise<Page> {
    const page = await this.context.newPage();
    await page.goto(address);
    return page;
  }

  leave(): Promise<void> {
    return this.context.close();
  }
}

/** Waits until the ledger is as new as it can be had. */
export function settled(page: Page): Promise<void> {
  return page.locator('header .state:not(.busy)').waitFor();
}

/** The words of the verdict, once there is one and the ledger is no longer being updated. */
export async function verdictOn(page: Page): Promise<string> {
  await settled(page);
  return page.locator('#verdict-title .zh').innerText();
}

/** Waits until the page can do without its website. */
export function keptOffline(page: Page): Promise<unknown> {
  return page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (!navigator.serviceWorker.controller) {
      await new Promise((resolve) => navigator.serviceWorker.addEventListener('controllerchange', resolve));
    }
  });
}

/** Whether the page can read pictures without its website: all of the decoder is kept. */
export function hasDecoder(page: Page): Promise<boolean> {
  return page.evaluate(async () => {
    const [name = ''] = await caches.keys();
    const cache = await caches.open(name);
    const decoder = (await cache.keys()).find(({ url }) => url.endsWith('.wasm'));
    return decoder !== undefined;
  });
}

const looks = [
  { size: phone, colorScheme: 'light', rules: [] },
  // What the colours change, once more.
  { size: desktop, colorScheme: 'dark', rules: ['color-contrast'] },
] as const;

/** What axe-core finds serious or critical, and what scrolls sideways: on a phone by day, on a desktop by night. */
export async function seriousFindings(page: Page, state: string): Promise<string[]> {
  const findings: string[] = [];
  for (const { size, colorScheme, rules } of looks) {
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme });
    const name = `${state} ${size.width} ${colorScheme}`;
    const axe = new AxeBuilder({ page }).setLegacyMode();
    const { violations } = await (rules.length > 0 ? axe.withRules([...rules]) : axe).analyze();
    for (const { id, impact, nodes } of violations) {
      if (impact === 'serious' || impact === 'critical') {
        findings.push(`${name}: ${id} at ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
      }
    }
    if (await isWiderThan(page, size.width)) findings.push(`${name}: scrolls sideways`);
    await picture(page, name.replaceAll(' ', '-'));
  }
  return findings;
}

export function isWiderThan(page: Page, width: number): Promise<boolean> {
  return page.evaluate((most) => document.documentElement.scrollWidth > most, width);
}

/** Text that is shown smaller than so many pixels. */
export function textBelow(page: Page, least: number): Promise<string[]> {
  return page.evaluate((pixels) => {
    const small: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const { parentElement } = node;
      const text = node.textContent?.trim() ?? '';
      if (!parentElement || text === '' || !parentElement.checkVisibility()) continue;
      if (parseFloat(getComputedStyle(parentElement).fontSize) < pixels - 0.01) small.push(text.slice(0, 40));
    }
    return small;
  }, least);
}

export async function picture(page: Page, name: string): Promise<void> {
  if (pictures === undefined) return;
  await mkdir(pictures, { recursive: true });
  await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
}
