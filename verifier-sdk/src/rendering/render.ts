import { ownRenderer } from '#page-renderer';
import type { PageRenderer, RenderedPage } from './rendered-page.js';

let given: PageRenderer | undefined;

/**
 * Gives what draws the pages of a PDF that lost its signature, which a browser must load from where the page comes
 * from; Node finds `@hyzyla/pdfium` by itself where that is installed. {@link drawPages} does it with PDFium.
 */
export function usePageRenderer(renderer: PageRenderer): void {
  given = renderer;
}

/** The first pages; `missing` without a renderer that works, `unopened` where the file cannot be opened. */
export async function renderPages(
  pdf: Uint8Array,
): Promise<readonly RenderedPage[] | 'missing' | 'unopened'> {
  const render = given ?? ownRenderer();
  if (!render) return 'missing';
  try {
    return (await render(pdf)) ?? 'unopened';
  } catch {
    return 'missing';
  }
}
