import type Koa from 'koa';
import { fileURLToPath } from 'node:url';
import { appPage } from '../pages/index.js';

const folder = fileURLToPath(new URL('../../../web/console/dist', import.meta.url));

/** Serves the department's console: `/console`, every address of its pages, and what they load. */
export const consolePage = (): Koa.Middleware =>
  appPage({ path: '/console', folder, needs: { pictures: true } });
