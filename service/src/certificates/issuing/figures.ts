import { dateAt } from '@certbridge/verifier-sdk/formats';
import type { Queryable } from '../../platform/database/index.js';
import { presentState } from '../statuses/index.js';

/** What an issuer did today, and what is soon to be done. Purpose-limited copies are not counted. */
export interface Figures {
  readonly issuedToday: number;
  /** Issued, and in no attested entry yet. */
  readonly notAnchored: number;
  /** In force, and their last day is one of the coming thirty. */
  readonly expiring: number;
  /** Batches by whom they wait for. */
  readonly submitted: number;
  readonly returned: number;
  readonly checked: number;
  readonly issuing: number;
  /** Changes of status that wait for a second person. */
  readonly proposedChanges: number;
}

/** @param types codes that are counted; null: all */
export async function issuingFigures(
  { database }: { readonly database: Queryable },
  issuer: string,
  types: readonly string[] | null,
): Promise<Figures> {
  const today = dateAt(Date.now());
  const soon = dateAt(Date.now() + 30 * 86_400_000);
  const { rows } = await database.query<{ [Name in keyof Figures]: string }>(
    `WITH own AS (
       SELECT c.* FROM certificates c WHERE c.issuer = $1 AND c.copy_of IS NULL AND ($2::text[] IS NULL OR c.type = ANY($2))),
     waiting AS (
       SELECT state, count(*) AS n FROM batches WHERE issuer = $1 AND ($2::text[] IS NULL OR type = ANY($2))
         AND state IN ('submitted', 'returned', 'checked', 'issuing') GROUP BY state)
     SELECT
       (SELECT count(*) FROM own WHERE created_at >= $3::timestamp AT TIME ZONE 'Asia/Shanghai') AS "issuedToday",
       (SELECT count(*) FROM own c WHERE NOT EXISTS (SELECT FROM receipts r WHERE r.cert_id = c.cert_id)
          AND c.created_at > now() - interval '7 days') AS "notAnchored",
       (SELECT count(*) FROM own c WHERE is_current AND ${presentState} = 'issued' AND valid_until BETWEEN $3::date AND $4::date) AS expiring,
       coalesce((SELECT n FROM waiting WHERE state = 'submitted'), 0) AS submitted,
       coalesce((SELECT n FROM waiting WHERE state = 'returned'), 0) AS returned,
       coalesce((SELECT n FROM waiting WHERE state = 'checked'), 0) AS checked,
       coalesce((SELECT n FROM waiting WHERE state = 'issuing'), 0) AS issuing,
       (SELECT count(*) FROM status_changes s JOIN own c ON c.cert_id = s.cert_id
          WHERE s.decision = 'proposed') AS "proposedChanges"`,
    [issuer, types, today, soon],
  );
  const [row] = rows;
  if (!row) throw new Error('a query of figures always has a row');
  return Object.fromEntries(Object.entries(row).map(([name, n]) => [name, Number(n)])) as unknown as Figures;
}
