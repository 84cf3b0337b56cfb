import { renderAsync } from '@resvg/resvg-js';
import { svgOf } from './svg.js';
import type { Page } from '../layouts/page.js';

/** A page as PNG, `width` pixels wide. Drawn on the thread pool; the file holds pixels and nothing else. */
export async function pngOf(page: Page, width: number): Promise<Uint8Array> {
  const image = await renderAsync(svgOf(page), {
    fitTo: { mode: 'width', value: width },
    // Glyphs are outlines already: looking for fonts would only take time.
    font: { loadSystemFonts: false },
  });
  return image.asPng();
}
