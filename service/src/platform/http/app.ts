import Router from '@koa/router';
import Koa from 'koa';
import helmet from 'koa-helmet';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { mount } from './mount.js';
import { matchHost } from './request-origin.js';
import type { MountOptions } from './mount.js';
import { giveRequestId, observe } from './observe.js';
import { openApiDocument } from './openapi.js';
import type { Operation } from './operation.js';
import { answerProblems } from './problem-details.js';

export interface AppOptions extends MountOptions {
  readonly operations: readonly Operation[];
  readonly log: Logger;
  readonly registry: Registry;
  /** Names under which requests may call this service: host or host:port, in lower case. */
  readonly hosts: ReadonlySet<string>;
  /** Middleware beside the operations: pages for people. */
  readonly pages?: readonly Koa.Middleware[];
}

/** The Koa application of the operations, which tell of themselves at /openapi.json. */
export function createApp(options: AppOptions): Koa {
  const app = new Koa();
  const router = new Router();
  const document = JSON.stringify(openApiDocument(options.operations));
  router.get('/openapi.json', (ctx) => {
    ctx.type = 'application/json';
    ctx.body = document;
  });
  for (const operation of options.operations) mount(router, operation, options);

  app.use(giveRequestId());
  app.use(observe(options.log, options.registry));
  app.use(securityHeaders());
  app.use(answerProblems(options.log, options.registry));
  app.use(matchHost(options.hosts));
  for (const page of options.pages ?? []) app.use(page);
  app.use(router.routes());
  app.use(router.allowedMethods());
  // Koa prints errors of streams that the caller cut off; what matters is logged above.
  app.silent = true;
  app.on('error', (error: NodeJS.ErrnoException) => {
    if (
      error.code !== 'EPIPE' &&
      error.code !== 'ECONNRESET' &&
      error.code !== 'ERR_STREAM_PREMATURE_CLOSE'
    ) {
      options.log.warn(
        { err: { name: error.name, message: error.message, code: error.code } },
        'answer cut off',
      );
    }
  });
  return app;
}

function securityHeaders(): Koa.Middleware {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
    },
    // Meant for TLS, which a proxy in front may end; ignored over plain http.
    strictTransportSecurity: { maxAge: 31_536_000 },
    crossOriginResourcePolicy: { policy: 'same-origin' },
  });
}
