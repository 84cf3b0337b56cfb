/** Browsers have no package to read from: the page gives the decoder by `useQrDecoder`. */
export function loadDecoder(): Promise<Uint8Array | undefined> {
  return Promise.resolve(undefined);
}
