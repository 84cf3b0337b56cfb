/*
 * What a header says bounds neither memory nor time: the data of a PNG of a thousand pixels inflates to gigabytes, and
 * each of a progressive JPEG's scans, a hundred bytes, goes over all of its pixels. No decoder here counts either.
 */
import { concat } from '../formats/bytes.js';
import { ImageError } from './error.js';
import type { ImageFormat } from './size.js';

/** The file as decoders may be given it. @throws ImageError `IMAGE_REFUSED` for one that unpacks to more than it says */
export async function decodable(bytes: Uint8Array, format: ImageFormat): Promise<Uint8Array> {
  if (format === 'png') return decodablePng(bytes);
  if (format === 'jpeg') demandFewScans(bytes);
  return bytes;
}

const refused = (what: string): ImageError => new ImageError('IMAGE_REFUSED', what);

/** Encoders write ten; phones put smaller pictures with theirs into the same file. */
const MAX_SCANS = 100;

/** Counts starts of scans (ITU-T T.81 §B.2.3), wherever they stand: a length that decoders take shows one. */
function demandFewScans(bytes: Uint8Array): void {
  let scans = 0;
  for (let at = bytes.indexOf(0xff); at !== -1; at = bytes.indexOf(0xff, at + 1)) {
    const isScan = bytes[at + 1] === 0xda && bytes[at + 2] === 0 && (bytes[at + 3] ?? 0) <= 14;
    if (isScan) scans += 1;
    if (scans > MAX_SCANS) throw refused(`a JPEG of more than ${MAX_SCANS} scans is not read`);
  }
}

const SIGNATURE = 8;
/** Samples of a pixel, by the colour type (PNG, third edition, §11.2.1). */
const SAMPLES: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
/** What pixels are made of. Others hold texts and profiles, which decoders inflate as well. */
const NEEDED: ReadonlySet<string> = new Set(['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND']);

/** A PNG of the chunks that its pixels need, whose data are no more than these. */
async function decodablePng(bytes: Uint8Array): Promise<Uint8Array> {
  const kept: Uint8Array[] = [bytes.subarray(0, SIGNATURE)];
  const data: Uint8Array[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = SIGNATURE; at + 12 <= bytes.length;) {
    const end = at + 12 + view.getUint32(at);
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (NEEDED.has(type)) kept.push(bytes.subarray(at, end));
    if (type === 'IDAT') data.push(bytes.subarray(at + 8, end - 4));
    if (type === 'IEND') break;
    at = end;
  }
  const length = await inflatedLength(concat(...data), imageData(view));
  if (length === undefined) throw refused('a PNG that inflates to more than its pixels is not read');
  return concat(...kept);
}

/** The most bytes of image data: with Adam7 (§8.1) seven images, whose rows are twice as many and end on whole bytes. */
function imageData(view: DataView): number {
  const header = SIGNATURE + 8;
  const [width, height] = [view.getUint32(header), view.getUint32(header + 4)];
  const [depth, colour] = [view.getUint8(header + 8), view.getUint8(header + 9)];
  const bits = depth * (SAMPLES[colour] ?? 4);
  return Math.ceil((width * bits) / 8) * height + 4 * height + 16;
}

/** How many bytes a zlib stream inflates to, none of them kept; undefined: more than `max`. */
async function inflatedLength(zlib: Uint8Array, max: number): Promise<number | undefined> {
  const stream = new DecompressionStream('deflate');
  const writer = stream.writable.getWriter();
  const written = writer.write(zlib as Uint8Array<ArrayBuffer>).then(() => writer.close());
  // The reader below reports the same failure; this only keeps it from being "unhandled" as well.
  written.catch(() => undefined);
  const reader = (stream.readable as ReadableStream<Uint8Array>).getReader();
  let length = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    length += next.value.length;
    if (length > max) {
      await reader.cancel();
      return undefined;
    }
  }
  return length;
}
