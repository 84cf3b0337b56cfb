import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { verifyPage } from '@certbridge/service/windows/verify-page';
import type { Feed } from '@certbridge/service/ledger/feed';
import type { TrustAnchor } from '@certbridge/verifier-sdk/formats';
import Koa from 'koa';

export interface SeenRequest {
  readonly method: string;
  /** Path and query, all that a request line says. */
  readonly url: string;
  readonly headers: string;
  readonly body: string;
}

/** What the page needs of a feed. */
export type PublicFeed = Pick<Feed, 'file'>;

/** A website with the page and a feed, that records every request and can be taken away. */
export class Website {
  readonly requests: SeenRequest[] = [];
  trustAnchor: TrustAnchor | undefined;
  feed: PublicFeed | undefined;
  /** Changes a text file of the page on its way out: another build, or a browser that lacks something. */
  edit: ((path: string, text: string) => string) | undefined;
  #server: Server | undefined;
  #port = 0;

  constructor(
    trustAnchor: TrustAnchor | undefined,
    feed: PublicFeed | undefined,
    readonly pages: readonly Koa.Middleware[] = [],
  ) {
    this.trustAnchor = trustAnchor;
    this.feed = feed;
  }

  get port(): number {
    return this.#port;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  async open(): Promise<this> {
    const app = new Koa();
    app.use((context, next) => this.#record(context, next));
    app.use((context, next) => this.#edited(context, next));
    for (const page of this.pages) app.use(page);
    app.use(verifyPage({ trustAnchor: () => this.#anchor() }));
    app.use((context) => this.#serveFeed(context));
    const answer = app.callback();
    const server = createServer((request, response) => void answer(request, response));
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(this.#port, '127.0.0.1', resolve));
    this.#port = (server.address() as AddressInfo).port;
    return this;
  }

  /** Nobody answers any more, as with the cable pulled; `open` brings it back to the same address. */
  async vanish(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    server?.closeAllConnections();
    await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
  }

  #anchor(): TrustAnchor {
    if (!this.trustAnchor) throw Object.assign(new Error('not yet'), { status: 503, expose: true });
    return this.trustAnchor;
  }

  async #record(context: Koa.Context, next: Koa.Next): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of context.req) chunks.push(chunk as Buffer);
    const { method, url } = context;
    const headers = JSON.stringify(context.headers);
    this.requests.push({ method, url, headers, body: Buffer.concat(chunks).toString() });
    await next();
  }

  async #edited(context: Koa.Context, next: Koa.Next): Promise<void> {
    if (!this.edit) {
      await next();
      return;
    }
    delete context.req.headers['accept-encoding'];
    delete context.req.headers['if-none-match'];
    await next();
    if (Buffer.isBuffer(context.body) && /javascript|html/u.test(context.type)) {
      context.body = this.edit(context.path, context.body.toString());
      context.remove('ETag');
    }
  }

  async #serveFeed(context: Koa.Context): Promise<void> {
    const file = context.path.startsWith('/feed/')
      ? await this.feed?.file(context.path.slice('/feed/'.length))
      : undefined;
    if (!file) return;
    context.type = file.mediaType;
    context.body = file.bytes;
  }
}
