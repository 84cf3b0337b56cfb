import type { RetainedData } from '../../people/retention/index.js';
import { SOME } from '../../people/retention/index.js';

/** Filed receipts, but for those of cases that are kept. Their digests stay in the audit's tree. */
export const retainedReceipts: RetainedData = {
  kind: 'receipts',
  async deleteSome(tx, before) {
    const { rowCount } = await tx.query(
      `DELETE FROM filed_receipts WHERE digest IN (
         SELECT digest FROM filed_receipts r WHERE filed_at < $1
           AND NOT EXISTS (SELECT FROM cases c WHERE c.id = r.case_id) ORDER BY filed_at ${SOME})`,
      [before],
    );
    return rowCount ?? 0;
  },
};
