import type { RetainedData } from '../../people/retention/index.js';
import { SOME } from '../../people/retention/index.js';

/** Corrections that were answered. */
export const retainedCorrections: RetainedData = {
  kind: 'corrections',
  async deleteSome(tx, before) {
    const { rowCount } = await tx.query(
      `DELETE FROM corrections WHERE id IN (
         SELECT id FROM corrections WHERE answered_at < $1 ORDER BY answered_at ${SOME})`,
      [before],
    );
    return rowCount ?? 0;
  },
};
