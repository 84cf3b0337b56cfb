import type { Pixels } from './pixels.js';

/** Browsers have no package to read from: the page gives the decoder by `useQrDecoder`. */
export function loadDecoder(): Promise<Uint8Array | undefined> {
  return Promise.resolve(undefined);
}

/** The pixels of a picture, which browsers decode by themselves, whatever its format. */
export async function decode(bytes: Uint8Array): Promise<Pixels | undefined> {
  const bitmap = await createImageBitmap(new Blob([bytes.slice()]));
  const { width, height } = bitmap;
  const brush = new OffscreenCanvas(width, height).getContext('2d');
  if (!brush) throw new TypeError('the browser gives no canvas');
  brush.drawImage(bitmap, 0, 0);
  bitmap.close();
  return brush.getImageData(0, 0, width, height);
}
