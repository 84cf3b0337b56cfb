import { parentPort } from 'node:worker_threads';

import { PDFiumLibrary } from '@hyzyla/pdfium';

import { drawPages } from './pdfium.js';
import type { RenderedPage } from './rendered-page.js';

/** What became of a file: `undefined` pages are of one that cannot be opened. */
export type Drawn = { readonly pages: readonly RenderedPage[] | undefined } | { readonly failure: string };

const pdfium = await PDFiumLibrary.init();

parentPort?.on('message', (pdf: Uint8Array) => {
  drawPages(pdfium, pdf).then(
    (pages) => parentPort?.postMessage({ pages } satisfies Drawn),
    (error: unknown) => parentPort?.postMessage({ failure: String(error) } satisfies Drawn),
  );
});
