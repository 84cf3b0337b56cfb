import { readPhoto } from '../documents/index.js';
import { checkApplication, defaultLimits, readPhoto as isPhoto } from '../intake/index.js';
import type { Columns, IntakeRow, Photo, Upload } from '../intake/index.js';
import { fieldProblem, photoField } from '../types/index.js';
import type { CertificateType, FieldProblem } from '../types/index.js';
import { discardBatch, finishIntake, getBatch } from './batches.js';
import type { BatchMode } from './batches.js';
import { ApplicationInvalid, TypeNotAllowed } from './errors.js';
import { getIssuer } from '../issuers/index.js';
import type { Issuer } from '../issuers/index.js';
import { measureRows, placeProblem } from './fit.js';
import { openBatch, requestDigest } from './open-batch.js';
import type { Submission, Taken } from './open-batch.js';
import type { IssuingOptions } from './options.js';
import { storeRows } from './rows.js';
import type { RowsPlace } from './rows.js';

interface Request extends Submission {
  /** GB 32100 code. */
  readonly issuer: string;
  /** Code or slug of the certificate type; its newest version is issued. */
  readonly type: string;
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

/**
 * Takes an uploaded file in. Its rows are checked and stored as they are read; the worker issues them.
 * @throws UploadRefused, IdempotencyKeyReused, TypeNotAllowed, IssuerUnknown
 */
export async function submitUpload(
  options: IssuingOptions,
  upload: Upload,
  request: BatchRequest,
): Promise<Taken> {
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
  if (!opened.lock) return { ...opened.batch, repeated: true };
  const { batch, lock, place } = opened;
  try {
    await receiveRows(options, upload, issuer, place);
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
  return { ...(await getBatch(options, issuer.code, batch.id)), repeated: false };
}

async function receiveRows(
  options: IssuingOptions,
  upload: Upload,
  issuer: Issuer,
  place: RowsPlace,
): Promise<void> {
  const { database, protection, types, renderer } = options;
  const { type } = place;
  const missingCharacters = (text: string): readonly string[] => renderer.missingCharacters(text);
  const headers = new Map<string, string>();
  const onColumns = ({ used }: Columns): void => {
    for (const { key, header } of used) headers.set(key, header);
  };
  let held: IntakeRow[] = [];
  const store = async (): Promise<void> => {
    const rows = await measureRows({ renderer, issuer, type, headers }, held);
    held = [];
    await database.transaction((transaction) => storeRows(transaction, protection, place, rows));
  };
  for await (const row of upload.rows({ types, type, missingCharacters, readPhoto, onColumns })) {
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
): Promise<Taken> {
  const { issuer, type } = await allowed(options, request);
  const { protection, types, renderer } = options;
  const missingCharacters = (text: string): readonly string[] => renderer.missingCharacters(text);
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
  const given: IntakeRow = {
    line: 1,
    ...checked,
    problems: [],
    notes: checked.notes.map((note) => placeProblem(note, type, checked.fields)),
    ...(request.photo && { photo: request.photo }),
  };
  const [row = given] = await measureRows({ renderer, issuer, type }, [given]);
  if (row.problems.length > 0) throw new ApplicationInvalid(row.problems);
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
  return { ...(await getBatch(options, issuer.code, opened.batch.id)), repeated: !opened.lock };
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
