import type { Pixels } from '../image/index.js';
import { asOfNow } from './context.js';
import type { Context } from './context.js';
import { textsIn } from './picture-texts.js';
import { verifyQr } from './qr.js';
import { refusal } from './report.js';
import type { Report } from './report.js';
import type { VerifyOptions } from './options.js';
import { worstOf } from './worst.js';

/** Verifies the QR code in a picture. Of several certificates in one picture, the worst is told. */
export async function verifyImage(
  context: Context,
  image: Uint8Array | Pixels,
  asked?: VerifyOptions,
): Promise<Report> {
  const texts = await textsIn(image);
  if (typeof texts === 'string') return refusal(texts, asOfNow(context), context.language);
  const reports: Report[] = [];
  for (const text of texts) reports.push(await verifyQr(context, text, asked));
  return worstOf(reports) ?? refusal('NO_QR_CODE', asOfNow(context), context.language);
}
