import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import type { RecordedHistory } from '@certbridge/verifier-sdk-fixtures';
import type { Followed, VectorManifest } from '@certbridge/verifier-sdk-fixtures/window';
import { inPackage } from '../packages.js';
import { Visitor, launch } from '../verify-page/phone.js';

declare const program: {
  follow(history: RecordedHistory): Promise<Followed[]>;
  load(manifest: string, files: Readonly<Record<string, string>>): void;
  differing(): Promise<string[]>;
  differingOnPage(script: string): Promise<string[]>;
};

/** The page behind the QR code, as it is built. */
const verifyPage = inPackage('service', 'web', 'verify', 'dist');
const verifyWorker = globSync('assets/verify.worker-*.js', { cwd: verifyPage })[0] ?? '';

/** A worker's time stands still, at what it is told by `{ clock }`. */
const heldClock = `
  let now = 0;
  const Clock = Date;
  globalThis.Date = class Date extends Clock {
    constructor(...given) {
      super(...(given.length === 0 ? [now] : given));
    }
    static now() {
      return now;
    }
  };
  addEventListener('message', (event) => {
    if (event.data.clock === undefined) return;
    now = event.data.clock;
    event.stopImmediatePropagation();
  });
`;

/** A page in Chromium that does with the SDK what windows do. */
export class ChromiumWindow {
  readonly #browser: Browser;
  readonly #server: Server;
  readonly #page: Page;

  private constructor(browser: Browser, server: Server, page: Page) {
    this.#browser = browser;
    this.#server = server;
    this.#page = page;
  }

  static async open(): Promise<ChromiumWindow> {
    const { outputFiles } = await build({
      entryPoints: [fileURLToPath(new URL('window/page.ts', import.meta.url))],
      bundle: true,
      write: false,
      format: 'esm',
      platform: 'browser',
      target: 'es2022',
      external: ['zxing-wasm/*'],
    });
    const script = outputFiles[0]?.contents;
    const server = createServer(({ url = '' }, response) => {
      void served(url, script).then(
        ([type, body]) =>
          response.writeHead(200, { 'Content-Type': type, 'Cache-Control': 'max-age=3600' }).end(body),
        () => response.writeHead(404).end(),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const browser = await launch();
    const visitor = await Visitor.arrive(browser);
    const opened = await visitor.open(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    return new ChromiumWindow(browser, server, opened);
  }

  follow(history: RecordedHistory): Promise<Followed[]> {
    return this.#page.evaluate((given) => program.follow(given), history);
  }

  /** Brings the vectors here, their files in base64. */
  load(manifest: VectorManifest, files: Readonly<Record<string, string>>): Promise<void> {
    const given = [JSON.stringify(manifest), files] as const;
    return this.#page.evaluate(([said, all]) => program.load(said, all), given);
  }

  /** The mirrors, receipts and other cases of which the SDK finds something else here than they say. */
  differing(): Promise<string[]> {
    return this.#page.evaluate(() => program.differing());
  }

  /** The cases of which the page behind the QR code finds something else, and what. */
  differingOnPage(): Promise<string[]> {
    return this.#page.evaluate((script) => program.differingOnPage(script), `/v/${verifyWorker}`);
  }

  async close(): Promise<void> {
    await this.#browser.close();
    this.#server.close();
  }
}

/** @throws where there is no such file */
async function served(url: string, script: Uint8Array | undefined): Promise<[string, string | Uint8Array]> {
  if (url === '/') return ['text/html; charset=utf-8', page];
  if (url === '/page.js' && script) return ['text/javascript', script];
  const bytes = await readFile(`${verifyPage}${url.slice('/v'.length)}`);
  if (url === `/v/${verifyWorker}`) return ['text/javascript', heldClock + bytes.toString()];
  return [url.endsWith('.js') ? 'text/javascript' : 'application/wasm', bytes];
}

const page = '<!doctype html><title>window</title><script type="module" src="/page.js"></script>';
