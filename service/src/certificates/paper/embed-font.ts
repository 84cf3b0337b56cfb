import { PDFHexString, PDFName, PDFString } from 'pdf-lib';
import type { PDFContext, PDFRef } from 'pdf-lib';
import type { UsedFont } from '../documents/index.js';

/** A subset as a composite font (ISO 32000-1 §9.7), with what each code means (§9.10.3). */
export function embedFont(context: PDFContext, used: UsedFont): PDFRef {
  const { font } = used;
  const name = PDFName.of(`${used.tag()}+${font.postScriptName}`);
  const scale = 1000 / font.unitsPerEm;
  const file = used.file();
  const [ascent, descent] = [Math.round(font.ascent * scale), Math.round(font.descent * scale)];
  const descriptor = context.register(
    context.obj({
      Type: 'FontDescriptor',
      FontName: name,
      Flags: 4,
      FontBBox: font.bounds.map((value) => Math.round(value * scale)),
      ItalicAngle: 0,
      Ascent: ascent,
      Descent: descent,
      CapHeight: ascent,
      StemV: 80,
      FontFile2: context.register(context.flateStream(file, { Length1: file.length })),
    }),
  );
  const descendant = context.register(
    context.obj({
      Type: 'Font',
      Subtype: 'CIDFontType2',
      BaseFont: name,
      CIDSystemInfo: { Registry: PDFString.of('Adobe'), Ordering: PDFString.of('Identity'), Supplement: 0 },
      FontDescriptor: descriptor,
      CIDToGIDMap: 'Identity',
      DW: 1000,
      W: [0, used.widths().split(' ').map(Number)],
    }),
  );
  return context.register(
    context.obj({
      Type: 'Font',
      Subtype: 'Type0',
      BaseFont: name,
      Encoding: 'Identity-H',
      DescendantFonts: [descendant],
      ToUnicode: context.register(context.flateStream(used.toUnicode())),
    }),
  );
}

/** A text string of an operator. */
export const shown = (codes: string): string => PDFHexString.of(codes).toString();
