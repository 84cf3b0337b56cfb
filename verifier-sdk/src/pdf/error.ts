/** Why a PDF is refused; the codes are the report's. */
export type PdfRefusal = 'NOT_A_CERTIFICATE' | 'STRUCTURE_REFUSED' | 'SIGNATURE_INVALID' | 'PDF_TOO_LARGE';

/** A PDF that is no certificate, breaks the strict profile, or whose signature does not hold. */
export class PdfError extends Error {
  override readonly name = 'PdfError';
  readonly code: PdfRefusal;

  constructor(code: PdfRefusal, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
