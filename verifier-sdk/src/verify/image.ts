import { ImageError, readQr } from '../image/index.js';
import type { Pixels } from '../image/index.js';
import { asOfNow } from './context.js';
import type { Context } from './context.js';
import type { ExpectedHolder } from './holder.js';
import { verifyQr } from './qr.js';
import { refusal } from './report.js';
import type { Report } from './report.js';

async function textsIn(image: Uint8Array | Pixels): Promise<readonly string[]> {
  try {
    return await readQr(image);
  } catch (error) {
    if (error instanceof ImageError && error.code === 'IMAGE_REFUSED') return [];
    throw error;
  }
}

/** Verifies the QR code in a picture. Of several certificates in one picture, the worst is reported. */
export async function verifyImage(
  context: Context,
  image: Uint8Array | Pixels,
  holder?: ExpectedHolder,
): Promise<Report> {
  const texts = new Set(await textsIn(image));
  const reports: Report[] = [];
  for (const text of texts) reports.push(await verifyQr(context, text, holder));
  const ours = reports.filter(({ code }) => code !== 'NOT_A_CERTIFICATE');
  const worst = (['invalid', 'indeterminate', 'valid'] as const).flatMap((verdict) =>
    ours.filter((report) => report.verdict === verdict),
  );
  return worst[0] ?? refusal('NOT_A_CERTIFICATE', asOfNow(context), context.language);
}
