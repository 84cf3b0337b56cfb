/** The window's workplace 窗口工作台: one app for a public-service counter; `web/window` is its source. */
import type Koa from 'koa';
import { fileURLToPath } from 'node:url';
import { appPage } from '../../platform/pages/index.js';

const folder = fileURLToPath(new URL('../../../web/window/dist', import.meta.url));

/** Serves `/window`, every address of its pages, and what they load. */
export const windowPage = (): Koa.Middleware =>
  appPage({
    path: '/window',
    folder,
    needs: { camera: true, wasm: true, workers: true, pictures: true },
  });
