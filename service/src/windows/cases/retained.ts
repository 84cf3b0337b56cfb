import type { RetainedData } from '../../people/retention/index.js';
import { SOME } from '../../people/retention/index.js';

/** Cases that were closed, with all that was settled and promised in them. Their receipts have a time of their own. */
export const retainedCases: RetainedData = {
  kind: 'cases',
  async deleteSome(tx, before) {
    const { rows } = await tx.query<{ id: string }>(
      `SELECT id FROM cases WHERE closed_at < $1 ORDER BY closed_at ${SOME}`,
      [before],
    );
    const ids = rows.map(({ id }) => id);
    for (const table of ['case_questions', 'case_commitments', 'case_materials'])
      await tx.query(`DELETE FROM ${table} WHERE case_id = ANY($1)`, [ids]);
    await tx.query('DELETE FROM cases WHERE id = ANY($1)', [ids]);
    return ids.length;
  },
};
