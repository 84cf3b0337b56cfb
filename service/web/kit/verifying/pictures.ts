import { readQr, useQrDecoder } from '@certbridge/verifier-sdk/image';
import type { RenderedPage } from '@certbridge/verifier-sdk/rendering';
import decoderAddress from 'zxing-wasm/reader/zxing_reader.wasm?url';
import { drawnPages } from './drawing';
import { fetched } from './fetched';
import { QuestionFailed } from './messages';

let loading: Promise<void> | undefined;

/** Loads the decoder when the first picture comes, from where the page came from. */
function decoder(): Promise<void> {
  loading ??= load().catch((cause: unknown) => {
    loading = undefined;
    throw new QuestionFailed('DECODER_MISSING', { cause });
  });
  return loading;
}

async function load(): Promise<void> {
  useQrDecoder(new Uint8Array(await fetched(decoderAddress)));
}

/** The pages of a PDF, with the decoder loaded for the QR codes on them. */
export async function drawPdf(pdf: Uint8Array): Promise<readonly RenderedPage[] | undefined> {
  await decoder();
  return drawnPages(pdf);
}

/** The text of a QR code in a frame of the camera; null when there is none. */
export async function codeIn(pixels: ImageData): Promise<string | null> {
  await decoder();
  return (await readQr(pixels, { once: true }))[0] ?? null;
}

/** A phone's picture has far more pixels than a QR code of modules needs. */
const longestSide = 3000;

/** The pixels of any picture that the browser can read, HEIC and WebP included; not too many of them. */
export async function pixelsOf(bytes: Uint8Array): Promise<ImageData> {
  const bitmap = await createImageBitmap(new Blob([bytes as Uint8Array<ArrayBuffer>])).catch(
    (cause: unknown) => {
      throw new QuestionFailed('PICTURE_UNREADABLE', { cause });
    },
  );
  await decoder();
  const scale = Math.min(1, longestSide / Math.max(bitmap.width, bitmap.height));
  const width = Math.max(1, Math.round(bitmap.width * scale));
  const height = Math.max(1, Math.round(bitmap.height * scale));
  const brush = new OffscreenCanvas(width, height).getContext('2d');
  if (!brush) throw new QuestionFailed('PICTURE_UNREADABLE');
  brush.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  return brush.getImageData(0, 0, width, height);
}
