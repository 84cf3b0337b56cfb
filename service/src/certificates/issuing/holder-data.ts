import type { Queryable } from '../../platform/database/index.js';
import type { ExportedFile, HolderData, HolderKey, HolderRow } from '../../people/personal-data/index.js';
import { presentState } from '../statuses/index.js';
import type { CertificateTypes, Fields } from '../types/index.js';
import { applicationCell, certificateCell, shownCell } from './cells.js';
import { openPdf } from './certificates.js';
import type { IssuingOptions } from './options.js';
import { openPhoto } from './photos.js';
import type { EncryptedPhoto } from './photos.js';

type Parts = Pick<IssuingOptions, 'database' | 'protection' | 'types'>;

/** What issuing keeps of holders: certificates, applications, what was wrong with their rows, photos. */
export const issuedData = (parts: Parts): readonly HolderData[] => [
  certificates(parts),
  applications(parts.types),
  problems,
  photos,
];

const certificates = (parts: Parts): HolderData => ({
  kind: 'certificates',
  async forget(tx, { holder }) {
    await tx.query(
      `UPDATE documents SET pdf = NULL, credential = NULL, qr = NULL
       WHERE cert_id IN (SELECT cert_id FROM certificates WHERE holder = $1)`,
      [holder],
    );
    await tx.query(
      `UPDATE certificates SET fields = NULL, subject = NULL, photo = NULL, is_current = false, holder = NULL
       WHERE holder = $1`,
      [holder],
    );
  },
  async export(database, { issuer, holder }, key) {
    const { rows } = await database.query<CertificateRow>(
      `SELECT cert_id, identifier, type, type_version, ${presentState} AS state, issued_on, valid_from, valid_until,
         fields, ARRAY(SELECT json_build_object('at', s.made_at, 'state', s.state, 'reason', s.reason)
           FROM status_changes s WHERE s.cert_id = c.cert_id AND s.decision = 'made' ORDER BY s.made_at) AS changes
       FROM certificates c WHERE holder = $1 AND fields IS NOT NULL ORDER BY created_at`,
      [holder],
    );
    const pdfOf = (row: CertificateRow): string => `certificates/${row.identifier}.pdf`;
    return {
      records: rows.map((row) => ({
        certId: row.cert_id.toString('hex'),
        identifier: row.identifier,
        type: row.type,
        name: parts.types.at(row.type, row.type_version).name,
        state: row.state,
        issuedOn: row.issued_on,
        validFrom: row.valid_from,
        validUntil: row.valid_until,
        fields: key.decryptJson(row.fields, certificateCell('fields', row.cert_id)) as Fields,
        changes: row.changes,
        file: pdfOf(row),
      })),
      files: rows.map((row) => ({
        name: pdfOf(row),
        bytes: async () => (await openPdf(parts, issuer, row.identifier)).pdf,
      })),
    };
  },
});

interface CertificateRow extends Record<string, unknown> {
  readonly cert_id: Buffer;
  readonly identifier: string;
  readonly type: string;
  readonly type_version: number;
  readonly state: string;
  readonly issued_on: string;
  readonly valid_from: string;
  readonly valid_until: string | null;
  readonly fields: Buffer;
  readonly changes: readonly unknown[];
}

const applications = (types: CertificateTypes): HolderData => ({
  kind: 'applications',
  async forget(tx, { holder }) {
    // In one statement: a row that is updated again has its batch locked (PostgreSQL checks the foreign key anew), for
    // which whoever decides on the batch, and waits for its rows, would be waited for.
    await tx.query(
      `UPDATE applications SET state = CASE state WHEN 'accepted' THEN 'refused' ELSE state END,
         fields = NULL, subject = NULL, photo = NULL, holder = NULL WHERE holder = $1`,
      [holder],
    );
  },
  async export(database, { holder }, key) {
    const { rows } = await database.query<ApplicationRow>(
      `SELECT a.batch, a.line, a.state, a.fields, b.type, b.type_version, b.created_at
       FROM applications a JOIN batches b ON b.id = a.batch WHERE a.holder = $1 ORDER BY b.created_at, a.line`,
      [holder],
    );
    return {
      records: rows.map(({ batch, line, state, fields, type, type_version: version, created_at: at }) => ({
        ...{ batch, line, state, type, name: types.at(type, version).name, receivedAt: at.toISOString() },
        // Once issued, it is the certificate that has them.
        application: fields && key.decryptJson(fields, applicationCell(batch, line)),
      })),
    };
  },
});

interface ApplicationRow extends Record<string, unknown> {
  readonly batch: string;
  readonly line: number;
  readonly state: string;
  readonly fields: Buffer | null;
  readonly type: string;
  readonly type_version: number;
  readonly created_at: Date;
}

const problems: HolderData = {
  kind: 'problems',
  async forget(tx, { holder }) {
    await tx.query('DELETE FROM row_problems WHERE holder = $1', [holder]);
  },
  async export(database, { holder }, key) {
    const { rows } = await database.query<ProblemRow>(
      'SELECT batch, line, n, field, code, shown FROM row_problems WHERE holder = $1 ORDER BY batch, line, n',
      [holder],
    );
    return {
      records: rows.map(({ batch, line, n, field, code, shown }) => ({
        ...{ batch, line, field, code },
        said: shown && key.decryptJson(shown, shownCell(batch, line, n)),
      })),
    };
  },
};

interface ProblemRow extends Record<string, unknown> {
  readonly batch: string;
  readonly line: number;
  readonly n: number;
  readonly field: string | null;
  readonly code: string;
  readonly shown: Buffer | null;
}

const photos: HolderData = {
  kind: 'photos',
  async forget(tx, { holder }) {
    await tx.query('DELETE FROM photos WHERE holder = $1', [holder]);
  },
  async export(database, of, key) {
    const { rows } = await database.query<{ digest: Buffer; media_type: EncryptedPhoto['mediaType'] }>(
      'SELECT digest, media_type FROM photos WHERE holder = $1 ORDER BY digest',
      [of.holder],
    );
    const files = rows.map((row) => photoFile(database, of, key, row));
    return { records: files.map(({ name: file }) => ({ file })), files };
  },
};

function photoFile(
  database: Queryable,
  { holder }: HolderRow,
  key: HolderKey,
  {
    digest,
    media_type: mediaType,
  }: { readonly digest: Buffer; readonly media_type: EncryptedPhoto['mediaType'] },
): ExportedFile {
  const ending = mediaType === 'image/png' ? 'png' : 'jpg';
  return {
    name: `photos/${digest.toString('hex').slice(0, 16)}.${ending}`,
    async bytes() {
      const { rows } = await database.query<{ image: Buffer }>(
        'SELECT image FROM photos WHERE holder = $1 AND digest = $2',
        [holder, digest],
      );
      const [row] = rows;
      return row ? openPhoto(key, { holder, digest, mediaType, image: row.image }).bytes : new Uint8Array();
    },
  };
}
