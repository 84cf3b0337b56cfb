import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { app } from '../build/app.ts';
import { certificateNames } from '../build/certificate-names.ts';

const types = fileURLToPath(new URL('../../certificate-types', import.meta.url));

/** The workplace of a public-service counter. */
export default defineConfig(
  app({
    config: import.meta.url,
    page: '/window',
    installed: {
      routed: true,
      // Only a PDF that lost its signature needs these: megabytes, kept when first used and not before.
      rare: /pdfium|draw\.worker/u,
    },
    plugins: [certificateNames(types)],
    contained: [
      'zxing-cpp, compiled into zxing-wasm (Apache-2.0)',
      'PDFium, compiled into @hyzyla/pdfium (Apache-2.0)',
    ],
  }),
);
