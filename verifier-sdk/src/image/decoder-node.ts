import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

/** The decoder's WebAssembly, from the installed package: nothing is fetched. */
export function loadDecoder(): Promise<Uint8Array | undefined> {
  return readFile(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'));
}
