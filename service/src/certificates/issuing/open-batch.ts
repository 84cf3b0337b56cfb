import { createHash, randomUUID } from 'node:crypto';
import type { Database, Lock, Transaction } from '../../platform/database/index.js';
import { findResult, forgetResult, keepResult, lockResult } from '../../platform/idempotency/index.js';
import type { KeyedRequest } from '../../platform/idempotency/index.js';
import type { Protection } from '../../people/personal-data/index.js';
import type { ColumnNames } from '../intake/index.js';
import type { CertificateType } from '../types/index.js';
import { batchKeyName, batchKeyOf, getBatch } from './batches.js';
import type { Batch, BatchMode } from './batches.js';
import { holdReceiving } from './batch-state.js';
import { discardBatch, refuseBatch } from './lifecycle.js';
import { demandIssuing } from '../issuers/index.js';
import type { Issuer } from '../issuers/index.js';
import type { IssuingOptions } from './options.js';
import type { RowsPlace } from './rows.js';

/** Who asks for something to be issued, and under which key, so that asking again changes nothing. */
export interface Submission {
  /** The account that submits. */
  readonly submittedBy: string;
  /** Called in the transaction that takes it in; not for a repeat. */
  readonly onTaken?: (tx: Transaction, batch: Batch) => Promise<void>;
  /** Repeats of a request with the same key issue nothing more. */
  readonly idempotencyKey?: string;
}

/** A batch, and whether an earlier request with the same Idempotency-Key made it. */
export interface Taken extends Batch {
  readonly repeated: boolean;
}

/** While a process holds it, the batch is being received; nobody holding it, the process died. */
const receivingLock = (batch: string): string => `certbridge/receiving/${batch}`;

/** SHA-256 over what is asked for: two requests with one Idempotency-Key must agree in it. */
export function requestDigest(...parts: readonly (string | Uint8Array)[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(createHash('sha256').update(part).digest());
  return hash.digest();
}

export interface Opening {
  readonly issuer: Issuer;
  readonly type: CertificateType;
  readonly request: Submission;
  readonly digest: Buffer;
  readonly source: Batch['source'];
  readonly mode: BatchMode;
  /** Names that 签发机关 of its rows is checked against; left out where they repeat what was issued before. */
  readonly authorities?: readonly string[];
  readonly columnNames?: ColumnNames;
}

export type Opened =
  | { readonly batch: Batch; readonly lock?: undefined }
  | { readonly batch: Batch; readonly lock: Lock; readonly place: RowsPlace };

/**
 * Makes the batch and takes its Idempotency-Key in one transaction, with `within`, which takes all of it in; or
 * finds the batch that the key made before.
 */
export async function openBatch(
  options: IssuingOptions,
  opening: Opening,
  within?: (transaction: Transaction, place: RowsPlace) => Promise<void>,
): Promise<Opened> {
  const { database, protection } = options;
  const { issuer, type } = opening;
  const id = randomUUID();
  const { wrapped, key: batchKey } = protection.createHolderKey(batchKeyName(id));
  const place: RowsPlace = { batch: id, batchKey, issuer: issuer.code, type };
  const lock = await database.tryLock(receivingLock(id));
  if (!lock) throw new Error('a lock of a fresh name is taken');
  try {
    const before = await database.transaction(async (transaction) => {
      const known = await knownBatch(transaction, options, opening);
      if (known) return known;
      demandIssuing(issuer);
      await insertBatch(transaction, options, { id, wrapped }, opening);
      if (within) {
        await within(transaction, place);
        await opening.request.onTaken?.(
          transaction,
          await getBatch({ database: transaction }, issuer.code, id),
        );
      }
      return undefined;
    });
    if (before === undefined) return { batch: await getBatch(options, issuer.code, id), lock, place };
    await lock.release();
    return { batch: await getBatch(options, issuer.code, before) };
  } catch (error) {
    await lock.release().catch(() => undefined);
    throw error;
  }
}

/** Takes in at once, by `within`, what is known whole when it is asked for. */
export async function takeIn(
  options: IssuingOptions,
  opening: Opening,
  within: (transaction: Transaction, place: RowsPlace) => Promise<void>,
): Promise<Taken> {
  const { batch, lock } = await openBatch(options, opening, within);
  await lock?.release();
  return { ...batch, repeated: !lock };
}

async function insertBatch(
  transaction: Transaction,
  { protection }: Pick<IssuingOptions, 'protection'>,
  { id, wrapped }: { readonly id: string; readonly wrapped: Buffer },
  opening: Opening,
): Promise<void> {
  const { issuer, type, request, source, mode, authorities = [], columnNames = {} } = opening;
  await transaction.query(
    `INSERT INTO batches (id, issuer, type, type_version, source, mode, state, submitted_by, authorities,
       column_names)
     VALUES ($1, $2, $3, $4, $5, $6, 'receiving', $7, $8, $9)`,
    [
      ...[id, issuer.code, type.code, type.version, source, mode, request.submittedBy, authorities],
      JSON.stringify(columnNames),
    ],
  );
  await transaction.query('INSERT INTO batch_keys (batch, wrapped_key) VALUES ($1, $2)', [id, wrapped]);
  await keepResult(transaction, keyedRequest(protection, opening), id);
}

/** What was asked for is personal: its digest is kept under the batch's key, and goes with it. */
const keyedRequest = (
  protection: Protection,
  { issuer, request, digest }: Pick<Opening, 'issuer' | 'request' | 'digest'>,
): KeyedRequest => ({
  issuer: issuer.code,
  key: request.idempotencyKey,
  digestFor: async (transaction, batch) =>
    (await batchKeyOf(transaction, protection, batch)).lookup('request', digest.toString('hex')),
  kind: 'batch',
});

/**
 * What the same request, with its Idempotency-Key, made before; so that a repeat finds its answer whatever has
 * become of the things that it names.
 */
export async function repeatedBatch(
  options: IssuingOptions,
  opening: Pick<Opening, 'issuer' | 'request' | 'digest'>,
): Promise<Taken | undefined> {
  const { database } = options;
  const id = await database.transaction((transaction) => knownBatch(transaction, options, opening));
  return id === undefined
    ? undefined
    : { ...(await getBatch(options, opening.issuer.code, id)), repeated: true };
}

/**
 * The batch that this Idempotency-Key made. One whose upload was cut off is cleared away; one of which the rules
 * refused everything, or that was withdrawn, is checked anew: the cause may be gone. What a person rejected stays rejected.
 */
async function knownBatch(
  transaction: Transaction,
  { database, protection }: IssuingOptions,
  opening: Pick<Opening, 'issuer' | 'request' | 'digest'>,
): Promise<string | undefined> {
  const id = await findResult(transaction, keyedRequest(protection, opening));
  if (id === undefined) return undefined;
  const batch = (): Promise<Batch> => getBatch({ database: transaction }, opening.issuer.code, id);
  const isAbandoned =
    (await batch()).state === 'receiving' &&
    (await ifAbandoned(transaction, database, id, () => discardBatch(transaction, id)));
  if (isAbandoned) return undefined;
  if (!isRefusedByRules(await batch())) return id;
  await forgetResult(transaction, 'batch', id);
  return undefined;
}

const isRefusedByRules = ({ state, refusal, issued }: Batch): boolean =>
  state === 'withdrawn' ||
  (issued === 0 && (state === 'issued' || (state === 'refused' && refusal !== 'REJECTED')));

/** Ends uploads that a crash cut off. Kept as refused: their senders may ask what became of them. */
export async function sweepReceiving({ database }: IssuingOptions): Promise<void> {
  const { rows } = await database.query<{ id: string }>(`SELECT id FROM batches WHERE state = 'receiving'`);
  for (const { id } of rows) {
    await database.transaction(async (transaction) => {
      // Who sends the request again waits for this, and then finds its key free.
      await lockResult(transaction, 'batch', id);
      await ifAbandoned(transaction, database, id, () => refuseBatch(transaction, id, 'UPLOAD_CUT_OFF'));
    });
  }
}

/** Carries out `clear` on a batch that is still being received, and by nobody; says whether it did. */
async function ifAbandoned(
  transaction: Transaction,
  database: Database,
  id: string,
  clear: () => Promise<void>,
): Promise<boolean> {
  const abandoned = await database.tryLock(receivingLock(id));
  if (!abandoned) return false;
  try {
    // Whoever held the lock may have finished, and only then let it go, since the state was read.
    if (!(await holdReceiving(transaction, id))) return false;
    await clear();
    return true;
  } finally {
    await abandoned.release();
  }
}
