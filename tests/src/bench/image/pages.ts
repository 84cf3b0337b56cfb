import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PDFiumLibrary } from '@hyzyla/pdfium';
import { drawPages } from '@certbridge/verifier-sdk/rendering';
import { openDocumentWorkshop } from '../../documents/document-workshop.js';
import { slugs } from '../../documents/samples.js';
import { inPackage } from '../../packages.js';
import { crop } from './picture.js';
import type { Picture } from './picture.js';

/** A page's QR code as a camera is held over it, and what it says. */
export interface PhotographedCode {
  readonly text: string;
  readonly picture: Picture;
}

/** Millimetres of the page around the symbol, and of its quiet zone. */
const AROUND = 14;

interface Layout {
  readonly page: { readonly width: number };
  readonly qr: { readonly x: number; readonly y: number; readonly size: number };
}

async function layoutOf(slug: string): Promise<Layout> {
  const file = join(inPackage('service'), 'certificate-types', slug, 'layout.json');
  return JSON.parse(await readFile(file, 'utf8')) as Layout;
}

/** The QR codes of one page of each type, as PDFium draws the PDF, at three or four pixels a module. */
export async function photographCodes(): Promise<PhotographedCode[]> {
  const shop = await openDocumentWorkshop();
  const pdfium = await PDFiumLibrary.init();
  try {
    const codes: PhotographedCode[] = [];
    for (const slug of slugs) {
      const content = await shop.content(slug);
      const { pdf } = await shop.renderer.mint(content, await shop.signer(slug));
      const [page] = (await drawPages(pdfium, pdf)) ?? [];
      if (!page) throw new Error(`${slug} has no page`);
      const { qr, page: paper } = await layoutOf(slug);
      const scale = page.pixels.width / paper.width;
      const side = Math.round((qr.size + 2 * AROUND) * scale);
      codes.push({
        text: content.qr.prefix + content.qr.digits,
        picture: crop(page.pixels, (qr.x - AROUND) * scale, (qr.y - AROUND) * scale, side, side),
      });
    }
    return codes;
  } finally {
    pdfium.destroy();
    await shop.close();
  }
}
