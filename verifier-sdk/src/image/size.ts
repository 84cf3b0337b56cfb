import { ImageError } from './error.js';

export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52];

/** Whether these bytes begin like a PNG or a JPEG. */
export function isImage(bytes: Uint8Array): boolean {
  return isPng(bytes) || isJpeg(bytes);
}

const isPng = (bytes: Uint8Array): boolean => PNG.slice(0, 8).every((octet, i) => bytes[i] === octet);
const isJpeg = (bytes: Uint8Array): boolean => bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;

/**
 * What a PNG (IHDR) or JPEG (start of frame) says of its size, so that a decoder is not asked to
 * unpack a bomb.
 * @throws ImageError `IMAGE_REFUSED`
 */
export function imageSize(bytes: Uint8Array): ImageSize {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (isPng(bytes) && bytes.length >= 24 && PNG.every((octet, i) => bytes[i] === octet)) {
    return { width: view.getUint32(16), height: view.getUint32(20) };
  }
  const size = isJpeg(bytes) ? jpegSize(view) : undefined;
  if (size === undefined) throw new ImageError('IMAGE_REFUSED', 'the picture is neither a PNG nor a JPEG');
  return size;
}

/** Walks the markers (ITU-T T.81 §B.1.1) up to the start of frame. */
function jpegSize(view: DataView): ImageSize | undefined {
  let at = 2;
  while (at + 9 <= view.byteLength) {
    if (view.getUint8(at) !== 0xff) return undefined;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    // SOF0–SOF15, without DHT (C4), JPG (C8) and DAC (CC).
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    at += 2 + view.getUint16(at + 2);
  }
  return undefined;
}
