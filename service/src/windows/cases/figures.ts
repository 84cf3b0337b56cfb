import type { Queryable } from '../../platform/database/index.js';

/** Cases of one item in one month, and how their materials were settled. */
export interface CaseFigures {
  readonly item: string;
  /** `YYYY-MM`, of the opening, in Asia/Shanghai. */
  readonly month: string;
  readonly cases: number;
  readonly certificate: number;
  readonly paper: number;
  readonly deferred: number;
  readonly declared: number;
  /** Of the materials that were settled and needed, those not handed in 免提交: 0 to 1; null: none were settled. */
  readonly notHandedIn: number | null;
}

/** @param from the first month, `YYYY-MM` @param until the last */
export async function caseFigures(
  database: Queryable,
  { hall, from, until }: { readonly hall: string; readonly from: string; readonly until: string },
): Promise<CaseFigures[]> {
  const { rows } = await database.query<Omit<CaseFigures, 'notHandedIn'> & Record<string, unknown>>(
    `SELECT c.item, to_char(c.opened_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM') AS month,
       count(DISTINCT c.id) AS cases,
       count(*) FILTER (WHERE m.settled = 'certificate') AS certificate,
       count(*) FILTER (WHERE m.settled = 'paper') AS paper,
       count(*) FILTER (WHERE m.settled = 'deferred') AS deferred,
       count(*) FILTER (WHERE m.settled = 'declared') AS declared
     FROM cases c LEFT JOIN case_materials m ON m.case_id = c.id
     WHERE c.hall = $1 AND to_char(c.opened_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM') BETWEEN $2 AND $3
     GROUP BY 1, 2 ORDER BY 2, 1`,
    [hall, from, until],
  );
  return rows.map(({ item, month, cases, certificate, paper, deferred, declared }) => {
    const settled = certificate + paper + deferred + declared;
    const notHandedIn = settled === 0 ? null : certificate / settled;
    return { item, month, cases, certificate, paper, deferred, declared, notHandedIn };
  });
}
