import type { RetainedData } from '../../people/retention/index.js';
import { SOME } from '../../people/retention/index.js';
import type { CertificateTypes } from '../types/index.js';

/**
 * Of each type the certificates that count no more: fields, PDF, credential and QR code go, certId and hashes stay.
 * What is over by its days counts from the last of them, what was ended from that change.
 */
export const retainedCertificates = (types: CertificateTypes): RetainedData[] =>
  types.list().map(({ slug, code }) => ({
    kind: slug,
    async deleteSome(tx, before) {
      const { rows } = await tx.query<{ cert_id: Buffer }>(
        `SELECT c.cert_id FROM certificates c WHERE c.type = $1 AND c.fields IS NOT NULL
           AND (c.valid_until < ($2::timestamptz AT TIME ZONE 'Asia/Shanghai')::date
             OR (c.state IN ('revoked', 'cancelled', 'superseded', 'transferred') AND EXISTS (
               SELECT FROM status_changes s WHERE s.cert_id = c.cert_id AND s.decision = 'made' AND s.made_at < $2
                 AND s.state = c.state)))
         ORDER BY c.created_at ${SOME}`,
        [code, before],
      );
      const ids = rows.map(({ cert_id: id }) => id);
      const { rows: holders } = await tx.query<{ holder: string }>(
        'SELECT DISTINCT holder FROM certificates WHERE cert_id = ANY($1) AND photo IS NOT NULL',
        [ids],
      );
      await tx.query(
        'UPDATE documents SET pdf = NULL, credential = NULL, qr = NULL WHERE cert_id = ANY($1)',
        [ids],
      );
      await tx.query(
        `UPDATE certificates SET fields = NULL, subject = NULL, photo = NULL, is_current = false
         WHERE cert_id = ANY($1)`,
        [ids],
      );
      await tx.query(
        `DELETE FROM photos p WHERE p.holder = ANY($1)
           AND NOT EXISTS (SELECT FROM certificates c WHERE c.holder = p.holder AND c.photo = p.digest)
           AND NOT EXISTS (SELECT FROM applications a WHERE a.holder = p.holder AND a.photo = p.digest
             AND a.state = 'accepted')`,
        [holders.map(({ holder }) => holder)],
      );
      return ids.length;
    },
  }));

/** Files as they came, for the wrong rows that go back: by the day on which they were kept. */
export const retainedFiles: RetainedData = {
  kind: 'batch-files',
  async deleteSome(tx, before) {
    const { rowCount } = await tx.query(
      `DELETE FROM uploads WHERE (batch, n) IN (
         SELECT batch, n FROM uploads WHERE created_at < $1 ORDER BY created_at ${SOME})`,
      [before],
    );
    return rowCount ?? 0;
  },
};
