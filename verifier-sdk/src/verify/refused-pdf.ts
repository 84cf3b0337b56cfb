import { isEncrypted, signatureLoss } from '../pdf/index.js';
import type { SignatureLoss } from '../pdf/index.js';
import { renderPages } from '../rendering/render.js';
import type { RenderedPage } from '../rendering/index.js';
import type { Code, Language } from './codes.js';
import { asOfNow } from './context.js';
import type { Context } from './context.js';
import { missingOnPage } from './page-text.js';
import { textsIn } from './picture-texts.js';
import { verifyQr } from './qr.js';
import { pass, refusal, unknown, writeReport } from './report.js';
import type { Finding, Findings, Report } from './report.js';
import type { VerifyOptions } from './options.js';
import { worstOf } from './worst.js';

/** A PDF that the strict profile refused. */
export interface RefusedPdf {
  readonly bytes: Uint8Array;
  /** Why it was refused. */
  readonly refused: Code;
}

/**
 * Verifies the QR codes on the pages of a PDF that lost its signature; of several certificates, the worst is told.
 * Nothing else of the page is proved, and the report says so. A file that has its signature is judged by nothing
 * else: it stays refused. What could not be looked at, or lost what would prove it, is no forgery.
 */
export async function verifyRefused(
  context: Context,
  { bytes, refused }: RefusedPdf,
  asked?: VerifyOptions,
): Promise<Report> {
  const refuse = (code: Code): Report => refusal(code, asOfNow(context), context.language);
  // More than is read is not looked through either.
  const loss = refused === 'PDF_TOO_LARGE' ? undefined : signatureLoss(bytes);
  if (!loss) return refuse(refused);
  if (loss === 'cut') return refuse('PDF_UNREADABLE');
  const pages = await renderPages(bytes);
  if (pages === 'unopened') return refuse(isEncrypted(bytes) ? 'PDF_LOCKED' : 'PDF_UNREADABLE');
  const reports: Report[] = [];
  for (const page of pages === 'missing' ? [] : pages) {
    const texts = await textsIn(page.pixels);
    // A page that is too thin to be drawn, say, shows no code.
    if (typeof texts === 'string') continue;
    for (const text of texts) reports.push(beside(page, loss, await verifyQr(context, text, asked), context));
  }
  const worst = worstOf(reports);
  if (worst) return worst;
  if (loss === 'damaged' && pages === 'missing') return refuse('SIGNATURE_DAMAGED');
  return refuse(refused === 'NOT_A_CERTIFICATE' ? 'PDF_WITHOUT_SIGNATURE' : refused);
}

/** What the QR code proved, with what the page says beside it. */
function beside({ text }: RenderedPage, loss: SignatureLoss, report: Report, context: Context): Report {
  const { certificate } = report;
  if (!certificate) return report;
  const missing = missingOnPage(certificate, text);
  const differs = missing !== undefined && missing.length > 0;
  const finding = differs
    ? unknown('PAGE_DIFFERS')
    : loss === 'damaged'
      ? unknown('SIGNATURE_DAMAGED')
      : pass;
  return withIntegrity(
    {
      ...report,
      certificate: differs ? { ...certificate, missingOnPage: missing } : certificate,
      notes: [...report.notes, 'QR_CODE_ONLY'],
    },
    finding,
    context.language,
  );
}

/** The same report with another outcome of its first check, and the verdict that follows. */
function withIntegrity(report: Report, integrity: Finding, language: Language): Report {
  const found = report.checks.map(({ name, outcome, code }) => [name, { outcome, code }] as const);
  const findings = { ...(Object.fromEntries(found) as Findings), integrity };
  const { certificate, shown, asOf, notes } = report;
  return writeReport(findings, { certificate, ...(shown && { shown }), asOf, notes }, language);
}
