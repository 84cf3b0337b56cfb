import type { Queryable, Transaction } from '../../platform/database/index.js';
import { getIssuer } from '../issuers/index.js';
import { fieldProblem } from '../types/index.js';
import { mendable, requireState } from './batch-state.js';
import { batchKeyOf, getBatch } from './batches.js';
import type { Batch } from './batches.js';
import { ApplicationInvalid, CopyNotMendable, RowUnknown } from './errors.js';
import type { IssuingOptions } from './options.js';
import { holdersOf } from './holders.js';
import { openPhoto } from './photos.js';
import { storeRows, subjectLookup } from './rows.js';
import { checkedRow } from './submit.js';
import type { ApplicationRequest } from './submit.js';

export interface MendRequest extends Pick<
  ApplicationRequest,
  'fields' | 'validFrom' | 'validUntil' | 'photo'
> {
  readonly issuer: string;
  readonly batch: string;
  /** As a spreadsheet numbers it. */
  readonly line: number;
}

/**
 * Puts another row in the place of one that is wrong, or was right. What it renews stays the same, and so does a photo
 * that came with it, unless another one comes.
 * @throws BatchStateWrong, RowUnknown, CopyNotMendable, ApplicationInvalid
 */
export async function mendRow(options: IssuingOptions, request: MendRequest): Promise<Batch> {
  const { database, protection, types } = options;
  const { line } = request;
  const issuer = await getIssuer(database, request.issuer);
  const { id, type: code, typeVersion } = await getBatch({ database }, issuer.code, request.batch);
  const type = types.at(code, typeVersion);
  await database.transaction(async (transaction) => {
    await requireState(transaction, id, mendable);
    const { renews, copyOf } = await originsOf(transaction, id, line);
    if (copyOf) throw new CopyNotMendable();
    const photo = request.photo ?? (await keptPhoto(transaction, options, id, line));
    const application = { ...request, ...(photo && { photo }), ...(renews && { renews }) };
    const row = await checkedRow(options, { issuer, type }, application, line);
    await removeRow(transaction, id, line);
    const number = String(row.fields[type.holderNumber]);
    const holder = (await holdersOf(transaction, protection, issuer.code, [number])).get(number);
    const subject = holder && subjectLookup(holder, type, row.fields);
    const same = await transaction.query<{ line: number }>(
      'SELECT line FROM applications WHERE batch = $1 AND subject = $2',
      [id, subject],
    );
    if (same.rows[0]) {
      throw new ApplicationInvalid([
        fieldProblem(type.subject[0] ?? null, 'DUPLICATE_IN_FILE', String(same.rows[0].line)),
      ]);
    }
    const batchKey = await batchKeyOf(transaction, protection, id, 'FOR SHARE');
    await storeRows(
      transaction,
      protection,
      { batch: id, batchKey, issuer: issuer.code, type },
      [row],
      renews,
    );
    await transaction.query(
      `UPDATE batches SET lines = lines - 1,
         bad = (SELECT count(DISTINCT line) FROM row_problems WHERE batch = $1 AND NOT note) WHERE id = $1`,
      [id],
    );
  });
  return getBatch({ database }, issuer.code, id);
}

/** Which certificate a row renews, or copies; nothing for one that was wrong when it came. */
async function originsOf(
  database: Queryable,
  batch: string,
  line: number,
): Promise<{ readonly renews?: Uint8Array; readonly copyOf?: Uint8Array }> {
  const { rows } = await database.query<{ renews: Buffer | null; copy_of: Buffer | null }>(
    'SELECT renews, copy_of FROM applications WHERE batch = $1 AND line = $2',
    [batch, line],
  );
  const { renews, copy_of: copyOf } = rows[0] ?? {};
  return { ...(renews && { renews }), ...(copyOf && { copyOf }) };
}

/** @throws RowUnknown */
async function removeRow(transaction: Transaction, batch: string, line: number): Promise<void> {
  const applications = await transaction.query('DELETE FROM applications WHERE batch = $1 AND line = $2', [
    batch,
    line,
  ]);
  const problems = await transaction.query('DELETE FROM row_problems WHERE batch = $1 AND line = $2', [
    batch,
    line,
  ]);
  if (applications.rowCount === 0 && problems.rowCount === 0) throw new RowUnknown();
}

async function keptPhoto(
  transaction: Transaction,
  { protection }: IssuingOptions,
  batch: string,
  line: number,
): Promise<ApplicationRequest['photo']> {
  const { rows } = await transaction.query<{
    holder: string;
    wrapped_key: Buffer;
    digest: Buffer;
    mediaType: 'image/jpeg' | 'image/png';
    image: Buffer;
  }>(
    `SELECT a.holder, h.wrapped_key, p.digest, p.media_type AS "mediaType", p.image FROM applications a
     JOIN holders h ON h.id = a.holder JOIN photos p ON p.holder = a.holder AND p.digest = a.photo
     WHERE a.batch = $1 AND a.line = $2`,
    [batch, line],
  );
  const [row] = rows;
  return row && openPhoto(protection.holderKey(row.holder, row.wrapped_key), row);
}
