// PDF bytes written by hand: 248 certificates/s a core with all signatures; a library builds an object tree for
// each page, and pdf-lib's subset fonts are drawn blank (docs/decisions/05).
import { constants, deflateSync } from 'node:zlib';
import { SEAL_OPACITY } from '../art/seal.js';
import type { Block, Picture } from '../drawing/mark.js';
import { short } from '../drawing/numbers.js';
import { ContentWriter, Opacities } from './content.js';
import { ObjectWriter } from './file.js';
import { FontSet } from './fonts.js';
import { pdfDate, xmpPacket } from './metadata.js';
import { NUMBER, PARENT_KEY, writeFont } from './template.js';
import type { PdfTemplate } from './template.js';

export interface DocumentParts {
  readonly title: string;
  readonly identifier: string;
  readonly certId: Uint8Array;
  readonly pageHeight: number;
  readonly blocks: readonly Block[];
  readonly seal: { readonly x: number; readonly y: number };
  readonly time: Date;
  /** What only a signed document has. */
  readonly signed?: { readonly credential: string; readonly dictionary: string };
}

/**
 * How what is made for each document is deflated. Zlib allocates `chunkSize` at once, 16 KiB unless told: that alone was
 * a quarter of what a document leaves to the garbage collector outside the heap.
 */
const DEFLATING = {
  /** Metadata and credential. A higher level takes a tenth more time for 0.2% less, here and of fonts. */
  text: { level: 5, chunkSize: 2048 },
  /** The page, most of it numbers: without short matches it is 3% smaller, and done in a tenth less time. */
  operators: { level: 5, strategy: constants.Z_FILTERED, chunkSize: 4096 },
  font: { level: 5, chunkSize: 8192 },
} as const;

/** A document's bytes, complete but for what the signature fills in. The template is a signed document's or it is not. */
export function writeDocument(template: PdfTemplate, parts: DocumentParts): Buffer {
  const out = new ObjectWriter(template.base.next, template.base);
  const fonts = new FontSet('D', parts.blocks);
  const opacities = new Opacities('V');
  const writer = new ContentWriter(fonts, opacities, template.firstMarkedContent);
  const content = writer.page([...parts.blocks], parts.pageHeight) + sealOperators(writer, opacities, parts);
  out.stream(NUMBER.content, '/Filter/FlateDecode', deflateSync(content, DEFLATING.operators));
  const fontEntries = fonts.all.map((used) => writeFont(out, used, DEFLATING.font)).join('');
  const pictures = [...writer.pictures]
    .map(([name, picture]) => `/${name} ${writePicture(out, picture)} 0 R`)
    .join('');
  out.object(
    NUMBER.page,
    `<</Type/Page/Parent ${NUMBER.pages} 0 R/MediaBox${template.mediaBox}/Contents[${NUMBER.background} 0 R ${NUMBER.content} 0 R]` +
      `/Resources<</Font<<${template.fonts}${fontEntries}>>/ExtGState<<${template.states}${opacities.entries()}>>/XObject<</Seal ${NUMBER.seal} 0 R${template.forms}${pictures}>>>>` +
      `${parts.signed ? `/Annots[${NUMBER.widget} 0 R]` : ''}/StructParents ${PARENT_KEY.page}/Tabs/S/Group<</S/Transparency/CS/DeviceRGB>>>>`,
  );
  const time = new Date(Math.floor(parts.time.getTime() / 1000) * 1000);
  // Only PDF/A-1 forbids a filter here (ISO 19005-1 §6.7.2).
  const xmp = xmpPacket(parts.title, parts.identifier, time.toISOString().replace('.000', ''));
  out.stream(
    NUMBER.metadata,
    '/Type/Metadata/Subtype/XML/Filter/FlateDecode',
    deflateSync(xmp, DEFLATING.text),
  );
  if (parts.signed) {
    const credential = Buffer.from(parts.signed.credential, 'utf8');
    out.stream(
      NUMBER.credential,
      `/Type/EmbeddedFile/Subtype/application#2Fdc+sd-jwt/Filter/FlateDecode/Params<</ModDate(${pdfDate(time)})/Size ${credential.length}>>`,
      deflateSync(credential, DEFLATING.text),
    );
    out.object(NUMBER.signature, parts.signed.dictionary);
  }
  const id = Buffer.from(parts.certId).toString('hex');
  return out.finish(`/Root ${NUMBER.catalog} 0 R/ID[<${id}><${id}>]`);
}

function sealOperators(
  writer: ContentWriter,
  opacities: Opacities,
  { seal, pageHeight }: DocumentParts,
): string {
  const name = opacities.name(SEAL_OPACITY, true);
  const unit = 72 / 25.4;
  const matrix = [unit, 0, 0, -unit, seal.x * unit, (pageHeight - seal.y) * unit].map(short).join(' ');
  return writer.tagged('Figure', `q /${name} gs ${matrix} cm /Seal Do Q\n`);
}

function writePicture(out: ObjectWriter, picture: Picture): number {
  const common = `/Type/XObject/Subtype/Image/Width ${picture.width}/Height ${picture.height}/BitsPerComponent 8/ColorSpace/${picture.colours === 1 ? 'DeviceGray' : 'DeviceRGB'}`;
  if (picture.mediaType === 'image/jpeg') return out.addStream(`${common}/Filter/DCTDecode`, picture.bytes);
  return out.addStream(
    `${common}/Filter/FlateDecode/DecodeParms<</Predictor 15/Colors ${picture.colours}/BitsPerComponent 8/Columns ${picture.width}>>`,
    picture.bytes,
  );
}
