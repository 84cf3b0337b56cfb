import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { appPage } from '@certbridge/service/platform/pages';
import Koa from 'koa';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findings } from '../console/looks.js';
import { missing } from '../requirements.js';
import { Visitor, keptOffline, launch } from '../verify-page/phone.js';

const ofService = (path: string): string =>
  fileURLToPath(new URL(`../../../service/${path}`, import.meta.url));

/** As `npm run build:web` builds apps; in this process Vite would take the tests' NODE_ENV for development. */
async function buildGallery(into: string): Promise<void> {
  const config = ofService('web/gallery/vite.config.ts');
  const options = { cwd: ofService('.'), env: { ...process.env, NODE_ENV: 'production' } };
  await promisify(execFile)('npx', ['vite', 'build', '--config', config, '--outDir', into], options);
}

interface Asked {
  readonly key: string;
  readonly text: string;
}

/** A website with the gallery, one person's session, and things that can be asked for. */
class Gallery {
  readonly asked: Asked[] = [];
  /** What is answered when something is asked for. */
  answer: { readonly status: number; readonly body?: unknown } = { status: 201 };
  person = 'a3b1f0c2-1111-4222-8333-444455556666';
  readonly #keys = new Map<string, string>();
  readonly #folder: string;
  #server: Server | undefined;
  #port = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}/gallery`;
  }

  async open(): Promise<void> {
    const needs = { workers: true, pictures: true };
    const app = new Koa();
    app.use((context, next) => this.#serve(context, next));
    app.use(appPage({ path: '/gallery', folder: this.#folder, needs }));
    const answer = app.callback();
    const server = createServer((request, response) => void answer(request, response));
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(this.#port, '127.0.0.1', resolve));
    this.#port = (server.address() as AddressInfo).port;
  }

  async vanish(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    const closed = new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
    server?.closeAllConnections();
    await closed;
  }

  async #serve(context: Koa.Context, next: Koa.Next): Promise<void> {
    const { path, person } = { path: context.path, person: this.person };
    if (path === '/api/v1/session') {
      context.body = { kind: 'person', subject: person, roles: [], issuers: [], types: [], may: [] };
    } else if (path === '/api/v1/session/vault-key') {
      const key = this.#keys.get(person) ?? randomBytes(32).toString('base64');
      this.#keys.set(person, key);
      context.body = { key };
    } else if (path === '/api/v1/things') {
      const chunks: Buffer[] = [];
      for await (const chunk of context.req) chunks.push(chunk as Buffer);
      const { text } = JSON.parse(Buffer.concat(chunks).toString()) as { readonly text: string };
      this.asked.push({ key: context.get('Idempotency-Key'), text });
      context.status = this.answer.status;
      context.body = this.answer.body ?? {};
    } else {
      await next();
    }
  }
}

describe.skipIf(missing('chromium'))('the kit, in its gallery', { timeout: 300_000 }, () => {
  let folder = '';
  let browser: Browser;
  let gallery: Gallery;
  let visitor: Visitor;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'certbridge-gallery-'));
    await buildGallery(folder);
    browser = await launch();
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    gallery = new Gallery(folder);
    await gallery.open();
    visitor = await Visitor.arrive(browser, { viewport: { width: 1366, height: 768 } });
  });
  afterEach(async () => {
    await visitor.leave();
    await gallery.vanish();
  });

  const ask = async (page: Page, text: string): Promise<void> => {
    await page.getByLabel('草稿').fill(text);
    await page.getByRole('button', { name: '登记一条' }).click();
  };

  it('has nothing that axe finds, that is too small or that is too wide, in every look', async () => {
    const page = await visitor.open(gallery.url);
    await page.getByLabel('草稿').waitFor();
    expect(await findings(page, 'gallery')).toEqual([]);
    await page.getByRole('button', { name: '打开对话框' }).click();
    expect(await findings(page, 'gallery-dialog')).toEqual([]);
    expect(visitor.complaints).toEqual([]);
  });

  it('draws of a hundred thousand rows those in sight', async () => {
    const page = await visitor.open(gallery.url);
    const table = page.getByRole('table', { name: '十万行' });
    await table.getByText('第1行', { exact: true }).waitFor();
    expect(await table.locator('tr').count()).toBeLessThan(100);
    await page.locator('.frame').evaluate((frame) => (frame.scrollTop = 1e9));
    await table.getByText('第100000行', { exact: true }).waitFor();
  });

  it('opens without its website, at every address, and takes a new session to the old drafts', async () => {
    const page = await visitor.open(gallery.url);
    await page.getByLabel('草稿').fill('写了一半');
    await page.getByText('草稿已自动保存在本机').waitFor();
    await keptOffline(page);
    await gallery.vanish();
    await page.goto(`${gallery.url}/somewhere/else`);
    await page.getByText('现在连不上服务').waitFor();
    await gallery.open();
    await page.reload();
    await expect.poll(() => page.getByLabel('草稿').inputValue()).toBe('写了一半');
  });

  it('shows nobody what another person left on the same machine', async () => {
    const page = await visitor.open(gallery.url);
    await page.getByLabel('草稿').fill('别人的');
    await page.getByText('草稿已自动保存在本机').waitFor();
    const own = gallery.person;
    gallery.person = 'b7c2f0c2-1111-4222-8333-444455556666';
    await page.reload();
    await page.getByLabel('草稿').waitFor();
    expect(await page.getByLabel('草稿').inputValue()).toBe('');
    gallery.person = own;
    await page.reload();
    await expect.poll(() => page.getByLabel('草稿').inputValue()).toBe('别人的');
  });

  it('keeps what is asked without a network, over a restart, and sends it once each, in order', async () => {
    const page = await visitor.open(gallery.url);
    await page.getByLabel('草稿').waitFor();
    await visitor.context.setOffline(true);
    await ask(page, '第一件');
    await ask(page, '第二件');
    await page.getByText('待发送（2）').waitFor();
    expect(gallery.asked).toEqual([]);
    // The service is overloaded when the browser comes back: nothing is lost, and the order stays.
    gallery.answer = { status: 503 };
    await visitor.context.setOffline(false);
    await page.reload();
    await page.getByText('待发送（2）').waitFor();
    await expect.poll(() => gallery.asked.length).toBeGreaterThan(0);
    gallery.answer = { status: 201 };
    await page.getByRole('button', { name: '现在发送' }).click();
    await page.getByText('待发送').waitFor({ state: 'detached' });
    const texts = gallery.asked.map(({ text }) => text);
    expect(texts.slice(0, -1)).not.toContain('第二件');
    expect(texts.slice(-2)).toEqual(['第一件', '第二件']);
    expect(new Set(gallery.asked.map(({ key }) => key)).size).toBe(2);
  });

  it('keeps what the service refuses, says why, and lets go of it when told twice', async () => {
    const message = { zh: '这份证照已经终止', en: 'It has ended.' };
    gallery.answer = { status: 409, body: { code: 'STATE_FINAL', message } };
    const page = await visitor.open(gallery.url);
    await ask(page, '不行的');
    await page.getByText('这份证照已经终止').waitFor();
    await ask(page, '也不行的');
    await page.getByText('待发送（2）').waitFor();
    await expect.poll(() => gallery.asked.length).toBe(2);
    await page.getByRole('button', { name: '删除这一条' }).first().click();
    await page.getByRole('button', { name: '确认删除' }).click();
    await page.getByText('待发送（1）').waitFor();
  });
});
