import type { Transaction } from '../../platform/database/index.js';
import type { IntakeRow } from '../intake/index.js';
import type { Issuer } from '../issuers/index.js';
import { authoritiesOf, checkAuthority, isOutdated, underPresentName } from './authority.js';
import type { EncryptedApplication } from './application.js';
import type { Batch } from './batches.js';
import { applicationCell } from './cells.js';
import { rowDigest } from './digest.js';
import { RowsOutdated } from './errors.js';
import { measureRows } from './fit.js';
import type { IssuingOptions } from './options.js';

/** Rows read and written at once. */
const PAGE = 500;

/**
 * The issuer has been renamed since its rows were checked, or lost a name that it was allowed: rows that named it
 * name it as it is called now. What they say is fixed only afterwards.
 * @throws RowsOutdated naming the rows that are to be mended
 */
export async function recheckRows(
  transaction: Transaction,
  options: IssuingOptions,
  batch: Batch,
  issuer: Issuer,
): Promise<void> {
  if (!isOutdated(batch, issuer)) return;
  const wrong: IntakeRow[] = [];
  for (let after = 0; ;) {
    const rows = await storedRows(transaction, batch.id, after);
    wrong.push(...(await recheckPage(transaction, options, { batch, issuer }, rows)));
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) break;
    after = last.line;
  }
  if (wrong.length > 0) throw new RowsOutdated(wrong);
  await transaction.query('UPDATE batches SET authorities = $2 WHERE id = $1', [
    batch.id,
    authoritiesOf(issuer),
  ]);
}

interface StoredRow extends Record<string, unknown> {
  readonly line: number;
  readonly holder: string;
  readonly wrapped_key: Buffer;
  readonly fields: Buffer;
  readonly photo: Buffer | null;
  readonly renews: Buffer | null;
}

async function storedRows(transaction: Transaction, batch: string, after: number): Promise<StoredRow[]> {
  const { rows } = await transaction.query<StoredRow>(
    `SELECT a.line, a.holder, h.wrapped_key, a.fields, a.photo, a.renews
     FROM applications a JOIN holders h ON h.id = a.holder
     WHERE a.batch = $1 AND a.line > $2 AND a.state = 'accepted' ORDER BY a.line LIMIT ${PAGE}`,
    [batch, after],
  );
  return rows;
}

/** Gives the rows that are wrong now. */
async function recheckPage(
  transaction: Transaction,
  { protection, renderer, types }: IssuingOptions,
  { batch, issuer }: { readonly batch: Batch; readonly issuer: Issuer },
  stored: readonly StoredRow[],
): Promise<IntakeRow[]> {
  const type = types.at(batch.type, batch.typeVersion);
  const [before = ''] = batch.authorities;
  const made = stored.map((row) => {
    const key = protection.holderKey(row.holder, row.wrapped_key);
    const cell = applicationCell(batch.id, row.line);
    const application = key.decryptJson(row.fields, cell) as EncryptedApplication;
    const fields = underPresentName({ issuer, type }, application.fields, before);
    const digest = rowDigest(key, { ...row, ...application, fields });
    const encrypted = key.encryptJson({ ...application, fields }, cell);
    return { row: { ...application, line: row.line, fields, problems: [], notes: [] }, digest, encrypted };
  });
  const rows = made.map(({ row }) => row);
  const checked = await measureRows({ renderer, issuer, type }, checkAuthority({ issuer, type }, rows));
  await transaction.query(
    `UPDATE applications a SET fields = given.fields, digest = given.digest
     FROM unnest($2::int[], $3::bytea[], $4::bytea[]) AS given (line, fields, digest)
     WHERE a.batch = $1 AND a.line = given.line`,
    [
      batch.id,
      rows.map(({ line }) => line),
      made.map(({ encrypted }) => encrypted),
      made.map(({ digest }) => digest),
    ],
  );
  return checked.filter(({ problems }) => problems.length > 0);
}
