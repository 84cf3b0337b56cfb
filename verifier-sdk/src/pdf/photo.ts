import { concat, utf8 } from '../formats/bytes.js';
import { inflate } from '../formats/hash.js';
import type { PdfStructure } from './structure.js';
import { isDictionary, nameOf } from './values.js';
import type { PdfDictionary, PdfObject } from './values.js';

/** A photo as the page draws it. The PDF's signature covers every byte of it. */
export interface PdfPhoto {
  /** Of `bytes`. */
  readonly mediaType: 'image/jpeg' | 'image/png';
  /** A whole JPEG or PNG file; of a PNG the picture's own data under a header made anew. */
  readonly bytes: Uint8Array;
  /** How the page turns it, 1–8, as in EXIF's tag 274; 1 is upright. */
  readonly orientation: number;
}

const MAX_PHOTO = 4 * 1024 * 1024;
/** Of all streams that are looked through, inflated. */
const MAX_CONTENT = 8 * 1024 * 1024;

/** The one picture that the certificate's page draws, if it has one. */
export async function readPagePhoto({ objects }: PdfStructure): Promise<PdfPhoto | undefined> {
  const images = [...objects.values()].filter(
    ({ value }) => isDictionary(value) && nameOf(value.get('Subtype')) === 'Image',
  );
  const [image, another] = images;
  if (!image || another || !isDictionary(image.value) || !image.stream) return undefined;
  if (image.stream.length > MAX_PHOTO) return undefined;
  const file = fileOf(image.value, image.stream);
  return file && { ...file, orientation: await orientationOf(objects.values()) };
}

function fileOf(dictionary: PdfDictionary, stream: Uint8Array): Omit<PdfPhoto, 'orientation'> | undefined {
  const filter = nameOf(dictionary.get('Filter'));
  if (filter === 'DCTDecode') return { mediaType: 'image/jpeg', bytes: stream };
  const parameters = dictionary.get('DecodeParms');
  // Predictor 15 with Flate is just what IDAT holds (ISO 32000-1 §7.4.4.4).
  if (filter !== 'FlateDecode' || !isDictionary(parameters) || parameters.get('Predictor') !== 15)
    return undefined;
  return { mediaType: 'image/png', bytes: pngOf(dictionary, stream) };
}

/** A PNG file (third edition, §11.2) around the image data. */
function pngOf(dictionary: PdfDictionary, data: Uint8Array): Uint8Array {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  const side = (key: string): number => {
    const value = dictionary.get(key);
    return typeof value === 'number' ? value : 0;
  };
  view.setUint32(0, side('Width'));
  view.setUint32(4, side('Height'));
  header[8] = 8;
  header[9] = nameOf(dictionary.get('ColorSpace')) === 'DeviceGray' ? 0 : 2;
  return concat(
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    chunk('IHDR', header),
    chunk('IDAT', data),
    chunk('IEND', new Uint8Array()),
  );
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const body = concat(utf8(type), data);
  const [length, check] = [new Uint8Array(4), new Uint8Array(4)];
  new DataView(length.buffer).setUint32(0, data.length);
  new DataView(check.buffer).setUint32(0, crc32(body));
  return concat(length, body, check);
}

/** CRC-32 of ISO 3309, as PNG uses it (third edition, annex D). */
function crc32(bytes: Uint8Array): number {
  let rest = 0xffffffff;
  for (const octet of bytes) {
    rest ^= octet;
    for (let bit = 0; bit < 8; bit += 1) rest = (rest >>> 1) ^ (rest & 1 ? 0xedb88320 : 0);
  }
  return (rest ^ 0xffffffff) >>> 0;
}

const PLACED = /q ((?:-?[\d.]+ ){6})cm \/I0 Do Q/u;

/** Signs of the placing matrix and the orientation that they undo. */
const orientations = new Map(
  ['1 0 0 -1', '-1 0 0 -1', '-1 0 0 1', '1 0 0 1', '0 1 -1 0', '0 1 1 0', '0 -1 1 0', '0 -1 -1 0'].map(
    (signs, at) => [signs, at + 1],
  ),
);

/** How the page places the picture, on which y runs downwards. */
async function orientationOf(objects: Iterable<PdfObject>): Promise<number> {
  let left = MAX_CONTENT;
  for (const { value, stream } of objects) {
    if (!isDictionary(value) || !stream || value.has('Type')) continue;
    if (nameOf(value.get('Filter')) !== 'FlateDecode') continue;
    const content = await inflate(stream, left).catch(() => undefined);
    if (!content) break;
    left -= content.length;
    const matrix = PLACED.exec(new TextDecoder('latin1').decode(content))?.[1];
    if (!matrix) continue;
    const signs = matrix
      .trim()
      .split(' ')
      .slice(0, 4)
      .map((number) => Math.sign(Number(number)));
    return orientations.get(signs.join(' ')) ?? 1;
  }
  return 1;
}
