import { ImageError } from './error.js';

export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

/** A format that pictures of certificates come in. */
export type ImageFormat = 'png' | 'jpeg' | 'gif' | 'bmp' | 'webp';

interface Kind {
  readonly format: ImageFormat;
  /** Undefined for a file that breaks off before it says. */
  readonly size: (view: DataView) => ImageSize | undefined;
  readonly begins: (bytes: Uint8Array) => boolean;
}

const ascii = (bytes: Uint8Array, at: number, text: string): boolean =>
  [...text].every((character, i) => bytes[at + i] === character.charCodeAt(0));

const kinds: readonly Kind[] = [
  { format: 'png', begins: (bytes) => ascii(bytes, 0, '\u0089PNG\r\n\u001a\n'), size: pngSize },
  { format: 'jpeg', begins: (bytes) => ascii(bytes, 0, '\u00ff\u00d8\u00ff'), size: jpegSize },
  { format: 'gif', begins: (bytes) => ascii(bytes, 0, 'GIF8'), size: gifSize },
  { format: 'bmp', begins: isBmp, size: bmpSize },
  { format: 'webp', begins: (bytes) => ascii(bytes, 0, 'RIFF') && ascii(bytes, 8, 'WEBP'), size: webpSize },
];

/** What these bytes begin like. */
function kindOf(bytes: Uint8Array): Kind | undefined {
  return kinds.find(({ begins }) => begins(bytes));
}

/** Whether these bytes begin like a PNG, JPEG, GIF, BMP or WebP. */
export function isImage(bytes: Uint8Array): boolean {
  return kindOf(bytes) !== undefined;
}

/** The format that these bytes begin like. */
export function imageFormat(bytes: Uint8Array): ImageFormat | undefined {
  return kindOf(bytes)?.format;
}

/**
 * What a picture's header says of its size, so that a decoder is not asked to unpack a bomb.
 * @throws ImageError `IMAGE_REFUSED`
 */
export function imageSize(bytes: Uint8Array): ImageSize {
  const size = kindOf(bytes)?.size(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  if (!size) throw new ImageError('IMAGE_REFUSED', 'the picture is not a PNG, JPEG, GIF, BMP or WebP');
  return size;
}

/** IHDR comes first, with 13 bytes (PNG, third edition, §11.2.1). */
function pngSize(view: DataView): ImageSize | undefined {
  if (view.byteLength < 24 || view.getUint32(8) !== 13 || view.getUint32(12) !== 0x49484452) return undefined;
  return { width: view.getUint32(16), height: view.getUint32(20) };
}

/** The logical screen (GIF89a §18): no frame is decoded larger. */
function gifSize(view: DataView): ImageSize | undefined {
  if (view.byteLength < 10) return undefined;
  return { width: view.getUint16(6, true), height: view.getUint16(8, true) };
}

/** BM, and a header of one of its lengths: two letters alone begin many a text. */
function isBmp(bytes: Uint8Array): boolean {
  return ascii(bytes, 0, 'BM') && [12, 40, 52, 56, 64, 108, 124].includes(bytes[14] ?? 0);
}

/** BITMAPCOREHEADER has 16-bit sizes; a negative height in the others means rows from the top. */
function bmpSize(view: DataView): ImageSize | undefined {
  if (view.byteLength < 26) return undefined;
  if (view.getUint32(14, true) === 12)
    return { width: view.getUint16(18, true), height: view.getUint16(20, true) };
  return { width: Math.abs(view.getInt32(18, true)), height: Math.abs(view.getInt32(22, true)) };
}

/** VP8 (RFC 6386 §9.1), VP8L and VP8X (RFC 9649 §2.7 and §3.4): 14 or 24 bits each, some of them less one. */
function webpSize(view: DataView): ImageSize | undefined {
  if (view.byteLength < 30) return undefined;
  switch (view.getUint32(12)) {
    case 0x56503820:
      return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
    case 0x5650384c: {
      const bits = view.getUint32(21, true);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 0x56503858:
      return {
        width: (view.getUint32(23, true) >>> 8) + 1,
        height: (view.getUint32(26, true) >>> 8) + 1,
      };
    default:
      return undefined;
  }
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
