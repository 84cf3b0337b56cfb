import type { HolderKey, Protection } from '../../people/personal-data/index.js';
import type { RowProblem } from '../intake/index.js';
import type { RowProblemCode, Title } from '../types/index.js';
import { batchKeyOf, getBatch } from './batches.js';
import type { IssuingOptions } from './options.js';
import { shownCell } from './cells.js';

/** One thing wrong with one row, as the operator sees it. `shown` is personal, though masked: never logged. */
export interface ReportedProblem {
  readonly line: number;
  readonly field: string | null;
  readonly column: string | null;
  readonly code: RowProblemCode;
  readonly shown: string;
  readonly message: Title;
  readonly remedy: Title;
}

const PAGE = 1000;

type Reading = Pick<IssuingOptions, 'database' | 'protection'>;

/** All problems of a batch by line, read as they are asked for. @throws BatchUnknown */
export const problemsOf = (reading: Reading, issuer: string, id: string): AsyncGenerator<ReportedProblem> =>
  reported(reading, issuer, id, false);

/** What was brought into the written form, by line; nothing is wrong with it. @throws BatchUnknown */
export const notesOf = (reading: Reading, issuer: string, id: string): AsyncGenerator<ReportedProblem> =>
  reported(reading, issuer, id, true);

async function* reported(
  { database, protection }: Reading,
  issuer: string,
  id: string,
  notes: boolean,
): AsyncGenerator<ReportedProblem> {
  const batch = await getBatch({ database }, issuer, id);
  const key = await batchKeyOf(database, protection, batch.id);
  let after = [0, -1];
  for (;;) {
    const { rows } = await database.query<ProblemRow>(
      `SELECT ${columns} FROM row_problems p LEFT JOIN holders h ON h.id = p.holder
       WHERE batch = $1 AND (line, n) > ($2, $3) AND note = $4 ORDER BY line, n LIMIT ${PAGE}`,
      [batch.id, ...after, notes],
    );
    for (const row of rows) {
      const problem = opened(protection, row, { batch: batch.id, key });
      if (problem) yield problem;
      after = [row.line, row.n];
    }
    if (rows.length < PAGE) return;
  }
}

/** Nothing of a holder whose key is no more: the copy of these tables is older than their erasure. */
function opened(
  protection: Protection,
  { line, n, field, code, detail, shown, holder, wrapped_key: wrapped }: ProblemRow,
  { batch, key: batchKey }: { readonly batch: string; readonly key: HolderKey },
): ReportedProblem | undefined {
  if (holder !== null && wrapped === null) return undefined;
  const key = holder === null || wrapped === null ? batchKey : protection.holderKey(holder, wrapped);
  const said = key.decryptJson(shown, shownCell(batch, line, n)) as Pick<
    RowProblem,
    'shown' | 'message' | 'remedy'
  >;
  return { line, field, code, ...said, ...detail };
}

/** What is wrong with one row; nothing where it is right, or unknown. */
export async function keptProblems(
  { database, protection }: Reading,
  batch: string,
  line: number,
): Promise<ReportedProblem[]> {
  const key = await batchKeyOf(database, protection, batch);
  const { rows } = await database.query<ProblemRow>(
    `SELECT ${columns} FROM row_problems p LEFT JOIN holders h ON h.id = p.holder
     WHERE batch = $1 AND line = $2 AND NOT note ORDER BY n`,
    [batch, line],
  );
  return rows.flatMap((row) => opened(protection, row, { batch, key }) ?? []);
}

interface ProblemRow extends Record<string, unknown> {
  readonly line: number;
  readonly n: number;
  readonly field: string | null;
  readonly code: RowProblemCode;
  readonly detail: { readonly column: string | null };
  readonly shown: Buffer;
  readonly holder: string | null;
  readonly wrapped_key: Buffer | null;
}

const columns = 'line, n, field, code, detail, shown, holder, wrapped_key';
