import type Koa from 'koa';
import { readBuiltFiles } from './built-files.js';
import { pageHeaders } from './headers.js';
import type { PageNeeds } from './headers.js';
import { sendBuiltFile } from './send.js';

export interface AppPage {
  /** Where it lies: `/console`. */
  readonly path: string;
  /** Where `npm run build:web` left it. */
  readonly folder: string;
  readonly needs: PageNeeds;
}

/** Names of what an app loads: everything with an extension. */
const FILE = /\.[a-z0-9]+$/;

/**
 * Serves an app: its page at its path and at every address under it that names no file (the app itself finds
 * out what they mean), and what it loads. Every other path goes on to the next middleware.
 */
export function appPage({ path: base, folder, needs }: AppPage): Koa.Middleware {
  const files = readBuiltFiles(folder);
  const headers = pageHeaders(needs);
  return async (context, next) => {
    const { path, method } = context;
    const isOurs = path === base || path.startsWith(`${base}/`);
    if (!isOurs || (method !== 'GET' && method !== 'HEAD')) {
      await next();
      return;
    }
    const isFile = FILE.test(path);
    const file = files.get(isFile ? path.slice(base.length) : '/index.html');
    if (file) {
      context.set(headers);
      // The script lies under the page's path, and the path itself must be in its scope.
      if (path === `${base}/service-worker.js`) context.set('Service-Worker-Allowed', base);
      await sendBuiltFile(context, file);
    } else if (isFile) {
      await next();
    } else {
      context.status = 503;
      context.body = 'The page is not built: run `npm run build:web -w service`.\n';
    }
  };
}
