import type { PageContent } from './content.js';
import { qrCode } from './qr-code/qr-code.js';
import type { Faces } from './fonts/faces.js';
import type { Layout } from './layouts/layout.js';
import { drawPage } from './layouts/page.js';
import { writeDocument } from './pdf/document.js';
import { makePdfTemplate } from './pdf/template.js';
import { pngOf } from './pictures/png.js';
import { svgOf } from './pictures/svg.js';
import type { PictureFormat } from './document-renderer.js';

export type PreviewFormat = PictureFormat | { readonly as: 'pdf' };

/** An invented certificate's page; there is nothing to read in its QR code. */
export type PreviewContent = Omit<PageContent, 'qr' | 'copy' | 'certId' | 'layoutVersion'>;

/** As many digits as an ordinary certificate has, so that the symbol looks as usual; they are nothing to a verifier. */
const SAMPLE_QR = {
  prefix: 'https://sample.invalid/v#',
  digits: Array.from({ length: 720 }, (_, n) => (n * n * 7 + (n >> 2)) % 10).join(''),
};

/**
 * A page of a layout, marked all over as a sample, without signature and credential.
 * @throws DocumentError where a value cannot be drawn
 */
export async function previewPage(
  layout: Layout,
  faces: Faces,
  content: PreviewContent,
  format: PreviewFormat,
): Promise<Uint8Array> {
  const pageContent: PageContent = {
    ...content,
    qr: SAMPLE_QR,
    certId: new Uint8Array(16),
    layoutVersion: layout.version,
  };
  const qr = qrCode(SAMPLE_QR.prefix, SAMPLE_QR.digits);
  const page = drawPage(layout, faces, pageContent, { qr, sample: true });
  if (format.as === 'svg') return Buffer.from(svgOf(page));
  if (format.as === 'png') return pngOf(page, format.width);
  const { width, height } = layout.page;
  const title = `${content.type.name}（样张）`;
  const template = makePdfTemplate({
    width,
    height,
    title,
    background: page.blocks,
    variable: [],
    seal: { ...layout.seal, marks: page.seal.marks, name: '电子印章（样张）' },
  });
  const { identifier } = content;
  const { certId } = pageContent;
  const { seal } = layout;
  return writeDocument(template, {
    title,
    identifier,
    certId,
    pageHeight: height,
    blocks: [],
    seal,
    time: new Date(),
  });
}
