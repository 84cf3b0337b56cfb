/** The resident's wallet 钱包: cards, live codes, who looked; `web/wallet` is its source. */
import type Koa from 'koa';
import { fileURLToPath } from 'node:url';
import { appPage } from '../../platform/pages/index.js';

const folder = fileURLToPath(new URL('../../../web/wallet/dist', import.meta.url));

/** Serves `/wallet` and what it loads. */
export const walletPage = (): Koa.Middleware =>
  appPage({ path: '/wallet', folder, needs: { workers: true, pictures: true } });
