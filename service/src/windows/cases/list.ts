import type { Queryable, Transaction } from '../../platform/database/index.js';
import type { Case, Closing } from './case.js';
import { CaseIncomplete } from './errors.js';
import { materialsOf } from './materials.js';

/** A case in a list: nothing of it is personal. */
export interface CaseSummary {
  readonly id: string;
  readonly item: string;
  readonly openedAt: Date;
  readonly closedAs: Closing | null;
  /** The nearest deadline of a commitment that is not kept yet: a day in Asia/Shanghai. */
  readonly due: string | null;
  /** Why it wants a clerk. */
  readonly attention: 'overdue' | 'answered' | null;
}

interface Row extends Record<string, unknown> {
  readonly id: string;
  readonly item: string;
  readonly opened_at: Date;
  readonly closed_as: Closing | null;
  readonly due: string | null;
  readonly attention: CaseSummary['attention'];
}

export interface CaseQuery {
  readonly hall: string;
  readonly item?: string | undefined;
  readonly closed: boolean;
  /** Further ones: how many to leave out. */
  readonly from: number;
  readonly limit: number;
}

/** The overdue first, then those where a later check has an answer, then the newest. */
export async function listCases(
  database: Queryable,
  { hall, item, closed, from, limit }: CaseQuery,
): Promise<CaseSummary[]> {
  // An accepted case may still owe what was promised.
  const { rows } = await database.query<Row>(
    `SELECT * FROM (
       SELECT c.id, c.item, c.opened_at, c.closed_as, p.due::text AS due,
         CASE WHEN p.due < (now() AT TIME ZONE 'Asia/Shanghai')::date THEN 'overdue'
              WHEN EXISTS (SELECT FROM case_questions q WHERE q.case_id = c.id
                AND q.answered_at IS NOT NULL AND q.seen_at IS NULL) THEN 'answered' END AS attention
       FROM cases c LEFT JOIN LATERAL (
         SELECT min(due) AS due FROM case_commitments WHERE case_id = c.id AND fulfilled_at IS NULL) p
         ON c.closed_as IS NULL OR c.closed_as = 'accepted'
       WHERE c.hall = $1 AND ($2::text IS NULL OR c.item = $2)) listed
     WHERE $3 OR closed_as IS NULL OR attention IS NOT NULL
     ORDER BY attention = 'overdue' DESC NULLS LAST, attention IS NULL, due NULLS LAST, opened_at DESC, id
     LIMIT $4 OFFSET $5`,
    [hall, item ?? null, closed, limit, from],
  );
  return rows.map((row) => ({
    id: row.id,
    item: row.item,
    openedAt: row.opened_at,
    closedAs: row.closed_as,
    due: row.due,
    attention: row.attention,
  }));
}

/** A clerk has seen what later checks said. */
export async function seeAnswers(database: Queryable, id: string): Promise<void> {
  await database.query(
    'UPDATE case_questions SET seen_at = now() WHERE case_id = $1 AND answered_at IS NOT NULL AND seen_at IS NULL',
    [id],
  );
}

/** @throws CaseIncomplete where it is accepted and something lacks */
export async function closeCase(
  tx: Transaction,
  of: Case,
  { as, by }: { readonly as: Closing; readonly by: string },
): Promise<void> {
  const lacking = (await materialsOf(tx, of)).filter(({ state }) => state === 'lacking');
  if (as === 'accepted' && lacking.length > 0) throw new CaseIncomplete(lacking.map(({ id }) => id));
  await tx.query('UPDATE cases SET closed_as = $2, closed_by = $3, closed_at = now() WHERE id = $1', [
    of.id,
    as,
    by,
  ]);
}
