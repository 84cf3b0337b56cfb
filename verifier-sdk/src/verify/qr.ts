import { readQrText } from '../formats/qr-delivery.js';
import { asOfNow } from './context.js';
import type { Context } from './context.js';
import type { VerifyOptions } from './options.js';
import { judgePayload, readPayload } from './qr-payload.js';
import { fail, refusal, writeReport } from './report.js';
import type { Report } from './report.js';

/** What did not arrive whole is no forgery. */
const unreadCodes = { again: 'READ_AGAIN', foreign: 'NOT_A_CERTIFICATE', later: 'UPDATE_NEEDED' } as const;

/** Verifies the text of a QR code: a certificate's own, or a live code of a wallet credential. */
export async function verifyQr(context: Context, text: string, asked?: VerifyOptions): Promise<Report> {
  const reading = await readQrText(text);
  if (reading.kind === 'live') {
    const { verifyLiveCode } = await import('./live-code.js');
    return verifyLiveCode(context, reading.bytes, asked);
  }
  const found =
    reading.kind === 'whole' ? await readPayload(context, reading.cose) : unreadCodes[reading.kind];
  if (typeof found === 'string') return refusal(found, asOfNow(context), context.language);
  const { findings, about } = await judgePayload(context, found, asked?.holder);
  // Whoever photographed a wallet credential has it too: only the device's own signature shows it.
  const isBare = found.qr.claims.wallet && about.certificate;
  return writeReport(
    isBare ? { ...findings, showing: fail('NOT_SHOWN_LIVE') } : findings,
    about,
    context.language,
  );
}
