import type { RetainedData } from '../../people/retention/index.js';
import { SOME } from '../../people/retention/index.js';
import { dropUploads } from './uploads.js';

/** Files with which nobody went on, and what was made of those that arrived. */
export const retainedUploads: RetainedData = {
  kind: 'unfinished-uploads',
  async deleteSome(tx, before) {
    const { rows } = await tx.query<{ id: string }>(
      `SELECT id FROM unfinished_uploads WHERE touched_at < $1 ORDER BY touched_at ${SOME}`,
      [before],
    );
    await dropUploads(
      tx,
      rows.map(({ id }) => id),
    );
    return rows.length;
  },
};
