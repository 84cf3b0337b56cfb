import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

import type { Pixels } from './pixels.js';

/** The decoder's WebAssembly, from the installed package: nothing is fetched. */
export function loadDecoder(): Promise<Uint8Array | undefined> {
  return readFile(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'));
}

/** The pixels of a WebP, which the QR decoder does not read. */
export async function decodeWebp(bytes: Uint8Array): Promise<Pixels> {
  const { default: webp } = await import('@cwasm/webp');
  return webp.decode(bytes);
}
