import { windowPage } from '@certbridge/service/windows/window-page';
import type { Page } from 'playwright-core';
import { IssuedCertificates } from '../verify-page/certificates.js';
import { Visitor, launch } from '../verify-page/phone.js';
import { Website } from '../verify-page/website.js';
import { scan } from '../window/scanner.js';
import { benchHall } from './hall.js';
import { percentiles } from './measure.js';
import type { Figure } from './measure.js';
import { progress } from './progress.js';

/** Codes that are scanned, beside a first one that warms up. */
const SCANS = 60;

/** What a counter waits for, in a browser; then what one service bears of a whole hall, without browsers. */
export async function benchCounter(): Promise<Figure[]> {
  const issued = await IssuedCertificates.start({ CERTBRIDGE_CALL_QUOTA: '1000000' });
  const figures = [...(await scanned(issued)), ...(await benchHall(issued))];
  await issued.close();
  return figures;
}

/** From a reader's last key to the verdict as it is painted, in a browser with its mirror in place. */
async function scanned(issued: IssuedCertificates): Promise<Figure[]> {
  progress(`${SCANS} codes scanned at the window's workplace, in Chromium`);
  const browser = await launch();
  const website = await new Website(issued.trustAnchor, issued.feed, [windowPage()]).open();
  const visitor = await Visitor.arrive(browser, { viewport: { width: 1366, height: 768 } });
  const page = await visitor.open(`${website.origin}/window/`);
  await page.locator('header .state.good').waitFor();
  await watchVerdicts(page);
  const codes = (await issued.all()).map(({ digits }) => `https://elsewhere.example/v#${digits}`);
  const times: number[] = [];
  for (let at = 0; at <= SCANS; at += 1) {
    await scan(page, codes[at % codes.length] ?? '');
    const ms = await page.evaluate(() => (globalThis as unknown as Watched).shown());
    if (at > 0) times.push(ms);
    await page.keyboard.press('F9');
    await page.locator('#ready-title').waitFor();
  }
  await browser.close();
  await website.vanish();
  const note = `${SCANS} QR codes of ${codes.length} certificates`;
  return percentiles('last key to verdict', times, note, [0.5, 0.95]);
}

interface Watched {
  /** Milliseconds from the last Enter to the frame after the verdict that follows it. */
  shown(): Promise<number>;
}

function watchVerdicts(page: Page): Promise<void> {
  return page.evaluate(() => {
    let ended = 0;
    let found: (ms: number) => void = () => undefined;
    let next = new Promise<number>((resolve) => (found = resolve));
    addEventListener(
      'keydown',
      ({ key }) => {
        if (key === 'Enter') ended = performance.now();
      },
      { capture: true },
    );
    new MutationObserver(() => {
      if (ended === 0 || !document.querySelector('#verdict-title .zh')) return;
      const began = ended;
      ended = 0;
      requestAnimationFrame(() => requestAnimationFrame(() => found(performance.now() - began)));
    }).observe(document.body, { childList: true, subtree: true });
    Object.assign(globalThis, {
      async shown() {
        const ms = await next;
        next = new Promise<number>((resolve) => (found = resolve));
        return ms;
      },
    } satisfies Watched);
  });
}
