import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { SecureContextOptions } from 'node:tls';
import type Koa from 'koa';
import { Problem } from '../problems/index.js';
import { boundSilence } from './silence.js';
import { answerUnread } from './unread.js';

export interface HttpServer {
  readonly host: string;
  readonly port: number;
  /** `http://host:port`, or `https://…` */
  readonly url: string;
  /** Until it is called, every request is answered 503. */
  serve(app: Koa): void;
  /** Has connections from now on take another certificate; undefined over plain http. */
  readonly secure: ((options: SecureContextOptions) => void) | undefined;
  /** Takes no more requests, lets those under way finish for a while, then cuts them off. */
  close(): Promise<void>;
}

export interface ListenOptions {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** Its certificate and key; unset: plain http. */
  readonly tls?: SecureContextOptions | undefined;
  /** Milliseconds that requests under way have when closing; 10,000 unless set. */
  readonly patience?: number;
  /** Milliseconds after which a connection is closed on which nothing comes or goes; 60,000 unless set. */
  readonly silence?: number;
  /** The setting that says where it listens, where that is not CERTBRIDGE_HOST and CERTBRIDGE_PORT. */
  readonly setting?: string;
}

type Handler = (request: IncomingMessage, response: ServerResponse) => unknown;

const starting: Handler = (_, response) => {
  response
    .writeHead(503, { 'Retry-After': '2', 'Content-Type': 'text/plain' })
    .end('CertBridge is starting.\n');
};

/**
 * Takes the port, first of all: if it is taken, the start fails before anything else is started.
 * @throws Problem `PORT_TAKEN`, `PORT_NOT_ALLOWED`, `ADDRESS_REFUSED`
 */
export async function listen(options: ListenOptions): Promise<HttpServer> {
  let handle = starting;
  const bounds = {
    headersTimeout: 10_000,
    // Uploads of a large file over a slow line; idle connections end sooner, by `timeout`.
    requestTimeout: 600_000,
    keepAliveTimeout: 15_000,
    connectionsCheckingInterval: 5_000,
    maxHeaderSize: 16_384,
  };
  const { silence = 60_000 } = options;
  const answer: RequestListener = (request, response) => {
    boundSilence(request.socket, silence);
    void handle(request, response);
  };
  const secured = options.tls && createTlsServer({ ...bounds, ...options.tls }, answer);
  const server = secured ?? createServer(bounds, answer);
  server.setTimeout(silence);
  answerUnread(server);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(refusal(error, options)));
    server.listen(options.port, options.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const shown = options.host.includes(':') ? `[${options.host}]` : options.host;
  return {
    host: options.host,
    port,
    url: `${secured ? 'https' : 'http'}://${shown}:${port}`,
    secure: secured && ((tls) => secured.setSecureContext(tls)),
    serve: (app) => (handle = app.callback()),
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      const idle = setInterval(() => server.closeIdleConnections(), 50);
      const timer = setTimeout(() => server.closeAllConnections(), options.patience ?? 10_000);
      await closed;
      clearInterval(idle);
      clearTimeout(timer);
    },
  };
}

function refusal(error: NodeJS.ErrnoException, { host, port, setting }: ListenOptions): Error {
  if (error.code === 'EADDRINUSE') {
    return new Problem(
      'internal',
      'PORT_TAKEN',
      `Port ${port} on ${host} is taken: stop the program that uses it, or set ${setting ?? 'CERTBRIDGE_PORT'} to another.`,
    );
  }
  if (error.code === 'EACCES') {
    return new Problem(
      'internal',
      'PORT_NOT_ALLOWED',
      `This user may not listen on port ${port}: set ${setting ?? 'CERTBRIDGE_PORT'} to one above 1023.`,
    );
  }
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') {
    return new Problem(
      'internal',
      'ADDRESS_REFUSED',
      `${setting ?? 'CERTBRIDGE_HOST'} is "${host}", which is no address of this machine.`,
    );
  }
  return error;
}
