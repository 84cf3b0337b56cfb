import { dateAt, formatIdentifier } from '@certbridge/verifier-sdk/formats';
import { previewPage } from '../documents/index.js';
import type { PreviewFormat } from '../documents/index.js';
import { getIssuer } from '../issuers/index.js';
import type { Fields } from '../types/index.js';
import type { EncryptedApplication } from './application.js';
import { getBatch } from './batches.js';
import { applicationCell, certificateCell } from './cells.js';
import { RowUnknown } from './errors.js';
import { shownDays } from './mint.js';
import type { IssuingOptions } from './options.js';

/** A row as an approver sees it, beside the last certificate about the same subject. */
export interface ReviewedRow {
  readonly line: number;
  readonly fields: Fields;
  readonly validFrom: string;
  readonly validUntil: string | null;
  readonly hasPhoto: boolean;
  readonly before: {
    /** Hex. */
    readonly certId: string;
    readonly identifier: string;
    readonly validFrom: string;
    readonly validUntil: string | null;
    readonly fields: Fields;
    /** Keys of fields that differ, of either. */
    readonly changed: readonly string[];
  } | null;
}

interface RowOfBatch extends Record<string, unknown> {
  readonly line: number;
  readonly holder: string;
  readonly wrapped_key: Buffer;
  readonly fields: Buffer;
  readonly has_photo: boolean;
  readonly cert_id: Buffer | null;
  readonly identifier: string;
  readonly valid_from: string;
  readonly valid_until: string | null;
  readonly old_fields: Buffer | null;
}

/** What waits to be issued, in the order of the file. @param after the last line that the caller has */
export async function reviewRows(
  { database, protection }: Pick<IssuingOptions, 'database' | 'protection'>,
  issuer: string,
  id: string,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<ReviewedRow[]> {
  const { rows } = await database.query<RowOfBatch>(
    `SELECT a.line, a.holder, h.wrapped_key, a.fields, a.photo IS NOT NULL AS has_photo,
       c.cert_id, c.identifier, c.valid_from, c.valid_until, c.fields AS old_fields
     FROM applications a JOIN holders h ON h.id = a.holder JOIN batches b ON b.id = a.batch
     LEFT JOIN LATERAL (
       SELECT * FROM certificates c WHERE c.issuer = a.issuer AND c.type = b.type AND c.holder = a.holder
         AND c.fields IS NOT NULL AND (c.cert_id = a.renews OR c.subject = a.subject)
       ORDER BY c.cert_id = a.renews DESC NULLS LAST, c.created_at DESC LIMIT 1) c ON true
     WHERE a.batch = $1 AND a.issuer = $2 AND a.fields IS NOT NULL AND a.line > $3 ORDER BY a.line LIMIT $4`,
    [id, issuer, after, limit],
  );
  return rows.map((row) => {
    const key = protection.holderKey(row.holder, row.wrapped_key);
    const { fields, validFrom, validUntil } = key.decryptJson(
      row.fields,
      applicationCell(id, row.line),
    ) as EncryptedApplication;
    const { line, has_photo: hasPhoto, cert_id: certId, old_fields: old } = row;
    const oldFields = certId && old && (key.decryptJson(old, certificateCell('fields', certId)) as Fields);
    const before = oldFields && {
      certId: certId.toString('hex'),
      identifier: row.identifier,
      validFrom: row.valid_from,
      validUntil: row.valid_until,
      fields: oldFields,
      changed: differing(oldFields, fields),
    };
    return { line, fields, validFrom, validUntil, hasPhoto, before };
  });
}

const differing = (a: Fields, b: Fields): string[] =>
  [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((key) => a[key] !== b[key]);

/**
 * The page of a row that waits, marked as a sample: without its photo, and with a QR code that says nothing.
 * @throws BatchUnknown, RowUnknown
 */
export async function drawRow(
  options: IssuingOptions,
  issuerCode: string,
  id: string,
  line: number,
  format: PreviewFormat,
): Promise<Uint8Array> {
  const { database, types, renderer } = options;
  const [row] = await reviewRows(options, issuerCode, id, { after: line - 1, limit: 1 });
  if (row?.line !== line) throw new RowUnknown();
  const batch = await getBatch({ database }, issuerCode, id);
  const issuer = await getIssuer(database, issuerCode);
  const { code, version, slug, name, layout } = types.at(batch.type, batch.typeVersion);
  const identifier = formatIdentifier({
    type: code,
    issuer: issuer.code,
    serial: '000000000',
    version: '001',
  });
  const content = {
    type: { code, version, slug, name },
    identifier,
    fields: row.fields,
    issuer: { code: issuer.code, name: issuer.name },
    ...shownDays({ ...row, issuedOn: dateAt(Date.now()) }),
  };
  return previewPage(renderer.layouts.get(slug, layout), renderer.faces, content, format);
}
