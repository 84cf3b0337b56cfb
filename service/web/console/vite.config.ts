import vue from '@vitejs/plugin-vue';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { thirdParty } from '../build/third-party.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The department's console. Nothing is inlined: its content security policy allows no inline script or style. */
export default defineConfig({
  root: here('.'),
  base: '/console/',
  logLevel: 'warn',
  plugins: [vue(), thirdParty().writer()],
  define: { __VUE_OPTIONS_API__: false, __VUE_PROD_DEVTOOLS__: false },
  build: {
    target: 'es2022',
    outDir: here('dist'),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rollupOptions: { checks: { pluginTimings: false } },
  },
});
