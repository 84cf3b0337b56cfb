import type { Queryable } from '../../platform/database/index.js';

/** What somebody promised to hand in, and has not yet. */
export interface Promised {
  readonly hall: string;
  readonly hallName: string;
  readonly case: string;
  /** Code of the item. */
  readonly item: string;
  readonly material: string;
  readonly kind: 'deferred' | 'declared';
  /** A day in Asia/Shanghai. */
  readonly due: string;
  readonly isOverdue: boolean;
}

/** The nearest first. @param holder keyed hash of a number */
export async function promisedBy(database: Queryable, holder: Buffer): Promise<Promised[]> {
  const { rows } = await database.query<Record<keyof Promised, never>>(
    `SELECT c.hall, h.name AS "hallName", c.id AS "case", c.item, p.material, p.kind, p.due::text AS due,
       p.due < (now() AT TIME ZONE 'Asia/Shanghai')::date AS "isOverdue"
     FROM case_holders x JOIN cases c ON c.id = x.case_id JOIN halls h ON h.code = c.hall
     JOIN case_commitments p ON p.case_id = c.id
     WHERE x.lookup = $1 AND p.fulfilled_at IS NULL AND (c.closed_as IS NULL OR c.closed_as = 'accepted')
     ORDER BY p.due, c.id, p.material LIMIT 100`,
    [holder],
  );
  return rows;
}
