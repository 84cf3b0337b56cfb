import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';

/** What a visitor's pages of the console have loaded. */
export class Loaded {
  readonly #page: Page;
  readonly #counted = new Set<string>();

  constructor(page: Page) {
    this.#page = page;
  }

  /** Bytes, gzipped, of what was not counted before. */
  async more(): Promise<number> {
    const all = await this.#page.evaluate(() =>
      performance.getEntriesByType('resource').map(({ name }) => name),
    );
    const fresh = all.filter(
      (name) => new URL(name).pathname.startsWith('/console/') && !this.#counted.has(name),
    );
    let bytes = 0;
    for (const name of fresh) {
      this.#counted.add(name);
      bytes += gzipSync(await (await this.#page.request.get(name)).body(), { level: 9 }).length;
    }
    return bytes;
  }
}
