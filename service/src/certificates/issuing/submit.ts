import { dateAt, maxDaysAhead } from '@certbridge/verifier-sdk/formats';
import type { Queryable } from '../../platform/database/index.js';
import {
  checkApplication,
  defaultLimits,
  photoRemedy,
  plainPhotoOf,
  withColumnNames,
} from '../intake/index.js';
import type { ColumnNames, Columns, IntakeRow, Photo, Upload } from '../intake/index.js';
import { fieldProblem, isDay, photoField } from '../types/index.js';
import type { CertificateType, FieldProblem } from '../types/index.js';
import { holdReceiving } from './batch-state.js';
import { getBatch } from './batches.js';
import type { BatchMode } from './batches.js';
import { ApplicationInvalid, TypeNotAllowed, UploadCutOff } from './errors.js';
import { getIssuer } from '../issuers/index.js';
import type { Issuer } from '../issuers/index.js';
import { authoritiesOf, checkAuthority, underPresentName } from './authority.js';
import { measureRows, placeProblem } from './fit.js';
import { discardBatch, finishIntake } from './lifecycle.js';
import { openBatch, requestDigest, takeIn } from './open-batch.js';
import type { Submission, Taken } from './open-batch.js';
import type { IssuingOptions } from './options.js';
import { storeRows } from './rows.js';
import type { RowsPlace } from './rows.js';
import { keepUpload } from './uploads.js';

interface Request extends Submission {
  /** GB 32100 code. */
  readonly issuer: string;
  /** Code or slug of the certificate type; its newest version is issued. */
  readonly type: string;
}

export interface BatchRequest extends Request {
  readonly mode: BatchMode;
  /** Leave it `checked`, to be looked at and mended; otherwise it is submitted at once. */
  readonly checkOnly?: boolean;
  /** What the sender says of a text whose bytes do not prove it. */
  readonly encoding?: 'utf-8' | 'gb18030';
  /** What the sender says that columns mean, by header. */
  readonly columnNames?: ColumnNames;
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

/** Rows stored at once; fewer where their photos are large (bytes). */
const ROWS = 500;
const PHOTOS = 16 * 1024 * 1024;

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
  const submit = request.checkOnly !== true;
  const { columnNames = {} } = request;
  const reads = withColumnNames(type, columnNames);
  const named = Object.keys(columnNames).length > 0 ? [JSON.stringify(columnNames)] : [];
  const digest = requestDigest(upload.digest, type.code, request.mode, submit ? '' : 'check', ...named);
  const opened = await openBatch(options, {
    issuer,
    type,
    request,
    digest,
    source: upload.kind,
    mode: request.mode,
    authorities: authoritiesOf(issuer),
    columnNames,
  });
  if (!opened.lock) return { ...opened.batch, repeated: true };
  const { batch, lock, place } = opened;
  try {
    await receiveRows(options, upload, issuer, {
      ...place,
      reads,
      ...(request.encoding && { encoding: request.encoding }),
    });
    await keepUpload(options.database, batch.id, place.batchKey, upload);
    await options.database.transaction(async (transaction) => {
      await finishIntake(transaction, options, batch.id, { issuer, submit });
      await request.onTaken?.(transaction, await getBatch({ database: transaction }, issuer.code, batch.id));
    });
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
  place: RowsPlace & Pick<BatchRequest, 'encoding'> & { readonly reads: CertificateType },
): Promise<void> {
  const { database, protection, types, renderer } = options;
  const { type, reads, encoding } = place;
  const missingCharacters = (text: string): readonly string[] => renderer.missingCharacters(text);
  const headers = new Map<string, string>();
  let ignored: readonly string[] = [];
  const onColumns = (columns: Columns): void => {
    for (const { key, header } of columns.used) headers.set(key, header);
    ({ ignored } = columns);
  };
  let held: IntakeRow[] = [];
  let photos = 0;
  const store = async (): Promise<void> => {
    const rows = await measureRows(
      { renderer, issuer, type, headers },
      checkAuthority({ issuer, type, headers }, held),
    );
    held = [];
    photos = 0;
    await database.transaction(async (transaction) => {
      // The batch before its holders, as whoever discards it locks them.
      if (!(await holdReceiving(transaction, place.batch))) throw new UploadCutOff();
      await storeRows(transaction, protection, place, rows);
    });
  };
  const plainPhoto = renderer.plainPhoto.bind(renderer);
  const reading = {
    ...{ types, type: reads, missingCharacters, plainPhoto, onColumns, authority: issuer.name },
    ...(encoding && { encoding }),
  };
  for await (const row of upload.rows(reading)) {
    held.push(row);
    photos += row.photo?.bytes.length ?? 0;
    if (held.length === ROWS || photos >= PHOTOS) await store();
  }
  if (held.length > 0) await store();
  await database.query('UPDATE batches SET ignored = $2 WHERE id = $1', [place.batch, ignored]);
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
  const { protection } = options;
  const row = await checkedRow(options, { issuer, type }, request, 1);
  const { renews } = request;
  const { fields, validFrom, validUntil, photo } = row;
  const digest = requestDigest(
    JSON.stringify([fields, validFrom, validUntil, renews && Buffer.from(renews).toString('hex')]),
    photo?.bytes ?? '',
    type.code,
  );
  const opening = { issuer, type, request, digest, source: 'single', mode: 'all-or-nothing' } as const;
  return takeIn(options, { ...opening, authorities: authoritiesOf(issuer) }, async (tx, place) => {
    await storeRows(tx, protection, place, [row], renews);
    await finishIntake(tx, options, place.batch, { issuer, submit: true });
  });
}

/** A renewal takes its predecessor's place on its own first day, which the ledger takes only so far ahead. */
function tooFarAhead(validFrom: string): FieldProblem[] {
  const last = dateAt(Date.now() + maxDaysAhead * 86_400_000);
  if (validFrom <= last) return [];
  return [fieldProblem('validFrom', 'OUT_OF_RANGE', { zh: `不晚于 ${last}`, en: `not after ${last}` })];
}

/** One application as a row of a batch. @throws ApplicationInvalid naming every field that is wrong */
export async function checkedRow(
  { database, types, renderer }: IssuingOptions,
  { issuer, type }: { readonly issuer: Issuer; readonly type: CertificateType },
  application: Pick<ApplicationRequest, 'fields' | 'validFrom' | 'validUntil' | 'photo' | 'renews'>,
  line: number,
): Promise<IntakeRow> {
  const plainPhoto = renderer.plainPhoto.bind(renderer);
  const photo = application.photo && (await plainPhotoOf(application.photo.bytes, plainPhoto));
  const missingCharacters = (text: string): readonly string[] => renderer.missingCharacters(text);
  const checked = checkApplication(
    application.fields,
    { from: application.validFrom, until: application.validUntil },
    { type, types, missingCharacters, authority: issuer.name },
  );
  if (application.photo) checked.problems.push(...photoProblems(application.photo, photo, type));
  if (application.renews && isDay(checked.validFrom))
    checked.problems.push(...tooFarAhead(checked.validFrom));
  // A photo comes beside the fields, never as one of them.
  const named = photoField(type);
  if (named !== undefined && named in checked.fields)
    checked.problems.push(fieldProblem(named, 'FIELD_UNKNOWN'));
  if (checked.problems.length > 0) throw new ApplicationInvalid(checked.problems);
  const notes = checked.notes.map((note) => placeProblem(note, type, checked.fields));
  const before = application.renews && (await nameWhenIssued(database, issuer.code, application.renews));
  const fields =
    before === undefined ? checked.fields : underPresentName({ issuer, type }, checked.fields, before);
  const given: IntakeRow = { line, ...checked, fields, problems: [], notes, ...(photo && { photo }) };
  const [row = given] = await measureRows(
    { renderer, issuer, type },
    checkAuthority({ issuer, type }, [given]),
  );
  if (row.problems.length > 0) throw new ApplicationInvalid(row.problems);
  return row;
}

/** The issuer's name in a certificate of its own; undefined where there is none. */
async function nameWhenIssued(
  database: Queryable,
  issuer: string,
  certId: Uint8Array,
): Promise<string | undefined> {
  const { rows } = await database.query<{ name: string }>(
    'SELECT issuer_name AS name FROM certificates WHERE issuer = $1 AND cert_id = $2',
    [issuer, Buffer.from(certId)],
  );
  return rows[0]?.name;
}

function photoProblems(sent: Photo, plain: Photo | undefined, type: CertificateType): FieldProblem[] {
  const field = photoField(type);
  if (field === undefined) return [fieldProblem('photo', 'FIELD_UNKNOWN')];
  if (plain) return [];
  return [fieldProblem(field, 'PHOTO_REFUSED', photoRemedy(sent.bytes, defaultLimits.photoBytes))];
}

/** The issuer that a request names, and the type, which it issues. @throws IssuerUnknown, TypeNotAllowed */
export async function allowed(
  options: IssuingOptions,
  request: Pick<Request, 'issuer' | 'type'>,
): Promise<{ issuer: Issuer; type: CertificateType }> {
  const issuer = await getIssuer(options.database, request.issuer);
  const type = options.types.newest(request.type);
  if (!issuer.types.includes(type.code)) throw new TypeNotAllowed(type.name);
  return { issuer, type };
}
