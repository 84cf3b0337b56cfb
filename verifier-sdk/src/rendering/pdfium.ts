import type { RenderedPage } from './rendered-page.js';

/** As much of `PDFiumLibrary` (`@hyzyla/pdfium`) as is used here. */
export interface Pdfium {
  /** Opens a file, or rejects. */
  loadDocument(pdf: Uint8Array): Promise<PdfiumDocument>;
}

/** As much of its `PDFiumDocument`. */
export interface PdfiumDocument {
  /** How many pages there are. */
  getPageCount(): number;
  /** One page, counted from 0. */
  getPage(index: number): PdfiumPage;
  /** Frees its memory. */
  destroy(): void;
}

/** A page's size. */
export interface PdfiumSize {
  /** In points of 1/72 inch. */
  readonly originalWidth: number;
  /** In points of 1/72 inch. */
  readonly originalHeight: number;
}

/** A page, drawn. */
export interface PdfiumBitmap {
  /** Pixels. */
  readonly width: number;
  /** Pixels. */
  readonly height: number;
  /** RGBA, four bytes a pixel, row by row from the top left. */
  readonly data: Uint8Array;
}

/** As much of its `PDFiumPage`. */
export interface PdfiumPage {
  /** Its size. */
  getOriginalSize(): PdfiumSize;
  /** Its text. */
  getText(): string;
  /** Its pixels in RGBA; closes the page. */
  render(options: { readonly scale: number; readonly render: 'bitmap' }): Promise<PdfiumBitmap>;
}

/** A certificate has one page; printed together with others it is among the first. */
const MAX_PAGES = 4;
/** 300 dpi: a module of the smallest symbol that a page carries is then some five pixels wide. */
const SCALE = 300 / 72;
/** Pixels; bounds a page to 36 MB, whatever size it says that it has. */
const LONGEST_SIDE = 3000;

/** Draws the first pages of a PDF with PDFium; undefined where the file cannot be opened. */
export async function drawPages(
  pdfium: Pdfium,
  pdf: Uint8Array,
): Promise<readonly RenderedPage[] | undefined> {
  const document = await pdfium.loadDocument(pdf).catch(() => undefined);
  if (!document) return undefined;
  try {
    const pages: RenderedPage[] = [];
    for (let index = 0; index < Math.min(MAX_PAGES, document.getPageCount()); index += 1) {
      pages.push(await drawPage(document.getPage(index)));
    }
    return pages;
  } finally {
    document.destroy();
  }
}

async function drawPage(page: PdfiumPage): Promise<RenderedPage> {
  // Before rendering, which closes the page.
  const text = page.getText();
  const { originalWidth, originalHeight } = page.getOriginalSize();
  const scale = Math.min(SCALE, LONGEST_SIDE / Math.max(originalWidth, originalHeight));
  const { width, height, data } = await page.render({ scale, render: 'bitmap' });
  const pixels = new Uint8ClampedArray(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength);
  return { pixels: { data: pixels, width, height }, text };
}
