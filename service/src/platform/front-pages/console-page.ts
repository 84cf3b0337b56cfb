import type Koa from 'koa';
import { fileURLToPath } from 'node:url';
import { readBuiltFiles, sendBuiltFile } from '../pages/index.js';

const folder = fileURLToPath(new URL('../../../web/console/dist', import.meta.url));

/**
 * Own files and own origin only; nothing inline, no frames. `blob:` and `data:` show pages that the service drew and
 * photos that were chosen here. Trusted Types leave no way from a string to a script but Vue's own policy.
 */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types vue',
].join('; ');

const headers: Readonly<Record<string, string>> = {
  'Content-Security-Policy': policy,
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/** Serves the department's console: `/console`, every address of its pages, and what they load. */
export function consolePage(): Koa.Middleware {
  const files = readBuiltFiles(folder);
  return async (context, next) => {
    const { path, method } = context;
    const isOurs = path === '/console' || path.startsWith('/console/');
    if (!isOurs || (method !== 'GET' && method !== 'HEAD')) {
      await next();
      return;
    }
    // Addresses of its pages name no file: the page itself finds out what they mean.
    const isFile = path.startsWith('/console/assets/') || path === '/console/third-party.txt';
    const file = files.get(isFile ? path.slice('/console'.length) : '/index.html');
    if (file) {
      context.set(headers);
      await sendBuiltFile(context, file);
    } else if (isFile) {
      await next();
    } else {
      context.status = 503;
      context.body = 'The page is not built: run `npm run build:web -w service`.\n';
    }
  };
}
