import type { TrustAnchor } from '@certbridge/verifier-sdk/formats';
import type Koa from 'koa';
import { fileURLToPath } from 'node:url';
import { readBuiltFiles, sendBuiltFile } from '../../platform/pages/index.js';
import { securityHeaders } from './headers.js';

export interface VerifyPageOptions {
  /** The anchor that a browser pins when it first opens the page; asked for at every request, so it may change. */
  readonly trustAnchor: TrustAnchor | (() => TrustAnchor | Promise<TrustAnchor>);
  /** Where `npm run build:web` left the page; its own folder unless set. */
  readonly folder?: string;
}

const builtPage = fileURLToPath(new URL('../../../web/verify/dist', import.meta.url));

/**
 * The page behind the QR code: `GET /v`, what it loads under `/v/…`, and `GET /v/trust-anchor.json`.
 * Mount it at the root, before any body parser and beside the feed: `app.use(verifyPage({ trustAnchor }))`.
 * Every other path goes on to the next middleware.
 */
export function verifyPage(options: VerifyPageOptions): Koa.Middleware {
  const files = readBuiltFiles(options.folder ?? builtPage);
  return async (context, next) => {
    const path = pathUnderPage(context.path);
    if (path === undefined) {
      await next();
      return;
    }
    context.set(securityHeaders);
    if (context.method !== 'GET' && context.method !== 'HEAD') {
      context.set('Allow', 'GET, HEAD');
      context.status = 405;
      return;
    }
    if (path === '/trust-anchor.json') {
      const { trustAnchor } = options;
      context.set('Cache-Control', 'no-cache');
      context.body = typeof trustAnchor === 'function' ? await trustAnchor() : trustAnchor;
      return;
    }
    if (files.size === 0) {
      context.status = 503;
      context.body = 'The page is not built: run `npm run build:web -w service`.\n';
      return;
    }
    const file = files.get(path);
    if (!file) {
      context.status = 404;
      return;
    }
    // The script lies under /v/, and /v itself must be in its scope.
    if (path === '/service-worker.js') context.set('Service-Worker-Allowed', '/v');
    await sendBuiltFile(context, file);
  };
}

/** `/v` and `/v/` are the page itself; undefined for what is not under it. */
function pathUnderPage(path: string): string | undefined {
  if (path === '/v' || path === '/v/') return '/index.html';
  return path.startsWith('/v/') ? path.slice(2) : undefined;
}
