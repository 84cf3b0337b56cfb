import { api, ask } from '../../../kit';
import type { Schema } from '../../../kit';

export interface CertificatePage {
  readonly certificates: readonly Schema<'Certificate'>[];
  /** Give it as `after` for what follows; null: this is the last page. */
  readonly next: string | null;
}

/** A page of a batch's certificates, by identifier. @throws Refusal */
export function certificatesOf(
  batch: Schema<'Batch'>,
  after?: string,
  limit = 200,
): Promise<CertificatePage> {
  return ask(
    api.GET('/api/v1/issuers/{issuer}/certificates', {
      params: {
        path: { issuer: batch.issuer },
        query: { batch: batch.id, limit, ...(after !== undefined && { after }) },
      },
    }),
  );
}

/** All of them as a table that every spreadsheet opens: CSV (RFC 4180) in UTF-8 with a byte order mark. */
export async function resultTable(batch: Schema<'Batch'>, titles: readonly string[]): Promise<Blob> {
  const lines = [titles.join(',')];
  let after: string | undefined;
  for (;;) {
    const page: CertificatePage = await certificatesOf(batch, after, 1000);
    for (const { line, identifier, validFrom, validUntil, anchoredIn } of page.certificates) {
      lines.push([line, identifier, validFrom, validUntil ?? '长期', anchoredIn ?? ''].join(','));
    }
    if (page.next === null) break;
    after = page.next;
  }
  return new Blob([`\ufeff${lines.join('\r\n')}\r\n`], { type: 'text/csv' });
}
