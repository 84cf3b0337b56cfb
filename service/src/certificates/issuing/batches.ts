import type { Queryable } from '../../platform/database/index.js';
import { progressChannel } from '../../ledger/anchoring/index.js';
import type { HolderKey, Protection, WrappedKeys } from '../../people/personal-data/index.js';
import type { BatchState } from './batch-state.js';
import type { ColumnNames } from '../intake/index.js';
import { BatchUnknown } from './errors.js';

/** Notifies the worker; its payload is a batch's id. */
export const batchChannel = 'certbridge_batches';

export type BatchMode = 'skip-bad' | 'all-or-nothing';

/** What was submitted together: a file's rows, or one application. */
export interface Batch {
  readonly id: string;
  readonly issuer: string;
  readonly type: string;
  readonly typeVersion: number;
  readonly source: 'csv' | 'spreadsheet' | 'zip' | 'single' | 'reissue';
  readonly mode: BatchMode;
  readonly state: BatchState;
  /** Why nothing of it is issued. */
  readonly refusal: string | null;
  readonly submittedBy: string;
  readonly approvedBy: string | null;
  /** Rows read. */
  readonly rows: number;
  /** Rows with problems. */
  readonly bad: number;
  readonly issued: number;
  readonly anchored: number;
  /** SHA-256 over all that is to be issued, in hex, once it is submitted; an approval names it. */
  readonly digest: string | null;
  /** Titles of columns that were not read, like 序号. */
  readonly ignored: readonly string[];
  /** What its sender said that columns mean, by header. */
  readonly columnNames: ColumnNames;
  /** Names that 签发机关 was checked against, the issuer's own first; none: it repeats what was issued before. */
  readonly authorities: readonly string[];
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
}

const columns = `id, issuer, type, type_version AS "typeVersion", source, mode, state, refusal,
  submitted_by AS "submittedBy", approved_by AS "approvedBy", lines AS rows, bad, issued, anchored, encode(digest, 'hex') AS digest, ignored, column_names AS "columnNames", authorities,
  created_at AS "createdAt", finished_at AS "finishedAt"`;

/** @throws BatchUnknown */
export async function getBatch(
  { database }: { readonly database: Queryable },
  issuer: string,
  id: string,
): Promise<Batch> {
  const { rows } = await database.query<Batch & Record<string, unknown>>(
    `SELECT ${columns} FROM batches WHERE issuer = $1 AND id::text = $2`,
    [issuer, id.toLowerCase()],
  );
  if (!rows[0]) throw new BatchUnknown();
  return rows[0];
}

/** An issuer's batches, newest first. */
export async function listBatches(
  { database }: { readonly database: Queryable },
  issuer: string,
  options: { readonly before?: Date; readonly limit?: number; readonly state?: BatchState } = {},
): Promise<Batch[]> {
  const { rows } = await database.query<Batch & Record<string, unknown>>(
    `SELECT ${columns} FROM batches WHERE issuer = $1 AND created_at < $2 AND ($4::text IS NULL OR state = $4)
     ORDER BY created_at DESC LIMIT $3`,
    [
      issuer,
      options.before ?? new Date(8.64e14),
      Math.min(options.limit ?? 100, 1000),
      options.state ?? null,
    ],
  );
  return rows;
}

export async function notifyBatch(transaction: Queryable, id: string): Promise<void> {
  await transaction.query('SELECT pg_notify($1, $3), pg_notify($2, $3)', [batchChannel, progressChannel, id]);
}

/** The name under which a batch's key is wrapped. */
export const batchKeyName = (id: string): string => `batch:${id}`;

/**
 * The key that encrypts what is kept of a batch besides its holders' data.
 * @param lock `FOR SHARE` for whoever writes under it: it stays until the transaction ends
 */
export async function batchKeyOf(
  database: Queryable,
  protection: Protection,
  id: string,
  lock: '' | 'FOR SHARE' = '',
): Promise<HolderKey> {
  const { rows } = await database.query<{ wrapped_key: Buffer }>(
    `SELECT wrapped_key FROM batch_keys WHERE batch = $1 ${lock}`,
    [id],
  );
  return protection.holderKey(batchKeyName(id), rows[0]?.wrapped_key ?? Buffer.alloc(0));
}

/** Each encrypts what a batch keeps besides its holders' data. */
export const batchKeys: WrappedKeys = {
  table: 'batch_keys',
  id: { column: 'batch', type: 'uuid' },
  nameOf: (id) => batchKeyName(String(id)),
};
