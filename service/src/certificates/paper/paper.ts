import { PDFDocument, PDFHexString, PDFName, PDFString } from 'pdf-lib';
import type { PDFRef } from 'pdf-lib';
import { pdfDate, srgbProfile, xmpPacket } from '../documents/index.js';
import type { Faces } from '../documents/index.js';
import { embedFont } from './embed-font.js';
import { layOut } from './lay-out.js';
import type { PaperPage } from './lay-out.js';

/** A file inside another (ISO 32000-2 §14.13), as it is: uncompressed, so that a reader finds it by its text. */
export interface Attachment {
  readonly name: string;
  /** Media type. */
  readonly type: string;
  readonly description: string;
  readonly bytes: Uint8Array;
}

export interface Paper {
  readonly title: string;
  readonly identifier: string;
  readonly time: Date;
  /** Each begins on a page of its own. */
  readonly pages: readonly PaperPage[];
  readonly attachments?: readonly Attachment[];
}

const A4 = [595.28, 841.89] as const;

/**
 * PDF/A-3b (ISO 19005-3) for archives, by pdf-lib; fonts are subset by our own code, since those that pdf-lib makes
 * are drawn blank (docs/decisions/05).
 */
export async function writePaper(faces: Faces, paper: Paper): Promise<Uint8Array> {
  const document = await PDFDocument.create({ updateMetadata: false });
  const { context, catalog } = document;
  const { sheets, fonts, pictures } = layOut(faces, paper.pages, A4);
  const pages = sheets.map((sheet) => ({ page: document.addPage([...A4]), sheet }));
  const fontEntries = Object.fromEntries(fonts.map((used) => [used.name, embedFont(context, used)]));
  const pictureEntries: Record<string, PDFRef> = {};
  for (const { name, png } of pictures) pictureEntries[name] = (await document.embedPng(png)).ref;
  for (const { page, sheet } of pages) {
    page.node.set(PDFName.of('Contents'), context.register(context.flateStream(sheet)));
    page.node.set(PDFName.of('Resources'), context.obj({ Font: fontEntries, XObject: pictureEntries }));
  }
  const profile = context.register(context.flateStream(srgbProfile(), { N: 3 }));
  const intent = {
    Type: 'OutputIntent',
    S: 'GTS_PDFA1',
    OutputConditionIdentifier: PDFString.of('sRGB IEC61966-2.1'),
    DestOutputProfile: profile,
  };
  catalog.set(PDFName.of('OutputIntents'), context.obj([intent]));
  const time = new Date(Math.floor(paper.time.getTime() / 1000) * 1000);
  const xmp = xmpPacket(paper.title, paper.identifier, time.toISOString().replace('.000', ''), false);
  const metadata = context.stream(xmp, { Type: 'Metadata', Subtype: 'XML' });
  catalog.set(PDFName.of('Metadata'), context.register(metadata));
  catalog.set(PDFName.of('Lang'), PDFString.of('zh-CN'));
  const attached = (paper.attachments ?? []).map((one) => attach(document, one, time));
  if (attached.length > 0) {
    catalog.set(PDFName.of('AF'), context.obj(attached.map(({ ref }) => ref)));
    const names = attached.flatMap(({ name, ref }) => [PDFHexString.fromText(name), ref]);
    catalog.set(PDFName.of('Names'), context.obj({ EmbeddedFiles: { Names: names } }));
  }
  const id = PDFHexString.of(Buffer.from(paper.identifier).toString('hex').slice(0, 32).padEnd(32, '0'));
  context.trailerInfo.ID = context.obj([id, id]);
  return document.save({ useObjectStreams: false });
}

function attach(
  { context }: PDFDocument,
  { name, type, description, bytes }: Attachment,
  time: Date,
): { readonly name: string; readonly ref: PDFRef } {
  const file = context.register(
    context.stream(bytes, {
      Type: 'EmbeddedFile',
      Subtype: type,
      Params: { ModDate: PDFString.of(pdfDate(time)), Size: bytes.length },
    }),
  );
  const ref = context.register(
    context.obj({
      Type: 'Filespec',
      F: PDFString.of(name),
      UF: PDFHexString.fromText(name),
      Desc: PDFHexString.fromText(description),
      AFRelationship: 'Source',
      EF: { F: file, UF: file },
    }),
  );
  return { name, ref };
}
