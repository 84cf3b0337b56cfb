import type { Queryable } from '../../platform/database/index.js';
import type { Holdings } from '../issuers/index.js';
import { batchStates, isFinal } from './batch-state.js';

/** What was made in an issuer's name. */
export async function holdingsOf(
  { database }: { readonly database: Queryable },
  issuer: string,
): Promise<Holdings> {
  const { rows } = await database.query<Holdings & Record<string, unknown>>(
    `SELECT EXISTS (SELECT FROM certificates WHERE issuer = $1) AS "hasCertificates",
       (SELECT count(*)::int FROM batches WHERE issuer = $1 AND state = ANY($2)) AS "openBatches"`,
    [issuer, batchStates.filter((state) => !isFinal(state))],
  );
  return rows[0] ?? { hasCertificates: false, openBatches: 0 };
}
