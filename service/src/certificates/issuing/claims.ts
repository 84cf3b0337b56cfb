import type { Transaction } from '../../platform/database/index.js';
import type { FieldProblem, RowProblemCode } from '../types/index.js';
import type { Batch } from './batches.js';

/** A row that cannot be issued, and why. */
export interface RefusedRow {
  readonly line: number;
  readonly code: RowProblemCode;
  /** Where it is not what the certificate is about that is to blame. */
  readonly problem?: FieldProblem;
}

/**
 * Claims what all rows of a batch are about, before the first is issued. Gives the rows whose subject another
 * batch has claimed, or got a certificate for meanwhile; those are not claimed.
 */
export async function claimSubjects(
  transaction: Transaction,
  { id, issuer, type }: Pick<Batch, 'id' | 'issuer' | 'type'>,
): Promise<RefusedRow[]> {
  // In one order everywhere, so that two batches never wait for each other in a circle.
  const { rows } = await transaction.query<{ line: number; renews: Buffer | null }>(
    `WITH taken AS (
       INSERT INTO subject_claims (issuer, type, subject, batch, line)
       SELECT issuer, $2, subject, batch, line FROM applications
       WHERE batch = $1 AND state = 'accepted' AND subject IS NOT NULL ORDER BY subject
       ON CONFLICT (issuer, type, subject) DO NOTHING RETURNING line)
     SELECT line FROM applications WHERE batch = $1 AND state = 'accepted' AND subject IS NOT NULL
       AND line NOT IN (SELECT line FROM taken)`,
    [id, type],
  );
  // After the claims, so that what the other batch has issued until it let go is seen.
  const { rows: issued } = await transaction.query<{ line: number }>(
    `SELECT a.line FROM applications a
     JOIN certificates c ON c.issuer = $2 AND c.type = $3 AND c.subject = a.subject AND c.is_current
     WHERE a.batch = $1 AND a.state = 'accepted' AND a.renews IS NULL`,
    [id, issuer, type],
  );
  const already = new Set(issued.map(({ line }) => line));
  return [
    ...issued.map(({ line }) => ({ line, code: 'ALREADY_ISSUED' as const })),
    ...rows
      .filter(({ line }) => !already.has(line))
      .map(({ line }) => ({ line, code: 'ALREADY_CLAIMED' as const })),
  ];
}

/** Lets go of what a batch has claimed. */
export async function releaseSubjects(transaction: Transaction, batch: string): Promise<void> {
  await transaction.query('DELETE FROM subject_claims WHERE batch = $1', [batch]);
}
