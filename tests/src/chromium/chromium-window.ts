import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import type { RecordedHistory } from '@certbridge/verifier-sdk-fixtures';
import type { Followed, VectorManifest } from '@certbridge/verifier-sdk-fixtures/window';
import { Visitor, launch } from '../verify-page/phone.js';

declare const program: {
  follow(history: RecordedHistory): Promise<Followed[]>;
  differing(manifest: string, files: Readonly<Record<string, string>>): Promise<string[]>;
};

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
    const server = createServer(({ url }, response) => {
      const [type, body] = url === '/page.js' ? ['text/javascript', script] : ['text/html', page];
      response.writeHead(200, { 'Content-Type': `${type}; charset=utf-8` }).end(body);
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

  /** The ids of the vectors' cases of which something else is found here than they say; files in base64. */
  differing(manifest: VectorManifest, files: Readonly<Record<string, string>>): Promise<string[]> {
    const given = [JSON.stringify(manifest), files] as const;
    return this.#page.evaluate(([said, all]) => program.differing(said, all), given);
  }

  async close(): Promise<void> {
    await this.#browser.close();
    this.#server.close();
  }
}

const page = '<!doctype html><title>window</title><script type="module" src="/page.js"></script>';
