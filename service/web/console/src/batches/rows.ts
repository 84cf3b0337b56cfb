import { addressOf, api, ask } from '../../../kit';
import type { Schema } from '../../../kit';

export type ReviewedRow = Schema<'ReviewedRow'>;

const LIMIT = 100;

/** A page of the rows that wait, each beside the last certificate about the same subject. @throws Refusal */
export function rowsOf(
  { issuer, id }: Schema<'Batch'>,
  after = 0,
): Promise<{ readonly rows: readonly ReviewedRow[]; readonly next: number | null }> {
  return ask(
    api.GET('/api/v1/issuers/{issuer}/batches/{batch}/rows', {
      params: { path: { issuer, batch: id }, query: { after, limit: LIMIT } },
    }),
  );
}

/** Where the page is drawn that a row would become. */
export function pageAddress({ issuer, id }: Schema<'Batch'>, line: number): string {
  const params = { issuer, batch: id, row: String(line) };
  return `${addressOf('/api/v1/issuers/{issuer}/batches/{batch}/rows/{row}/page', params)}?as=png&width=900`;
}
