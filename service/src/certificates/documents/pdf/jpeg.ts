import { DocumentError } from '../errors.js';

/** A JPEG (ITU T.81) with nothing in it but the picture. */
export interface PlainJpeg {
  /** Without metadata: no application segments but Adobe's, which says how colours are meant, and no comments. */
  readonly bytes: Buffer;
  readonly width: number;
  readonly height: number;
  readonly colours: 1 | 3;
  /** EXIF 2.32 §4.6.4, tag 0112: 1 to 8; 1 is upright. */
  readonly orientation: number;
}

const unsupported = (why: string): DocumentError =>
  new DocumentError('PHOTO_UNSUPPORTED', `The photo ${why}.`);

const [SOS, EOI, COM, APP1, APP14] = [0xda, 0xd9, 0xfe, 0xe1, 0xee];
const isMetadata = (marker: number): boolean =>
  marker === COM || (marker >= 0xe0 && marker <= 0xef && marker !== APP14);

/** SOF0…SOF15; C4, C8 and CC among them are tables and reserved (§B.1.1.3). */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

/** @throws DocumentError `PHOTO_UNSUPPORTED` */
export function plainJpeg(buffer: Buffer): PlainJpeg {
  const kept: Buffer[] = [buffer.subarray(0, 2)];
  let frame: Omit<PlainJpeg, 'bytes' | 'orientation'> | undefined;
  let orientation = 1;
  let isEnded = false;
  for (let at = 2; !isEnded;) {
    // Any number of fill bytes FF may come before a marker (§B.1.1.2).
    while (buffer[at] === 0xff && buffer[at + 1] === 0xff) at += 1;
    const marker = buffer[at + 1];
    if (buffer[at] !== 0xff || marker === undefined) throw unsupported('is a JPEG that breaks off');
    if (marker === EOI) {
      kept.push(buffer.subarray(at, at + 2));
      isEnded = true;
      continue;
    }
    const length = at + 4 <= buffer.length ? buffer.readUInt16BE(at + 2) : 0;
    const end = at + 2 + length;
    if (length < 2 || end > buffer.length) throw unsupported('is a JPEG that breaks off');
    const next = marker === SOS ? scanEnd(buffer, end) : end;
    if (isFrame(marker)) frame = frameOf(buffer, at, marker);
    if (marker === APP1) orientation = exifOrientation(buffer.subarray(at + 4, end)) ?? orientation;
    if (!isMetadata(marker)) kept.push(buffer.subarray(at, next));
    at = next;
  }
  if (!frame) throw unsupported('is a JPEG without a readable frame');
  return { bytes: Buffer.concat(kept), ...frame, orientation };
}

/** Where the next marker stands after entropy-coded data: stuffed zeros and restart markers belong to it (§B.1.1.5). */
function scanEnd(buffer: Buffer, from: number): number {
  for (let at = buffer.indexOf(0xff, from); at >= 0; at = buffer.indexOf(0xff, at + 1)) {
    const marker = buffer[at + 1] ?? 0;
    if (marker !== 0 && marker !== 0xff && (marker < 0xd0 || marker > 0xd7)) return at;
  }
  throw unsupported('is a JPEG that breaks off');
}

function frameOf(buffer: Buffer, at: number, marker: number): Omit<PlainJpeg, 'bytes' | 'orientation'> {
  // SOF0…SOF2: baseline, extended, progressive. Others (lossless, arithmetic) few readers know.
  if (marker > 0xc2) throw unsupported('is a lossless or arithmetic JPEG');
  const [precision, , , , , colours] = buffer.subarray(at + 4, at + 10);
  if (precision !== 8 || (colours !== 1 && colours !== 3))
    throw unsupported('is not of 8 bits in grey or RGB');
  return { width: buffer.readUInt16BE(at + 7), height: buffer.readUInt16BE(at + 5), colours };
}

function exifOrientation(segment: Buffer): number | undefined {
  if (segment.toString('latin1', 0, 6) !== 'Exif\0\0' || segment.length < 14) return undefined;
  const tiff = segment.subarray(6);
  const isLittle = tiff.toString('latin1', 0, 2) === 'II';
  const short = (at: number): number =>
    at + 2 > tiff.length ? 0 : isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at);
  const first = isLittle ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  for (let entry = 0; entry < Math.min(short(first), 200); entry += 1) {
    const at = first + 2 + entry * 12;
    const value = short(at + 8);
    if (short(at) === 0x0112) return value >= 1 && value <= 8 ? value : undefined;
  }
  return undefined;
}

/** A plain JPEG that says how it is to be turned, and nothing else: EXIF with the one tag (EXIF 2.32 §4.5.4, §4.6.4). */
export function withOrientation(plain: Uint8Array, orientation: number): Buffer {
  const segment = Buffer.from(
    'ffe100224578696600004d4d002a000000080001011200030000000100000000' + '00000000',
    'hex',
  );
  segment.writeUInt16BE(orientation, 28);
  return Buffer.concat([plain.subarray(0, 2), segment, plain.subarray(2)]);
}
