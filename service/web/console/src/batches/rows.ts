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

/** A line of those that wait and were not seen yet, drawn at random; undefined once all were. @throws Refusal */
export async function sampledLine(
  batch: Schema<'Batch'>,
  seen: ReadonlySet<number>,
): Promise<number | undefined> {
  // From a random line on, and then from the first.
  const [drawn = 0] = crypto.getRandomValues(new Uint32Array(1));
  let after = drawn % (batch.rows + 1);
  for (let around = 0; around < 2; around += 1, after = 0) {
    for (;;) {
      const { rows, next } = await rowsOf(batch, after);
      const unseen = rows.find(({ line }) => !seen.has(line));
      if (unseen) return unseen.line;
      if (next === null) break;
      after = next;
    }
  }
  return undefined;
}
