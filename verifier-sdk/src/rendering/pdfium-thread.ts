import { parentPort } from 'node:worker_threads';

import { PDFiumLibrary } from '@hyzyla/pdfium';

import { drawPages } from './pdfium.js';
import type { RenderedPage } from './rendered-page.js';

/** The pages, or null for a file that cannot be opened. */
export type Drawn = readonly RenderedPage[] | null;

const pdfium = await PDFiumLibrary.init();

parentPort?.on('message', (pdf: Uint8Array) => {
  drawPages(pdfium, pdf).then(
    (pages) => parentPort?.postMessage(pages satisfies Drawn),
    () => parentPort?.postMessage(null satisfies Drawn),
  );
});
