import vue from '@vitejs/plugin-vue';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { certificateNames } from '../build/certificate-names.ts';
import { icons } from './build/icons.ts';
import { thirdParty } from '../build/third-party.ts';
import { precacheList } from './build/precache-list.ts';

const notices = thirdParty([
  'zxing-cpp, compiled into zxing-wasm (Apache-2.0)',
  'PDFium, compiled into @hyzyla/pdfium (Apache-2.0)',
]);
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The page behind the QR code. Nothing is inlined: its content security policy allows no inline script or style. */
export default defineConfig({
  root: here('.'),
  base: '/v/',
  logLevel: 'warn',
  publicDir: here('public'),
  plugins: [
    vue(),
    certificateNames(here('../../certificate-types')),
    icons(here('build/icon.svg')),
    notices.writer(),
    precacheList(),
  ],
  worker: { format: 'es', plugins: () => [notices.collector()] },
  define: { __VUE_OPTIONS_API__: false, __VUE_PROD_DEVTOOLS__: false },
  build: {
    target: 'es2022',
    outDir: here('dist'),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1000,
    rollupOptions: {
      checks: { pluginTimings: false },
      input: { page: here('index.html'), 'service-worker': here('src/offline/service.worker.ts') },
      output: {
        entryFileNames: (chunk) =>
          chunk.name === 'service-worker' ? '[name].js' : 'assets/[name]-[hash].js',
      },
    },
  },
});
