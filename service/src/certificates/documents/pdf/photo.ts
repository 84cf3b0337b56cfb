import { DocumentError } from '../errors.js';
import { plainJpeg } from './jpeg.js';
import type { Picture } from '../drawing/mark.js';

const MAX_SIDE = 4000;

function unsupported(why: string): DocumentError {
  return new DocumentError('PHOTO_UNSUPPORTED', `The photo ${why}.`);
}

/**
 * Reads a picture's kind and size, and takes its pixels as they are, without metadata: JPEG of grey or colour, or PNG of grey or colour with 8 bits,
 * not interlaced, without transparency.
 * @throws DocumentError `PHOTO_UNSUPPORTED`
 */
export function readPhoto(bytes: Uint8Array): Picture {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const picture = buffer[0] === 0xff && buffer[1] === 0xd8 ? readJpeg(buffer) : readPng(buffer);
  if (picture.width < 1 || picture.height < 1 || picture.width > MAX_SIDE || picture.height > MAX_SIDE) {
    throw unsupported(`has sides of 0 or more than ${MAX_SIDE} pixels`);
  }
  return picture;
}

function readJpeg(buffer: Buffer): Picture {
  const { bytes, ...plain } = plainJpeg(buffer);
  return { mediaType: 'image/jpeg', bytes, ...plain, source: bytes };
}

const PNG = Buffer.from('89504e470d0a1a0a', 'hex');

function readPng(buffer: Buffer): Picture {
  if (!buffer.subarray(0, 8).equals(PNG) || buffer.length < 33) throw unsupported('is neither JPEG nor PNG');
  const [width, height] = [buffer.readUInt32BE(16), buffer.readUInt32BE(20)];
  const [depth, type, , , interlace] = buffer.subarray(24, 29);
  if (depth !== 8 || (type !== 0 && type !== 2) || interlace !== 0) {
    throw unsupported('is a PNG with transparency, a palette, interlacing or other than 8 bits');
  }
  const data: Buffer[] = [];
  for (let at = 8; at + 12 <= buffer.length;) {
    const length = buffer.readUInt32BE(at);
    const kind = buffer.toString('latin1', at + 4, at + 8);
    if (kind === 'tRNS') throw unsupported('is a PNG with transparency');
    if (kind === 'IDAT') data.push(buffer.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  return {
    mediaType: 'image/png',
    bytes: Buffer.concat(data),
    width,
    height,
    colours: type === 0 ? 1 : 3,
    orientation: 1,
    source: plainPng(buffer),
  };
}

/** The same file with nothing in it but the picture (PNG 3rd edition §5.6): text, times, EXIF and colour notes go. */
function plainPng(buffer: Buffer): Buffer {
  const kept = [buffer.subarray(0, 8)];
  for (let at = 8; at + 12 <= buffer.length;) {
    const end = at + 12 + buffer.readUInt32BE(at);
    const kind = buffer.toString('latin1', at + 4, at + 8);
    if (['IHDR', 'IDAT', 'IEND'].includes(kind)) kept.push(buffer.subarray(at, end));
    at = end;
  }
  return Buffer.concat(kept);
}
