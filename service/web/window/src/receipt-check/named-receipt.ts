/** A receipt 核验回执 by what the QR code on its paper says. */
export interface NamedReceipt {
  /** GB 32100 code of the hall. */
  readonly hall: string;
  /** SHA-256 of the receipt's text, hex. */
  readonly digest: string;
}

const NAMED = /(?:\/window\/receipts)?#([0-9A-Z]{18})\.([0-9a-f]{64})$/iu;

/**
 * Of the address in the code, or its end alone; a reader may type it in capitals. Its host is ignored: what is asked
 * is asked here.
 */
export function namedReceipt(text: string): NamedReceipt | undefined {
  const [, hall, digest] = NAMED.exec(text.trim()) ?? [];
  if (hall === undefined || digest === undefined) return undefined;
  return { hall: hall.toUpperCase(), digest: digest.toLowerCase() };
}
