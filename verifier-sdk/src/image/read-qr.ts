import { decode, loadDecoder } from '#qr-decoder';
import type * as ZxingReader from 'zxing-wasm/reader';
import { attempts } from './attempts.js';
import { ImageError } from './error.js';
import type { Pixels } from './pixels.js';
import { imageFormat, imageSize } from './size.js';
import { decodable } from './unpacking.js';

/** How large a picture may be. */
export interface ReadQrOptions {
  /** Largest file in bytes; 32 MiB unless set. */
  readonly maxBytes?: number;
  /** Largest picture in pixels; 64 million unless set. */
  readonly maxPixels?: number;
  /** One attempt only, where the next picture comes at once: a frame of a camera. */
  readonly once?: boolean;
}

const MAX_BYTES = 32 * 1024 * 1024;
// Phones take 48 to 50 million pixels: 0.35 GB while one is read, a progressive JPEG the most.
const MAX_PIXELS = 64_000_000;
const MAX_SYMBOLS = 8;

type Reader = typeof ZxingReader;

let given: Uint8Array | undefined;
let loading: Promise<Reader> | undefined;

/**
 * Gives the decoder's WebAssembly (`zxing-wasm/reader/zxing_reader.wasm`), which a browser must load
 * from where the page comes from; Node finds it by itself. The decoder is never fetched from elsewhere.
 */
export function useQrDecoder(wasm: Uint8Array): void {
  given = wasm;
  loading = undefined;
}

/**
 * The texts of the QR codes in a PNG, JPEG, GIF, BMP or WebP, or in pixels; empty when there is none.
 * @throws ImageError `IMAGE_REFUSED` for what is no picture, damaged or too large, `DECODER_MISSING`
 */
export async function readQr(
  image: Uint8Array | Pixels,
  options: ReadQrOptions = {},
): Promise<readonly string[]> {
  checkSize(image, options);
  loading ??= load();
  const reader = await loading;
  try {
    const opened = image instanceof Uint8Array ? await openable(image) : image;
    const texts = await textsIn(reader, opened);
    return texts.length > 0 || options.once ? texts : await lookAgain(reader, opened);
  } catch (cause) {
    throw new ImageError('IMAGE_REFUSED', 'the picture cannot be decoded', { cause });
  }
}

/** Before anything is unpacked. */
function checkSize(image: Uint8Array | Pixels, options: ReadQrOptions): void {
  const isFile = image instanceof Uint8Array;
  const { width, height } = isFile ? sizeOfFile(image, options) : image;
  if (width < 1 || height < 1) {
    throw new ImageError('IMAGE_REFUSED', `a picture of ${width} × ${height} pixels is not read`);
  }
  if (width * height > (options.maxPixels ?? MAX_PIXELS)) {
    throw new ImageError('IMAGE_REFUSED', `a picture of ${width} × ${height} pixels is not read`, {
      tooLarge: true,
    });
  }
  if (!isFile && image.data.length !== width * height * 4) {
    throw new ImageError('IMAGE_REFUSED', 'the pixels are not RGBA of the given width and height');
  }
}

/** What the QR decoder opens of a file: every format but one. */
async function openable(file: Uint8Array): Promise<Uint8Array | Pixels> {
  const format = imageFormat(file);
  if (format === 'webp') return (await pixelsIn(file)) ?? file;
  return format ? decodable(file, format) : file;
}

async function pixelsIn(file: Uint8Array): Promise<Pixels | undefined> {
  const format = imageFormat(file);
  return format && decode(file, format);
}

/** A code that was photographed badly is often read once the picture is drawn anew. */
async function lookAgain(reader: Reader, image: Uint8Array | Pixels): Promise<string[]> {
  // The QR decoder opened it; another one's objections make it no worse.
  const pixels = image instanceof Uint8Array ? await pixelsIn(image).catch(() => undefined) : image;
  for (const attempt of pixels ? attempts(pixels) : []) {
    const texts = await textsIn(reader, attempt);
    if (texts.length > 0) return texts;
  }
  return [];
}

async function textsIn({ readBarcodes }: Reader, image: Uint8Array | Pixels): Promise<string[]> {
  const found = await readBarcodes(image instanceof Uint8Array ? image : (image as ImageData), {
    formats: ['QRCode'],
    tryHarder: true,
    maxNumberOfSymbols: MAX_SYMBOLS,
  });
  // A file that the decoder cannot unpack comes back as one result that holds nothing but an error.
  const fault = found.find(({ isValid }) => !isValid);
  if (fault) throw new TypeError(fault.error);
  return found.map(({ text }) => text);
}

function sizeOfFile(
  bytes: Uint8Array,
  { maxBytes = MAX_BYTES }: ReadQrOptions,
): Pick<Pixels, 'width' | 'height'> {
  if (bytes.length > maxBytes)
    throw new ImageError('IMAGE_REFUSED', `a picture of ${bytes.length} bytes is not read`, {
      tooLarge: true,
    });
  return imageSize(bytes);
}

async function load(): Promise<Reader> {
  try {
    const wasm = given ?? (await loadDecoder());
    if (wasm === undefined) throw new TypeError('no WebAssembly was given');
    const reader = await import('zxing-wasm/reader');
    // With the bytes at hand it never asks its own address, which is a CDN's.
    const wasmBinary = wasm.slice().buffer;
    await reader.prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
    return reader;
  } catch (cause) {
    loading = undefined;
    throw new ImageError('DECODER_MISSING', 'the QR decoder is not installed or was not given', { cause });
  }
}
