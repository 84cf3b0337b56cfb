import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { thirdParty } from '../build/third-party.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The page that shows the OpenAPI document. */
export default defineConfig({
  root: here('.'),
  base: '/api/',
  logLevel: 'warn',
  plugins: [thirdParty().writer()],
  build: {
    target: 'es2022',
    outDir: here('dist'),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 2000,
  },
});
