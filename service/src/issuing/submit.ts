import { createHash, randomUUID } from 'node:crypto';
import type { Lock, Transaction } from '../database/index.js';
import { readPhoto } from '../documents/index.js';
import { checkApplication, defaultLimits, readPhoto as isPhoto } from '../intake/index.js';
import type { IntakeRow, Photo, Upload } from '../intake/index.js';
import { fieldProblem, photoField } from '../types/index.js';
import type { CertificateType, FieldProblem } from '../types/index.js';
import { discardBatch, finishIntake, getBatch, refuseBatch } from './batches.js';
import type { Batch, BatchMode } from './batches.js';
import { ApplicationInvalid, IdempotencyKeyReused, TypeNotAllowed } from './errors.js';
import { getIssuer } from './issuers.js';
import type { Issuer } from './issuers.js';
import type { IssuingOptions } from './options.js';
import { storeRows } from './rows.js';
import type { RowsPlace } from './rows.js';

interface Request {
  /** GB 32100 code. */
  readonly issuer: string;
  /** Code or slug of the certificate type; its newest version is issued. */
  readonly type: string;
  /** The account that submits. */
  readonly submittedBy: string;
  /** Repeats of a request with the same key issue nothing more. */
  readonly idempotencyKey?: string;
}

export interface BatchRequest extends Request {
  readonly mode: BatchMode;
}

export interface ApplicationRequest extends Request {
  readonly fields: Readonly<Record<string, string | number>>;
  readonly validFrom: string;
  /** Empty or 长期: no expiry. */
  readonly validUntil: string;
  readonly photo?: Photo;
  /** certId of the certificate that this one replaces. */
  readonly renews?: Uint8Array;
}

/** Rows stored at once. */
const ROWS = 500;

/** While a process holds it, the batch is being received; nobody holding it, the process died. */
export const receivingLock = (batch: string): string => `certbridge/receiving/${batch}`;

/**
 * Takes an uploaded file in. Its rows are checked and stored as they are read; the worker issues them.
 * @throws UploadRefused, IdempotencyKeyReused, TypeNotAllowed, IssuerUnknown
 */
export async function submitUpload(
  options: IssuingOptions,
  upload: Upload,
  request: BatchRequest,
): Promise<Batch> {
  const { issuer, type } = await allowed(options, request);
  const digest = requestDigest(upload.digest, type.code, request.mode);
  const opened = await openBatch(options, {
    issuer,
    type,
    request,
    digest,
    source: upload.kind,
    mode: request.mode,
  });
  if (!opened.lock) return opened.batch;
  const { batch, lock, place } = opened;
  try {
    await receiveRows(options, upload, place);
    await options.database.transaction((transaction) => finishIntake(transaction, batch.id, issuer.fourEyes));
  } catch (error) {
    // If this fails too (no database), the worker finds the batch without its lock and discards it.
    await options.database
      .transaction((transaction) => discardBatch(transaction, batch.id))
      .catch(() => undefined);
    throw error;
  } finally {
    await lock.release().catch(() => undefined);
  }
  return getBatch(options.database, issuer.code, batch.id);
}

async function receiveRows(options: IssuingOptions, upload: Upload, place: RowsPlace): Promise<void> {
  const { database, protection, types, press } = options;
  const missingCharacters = (text: string): readonly string[] => press.missingCharacters(text);
  let held: IntakeRow[] = [];
  const store = async (): Promise<void> => {
    const rows = held;
    held = [];
    await database.transaction((transaction) => storeRows(transaction, protection, place, rows));
  };
  for await (const row of upload.rows({ types, type: place.type, missingCharacters, readPhoto })) {
    held.push(row);
    if (held.length === ROWS) await store();
  }
  if (held.length > 0) await store();
}

/**
 * Takes one application.
 * @throws ApplicationInvalid, IdempotencyKeyReused, TypeNotAllowed, IssuerUnknown
 */
export async function submitApplication(
  options: IssuingOptions,
  request: ApplicationRequest,
): Promise<Batch> {
  const { issuer, type } = await allowed(options, request);
  const { database, protection, types, press } = options;
  const missingCharacters = (text: string): readonly string[] => press.missingCharacters(text);
  const checked = checkApplication(
    request.fields,
    { from: request.validFrom, until: request.validUntil },
    { type, types, missingCharacters, readPhoto },
  );
  if (request.photo) demandPhoto(request.photo, type, checked.problems);
  // A photo comes beside the fields, never as one of them.
  const named = photoField(type);
  if (named !== undefined && named in checked.fields)
    checked.problems.push(fieldProblem(named, 'FIELD_UNKNOWN'));
  if (checked.problems.length > 0) throw new ApplicationInvalid(checked.problems);
  const row: IntakeRow = {
    line: 1,
    ...checked,
    problems: [],
    ...(request.photo && { photo: request.photo }),
  };
  const { renews } = request;
  const digest = requestDigest(
    Buffer.from(JSON.stringify([checked, renews && Buffer.from(renews).toString('hex')])),
    request.photo?.bytes ?? '',
    type.code,
  );
  const mode = 'all-or-nothing';
  const opened = await openBatch(
    options,
    { issuer, type, request, digest, source: 'single', mode },
    async (tx, place) => {
      await storeRows(tx, protection, place, [row], renews);
      await finishIntake(tx, place.batch, issuer.fourEyes);
    },
  );
  await opened.lock?.release();
  return getBatch(database, issuer.code, opened.batch.id);
}

function demandPhoto(photo: Photo, type: CertificateType, problems: FieldProblem[]): void {
  const field = photoField(type);
  if (field === undefined) problems.push(fieldProblem('photo', 'FIELD_UNKNOWN'));
  else if (!isPhoto(photo.bytes, readPhoto)) {
    problems.push(fieldProblem(field, 'PHOTO_REFUSED', `${defaultLimits.photoBytes >> 10} KB`));
  }
}

async function allowed(
  options: IssuingOptions,
  request: Request,
): Promise<{ issuer: Issuer; type: CertificateType }> {
  const issuer = await getIssuer(options.database, request.issuer);
  const type = options.types.newest(request.type);
  if (!issuer.types.includes(type.code)) throw new TypeNotAllowed(type.name);
  return { issuer, type };
}

function requestDigest(...parts: readonly (string | Uint8Array)[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(createHash('sha256').update(part).digest());
  return hash.digest();
}

interface Opening {
  readonly issuer: Issuer;
  readonly type: CertificateType;
  readonly request: Request;
  readonly digest: Buffer;
  readonly source: Batch['source'];
  readonly mode: BatchMode;
}

type Opened =
  | { readonly batch: Batch; readonly lock?: undefined }
  | { readonly batch: Batch; readonly lock: Lock; readonly place: RowsPlace };

/**
 * Makes the batch and takes its Idempotency-Key in one transaction, with `within`; or finds the batch that
 * the key made before.
 */
async function openBatch(
  options: IssuingOptions,
  opening: Opening,
  within?: (transaction: Transaction, place: RowsPlace) => Promise<void>,
): Promise<Opened> {
  const { database, protection } = options;
  const { issuer, type } = opening;
  const id = randomUUID();
  const { wrapped, key: batchKey } = protection.createHolderKey(`batch:${id}`);
  const place: RowsPlace = { batch: id, batchKey, issuer: issuer.code, type };
  const lock = await database.tryLock(receivingLock(id));
  if (!lock) throw new Error('a lock of a fresh name is taken');
  try {
    const before = await database.transaction(async (transaction) => {
      const known = await knownBatch(transaction, options, opening);
      if (known) return known;
      await insertBatch(transaction, id, opening, wrapped);
      await within?.(transaction, place);
      return undefined;
    });
    if (before === undefined) return { batch: await getBatch(database, issuer.code, id), lock, place };
    await lock.release();
    return { batch: await getBatch(database, issuer.code, before) };
  } catch (error) {
    await lock.release().catch(() => undefined);
    throw error;
  }
}

async function insertBatch(
  transaction: Transaction,
  id: string,
  opening: Opening,
  wrapped: Buffer,
): Promise<void> {
  const { issuer, type, request, source, mode, digest } = opening;
  await transaction.query(
    `INSERT INTO batches (id, issuer, type, type_version, source, mode, state, submitted_by, wrapped_key)
     VALUES ($1, $2, $3, $4, $5, $6, 'receiving', $7, $8)`,
    [id, issuer.code, type.code, type.version, source, mode, request.submittedBy, wrapped],
  );
  if (request.idempotencyKey === undefined) return;
  await transaction.query('INSERT INTO idempotency (issuer, key, request, batch) VALUES ($1, $2, $3, $4)', [
    issuer.code,
    request.idempotencyKey,
    digest,
    id,
  ]);
}

/** The batch that this Idempotency-Key made, unless its upload was cut off: then that is cleared away. */
async function knownBatch(
  transaction: Transaction,
  { database }: IssuingOptions,
  { issuer, request, digest }: Opening,
): Promise<string | undefined> {
  const { idempotencyKey } = request;
  if (idempotencyKey === undefined) return undefined;
  // Two requests with one key at once: the second waits here and finds the first's batch.
  await transaction.lock(idempotencyLock(issuer.code, idempotencyKey));
  const { rows } = await transaction.query<{
    request: Buffer;
    batch: string | null;
    state: string | null;
    refusal: string | null;
  }>(
    `SELECT i.request, i.batch, b.state, b.refusal FROM idempotency i LEFT JOIN batches b ON b.id = i.batch
     WHERE i.issuer = $1 AND i.key = $2`,
    [issuer.code, idempotencyKey],
  );
  const [known] = rows;
  if (!known) return undefined;
  if (!known.request.equals(digest) || known.batch === null) throw new IdempotencyKeyReused();
  if (known.refusal === 'UPLOAD_CUT_OFF') {
    await transaction.query('DELETE FROM idempotency WHERE issuer = $1 AND key = $2', [
      issuer.code,
      idempotencyKey,
    ]);
    return undefined;
  }
  if (known.state !== 'receiving') return known.batch;
  const abandoned = await database.tryLock(receivingLock(known.batch));
  if (!abandoned) return known.batch;
  await discardBatch(transaction, known.batch);
  await abandoned.release();
  return undefined;
}

/** Ends uploads that a crash cut off. Kept as refused: their senders may ask what became of them. */
export async function sweepReceiving({ database }: IssuingOptions): Promise<void> {
  const { rows } = await database.query<{ id: string; issuer: string; key: string | null }>(
    `SELECT b.id, b.issuer, i.key FROM batches b LEFT JOIN idempotency i ON i.batch = b.id WHERE b.state = 'receiving'`,
  );
  for (const { id, issuer, key } of rows) {
    const lock = await database.transaction(async (transaction) => {
      // Who sends the request again waits for this, and then finds its key free.
      if (key !== null) await transaction.lock(idempotencyLock(issuer, key));
      const abandoned = await database.tryLock(receivingLock(id));
      if (!abandoned) return undefined;
      const { rows: still } = await transaction.query(
        `SELECT FROM batches WHERE id = $1 AND state = 'receiving' FOR UPDATE`,
        [id],
      );
      if (still.length > 0) await refuseBatch(transaction, id, 'UPLOAD_CUT_OFF');
      return abandoned;
    });
    await lock?.release();
  }
}

const idempotencyLock = (issuer: string, key: string): string => `certbridge/idempotency/${issuer}/${key}`;
