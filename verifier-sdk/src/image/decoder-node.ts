import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

import type { Pixels } from './pixels.js';
import type { ImageFormat } from './size.js';

interface Decoder {
  decode(bytes: Uint8Array): Pixels;
}

/** The decoder's WebAssembly, from the installed package: nothing is fetched. */
export function loadDecoder(): Promise<Uint8Array | undefined> {
  return readFile(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'));
}

const decoders: Partial<Record<ImageFormat, () => Promise<{ default: Decoder }>>> = {
  webp: () => import('@cwasm/webp'),
  png: () => import('@cwasm/lodepng'),
  jpeg: () => import('@cwasm/jpeg-turbo'),
};

/** The pixels of a picture; undefined for formats that only the QR decoder reads. */
export async function decode(bytes: Uint8Array, format: ImageFormat): Promise<Pixels | undefined> {
  const load = decoders[format];
  return load && (await load()).default.decode(bytes);
}
