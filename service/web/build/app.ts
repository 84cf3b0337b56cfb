import vue from '@vitejs/plugin-vue';
import { fileURLToPath } from 'node:url';
import type { Plugin, UserConfig } from 'vite';
import { icons } from './icons.ts';
import { precacheList } from './precache-list.ts';
import type { Precache } from './precache-list.ts';
import { thirdParty } from './third-party.ts';

export interface App {
  /** `import.meta.url` of its vite.config.ts. */
  readonly config: string;
  /** Address of its page: `/window`. */
  readonly page: string;
  /** Of an app that can be installed and works without a network: what of it is kept. */
  readonly installed?: Omit<Precache, 'page'>;
  readonly plugins?: readonly Plugin[];
  /** What packages contain that is under the Apache License without saying so in a file. */
  readonly contained?: readonly string[];
}

const serviceWorker = fileURLToPath(new URL('../kit/offline/service.worker.ts', import.meta.url));
const icon = fileURLToPath(new URL('icon.svg', import.meta.url));

/**
 * How each app of the browser side is built. Nothing is inlined: its content security policy allows no inline
 * script or style. An installed app needs `public/manifest.webmanifest`; its service worker is the kit's.
 */
export function app({ config, page, installed, plugins = [], contained }: App): UserConfig {
  const here = (path: string): string => fileURLToPath(new URL(path, config));
  const notices = thirdParty(contained);
  const input: Record<string, string> = { page: here('index.html') };
  if (installed) input['service-worker'] = serviceWorker;
  return {
    root: here('.'),
    base: `${page}/`,
    logLevel: 'warn',
    publicDir: here('public'),
    plugins: [
      vue(),
      ...plugins,
      notices.writer(),
      ...(installed ? [icons(icon), precacheList({ page, ...installed })] : []),
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
        // @hpke/core asks Node for it where a browser's own is missing, which it never is.
        external: ['crypto'],
        input,
        output: {
          entryFileNames: (chunk) =>
            chunk.name === 'service-worker' ? '[name].js' : 'assets/[name]-[hash].js',
        },
      },
    },
  };
}
