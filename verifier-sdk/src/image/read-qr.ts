import { loadDecoder } from '#qr-decoder';
import type * as ZxingReader from 'zxing-wasm/reader';
import { ImageError } from './error.js';
import { imageSize } from './size.js';

/** Pixels of a canvas or camera: RGBA, row by row. `ImageData` is one. */
export interface Pixels {
  /** RGBA, four bytes a pixel, row by row from the top left. */
  readonly data: Uint8ClampedArray;
  /** Pixels. */
  readonly width: number;
  /** Pixels. */
  readonly height: number;
}

/** How large a picture may be. */
export interface ReadQrOptions {
  /** Largest file in bytes; 16 MiB unless set. */
  readonly maxBytes?: number;
  /** Largest picture in pixels; 40 million unless set. */
  readonly maxPixels?: number;
}

const MAX_BYTES = 16 * 1024 * 1024;
const MAX_PIXELS = 40_000_000;
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
 * The texts of the QR codes in a PNG or JPEG, or in pixels; empty when there is none.
 * @throws ImageError `IMAGE_REFUSED` for what is no picture or too large, `DECODER_MISSING`
 */
export async function readQr(
  image: Uint8Array | Pixels,
  options: ReadQrOptions = {},
): Promise<readonly string[]> {
  const isFile = image instanceof Uint8Array;
  const { width, height } = isFile ? sizeOfFile(image, options) : image;
  if (width < 1 || height < 1 || width * height > (options.maxPixels ?? MAX_PIXELS)) {
    throw new ImageError('IMAGE_REFUSED', `a picture of ${width} × ${height} pixels is not read`);
  }
  if (!isFile && image.data.length !== width * height * 4) {
    throw new ImageError('IMAGE_REFUSED', 'the pixels are not RGBA of the given width and height');
  }
  loading ??= load();
  const { readBarcodes } = await loading;
  try {
    const found = await readBarcodes(isFile ? image : (image as ImageData), {
      formats: ['QRCode'],
      tryHarder: true,
      maxNumberOfSymbols: MAX_SYMBOLS,
    });
    return found.filter(({ isValid }) => isValid).map(({ text }) => text);
  } catch (cause) {
    throw new ImageError('IMAGE_REFUSED', 'the picture cannot be decoded', { cause });
  }
}

function sizeOfFile(
  bytes: Uint8Array,
  { maxBytes = MAX_BYTES }: ReadQrOptions,
): Pick<Pixels, 'width' | 'height'> {
  if (bytes.length > maxBytes) throw new ImageError('IMAGE_REFUSED', 'the picture is too large');
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
