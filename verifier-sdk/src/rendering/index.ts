export { drawPages } from './pdfium.js';
export type { Pdfium, PdfiumBitmap, PdfiumDocument, PdfiumPage, PdfiumSize } from './pdfium.js';
export { usePageRenderer } from './render.js';
export type { PageRenderer, RenderedPage } from './rendered-page.js';
