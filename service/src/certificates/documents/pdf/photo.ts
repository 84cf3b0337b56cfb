import { DocumentError } from '../errors.js';
import { plainJpeg, withOrientation } from './jpeg.js';
import { plainPng } from './plain-png.js';
import type { Picture } from '../drawing/mark.js';

const MAX_SIDE = 4000;
/** Of a PNG whose pixels are written anew: a small file may unpack to very many. */
const MAX_CONVERTED = 4_000_000;

function unsupported(why: string): DocumentError {
  return new DocumentError('PHOTO_UNSUPPORTED', `The photo ${why}.`);
}

/**
 * Reads a picture without its metadata: JPEG of grey or colour as it is, PNG of any kind as one of 8 bits in grey or
 * colour, not interlaced and without transparency.
 * @throws DocumentError `PHOTO_UNSUPPORTED`
 */
export function readPhoto(bytes: Uint8Array): Picture {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const picture = buffer[0] === 0xff && buffer[1] === 0xd8 ? readJpeg(buffer) : readPng(buffer);
  requireSides(picture.width, picture.height);
  return picture;
}

/**
 * The file to keep of a picture: without its metadata, but for how it is to be turned.
 * @throws DocumentError `PHOTO_UNSUPPORTED`
 */
export function plainPhoto(bytes: Uint8Array): Uint8Array {
  try {
    const { source, orientation } = readPhoto(bytes);
    return orientation === 1 ? source : withOrientation(source, orientation);
  } catch (error) {
    if (error instanceof DocumentError) throw error;
    // A length in it that points beyond its end, for instance.
    throw unsupported('cannot be read');
  }
}

function requireSides(width: number, height: number): void {
  if (width < 1 || height < 1 || width > MAX_SIDE || height > MAX_SIDE) {
    throw unsupported(`has sides of 0 or more than ${MAX_SIDE} pixels`);
  }
}

function readJpeg(buffer: Buffer): Picture {
  const { bytes, ...plain } = plainJpeg(buffer);
  return { mediaType: 'image/jpeg', bytes, ...plain, source: bytes };
}

const PNG = Buffer.from('89504e470d0a1a0a', 'hex');

function readPng(buffer: Buffer): Picture {
  if (!buffer.subarray(0, 8).equals(PNG) || buffer.length < 33) throw unsupported('is neither JPEG nor PNG');
  const [width, height] = [buffer.readUInt32BE(16), buffer.readUInt32BE(20)];
  const [depth = 0, type = 0, , , interlace = 0] = buffer.subarray(24, 29);
  const chunks = chunksOf(buffer);
  const all = (kind: string): Buffer =>
    Buffer.concat(chunks.filter((one) => one.kind === kind).map((one) => one.body));
  const [data, transparency] = [all('IDAT'), all('tRNS')];
  if (depth !== 8 || (type !== 0 && type !== 2) || interlace !== 0 || transparency.length > 0) {
    requireSides(width, height);
    if (width * height > MAX_CONVERTED) {
      throw unsupported(`is a PNG of more than ${MAX_CONVERTED} pixels that are not 8 bits of grey or RGB`);
    }
    const header = { width, height, depth, type, interlace };
    return readPng(plainPng({ header, palette: all('PLTE'), transparency, data }));
  }
  // Nothing but the picture (PNG 3rd edition §5.6): text, times, EXIF and colour notes go.
  const kept = chunks.filter(({ kind }) => ['IHDR', 'IDAT', 'IEND'].includes(kind));
  return {
    mediaType: 'image/png',
    bytes: data,
    width,
    height,
    colours: type === 0 ? 1 : 3,
    orientation: 1,
    source: Buffer.concat([PNG, ...kept.map(({ whole }) => whole)]),
  };
}

interface Chunk {
  readonly kind: string;
  readonly body: Buffer;
  readonly whole: Buffer;
}

function chunksOf(buffer: Buffer): Chunk[] {
  const chunks: Chunk[] = [];
  for (let at = 8; at + 12 <= buffer.length;) {
    const length = buffer.readUInt32BE(at);
    const end = at + 12 + length;
    const kind = buffer.toString('latin1', at + 4, at + 8);
    chunks.push({ kind, body: buffer.subarray(at + 8, at + 8 + length), whole: buffer.subarray(at, end) });
    at = end;
  }
  return chunks;
}
