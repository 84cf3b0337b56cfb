import { dateAt } from '@certbridge/verifier-sdk/formats';
import type { Queryable, Transaction } from '../../platform/database/index.js';
import { CertificateUnknown } from '../statuses/index.js';
import { checkPhrase, normalDay } from '../intake/index.js';
import type { HolderKey, Protection } from '../../people/personal-data/index.js';
import { fieldProblem, isDay } from '../types/index.js';
import type { CertificateType, FieldProblem, Fields } from '../types/index.js';
import { applicationCell, certificateCell } from './cells.js';
import { ApplicationInvalid, HolderForgotten, NotCopyable } from './errors.js';
import { rowDigest } from './digest.js';
import { finishIntake } from './lifecycle.js';
import { getIssuer } from '../issuers/index.js';
import { repeatedBatch, requestDigest, takeIn } from './open-batch.js';
import type { Submission, Taken } from './open-batch.js';
import type { IssuingOptions } from './options.js';
import { copyable } from './originals.js';
import type { CopyLimits } from './originals.js';
import type { EncryptedApplication } from './application.js';

export interface CopyRequest extends Submission, CopyLimits {
  /** GB 32100 code of the original's issuer, which issues its copies. */
  readonly issuer: string;
  /** The original's certId. */
  readonly original: Uint8Array;
  /** Its last day, as people write days. */
  readonly validUntil: string;
}

/** A copy lives at most so long: it shows what was true when it was made. */
const MAX_DAYS = 90;
/** So that purpose and user leave the QR code's modules large enough to scan. */
const MAX_CHARACTERS = 60;

/**
 * Takes a purpose-limited copy of a certificate in: its fields, signed anew under a certId, serial and expiry of its own.
 * @throws ApplicationInvalid naming purpose, user or validUntil; NotCopyable, CertificateUnknown, HolderForgotten,
 *   IdempotencyKeyReused
 */
export async function submitCopy(options: IssuingOptions, request: CopyRequest): Promise<Taken> {
  const { database, protection, types } = options;
  const issuer = await getIssuer(database, request.issuer);
  const now = Date.now();
  const today = dateAt(now);
  const limits = { purpose: request.purpose.trim(), user: request.user.trim() };
  const validUntil = normalDay(request.validUntil);
  const digest = requestDigest('copy', request.original, JSON.stringify([limits, validUntil]));
  const known = await repeatedBatch(options, { issuer, request, digest });
  if (known) return known;
  const original = await openOriginal(database, protection, request, today);
  const lastDay = earlier(dateAt(now + MAX_DAYS * 86_400_000), original.validUntil);
  const missing = (text: string): readonly string[] => options.renderer.missingCharacters(text);
  const problems = [
    ...checkPhrase('purpose', limits.purpose, MAX_CHARACTERS, missing),
    ...checkPhrase('user', limits.user, MAX_CHARACTERS, missing),
    ...checkExpiry(validUntil, today, lastDay),
  ];
  if (problems.length > 0) throw new ApplicationInvalid(problems);
  const application: EncryptedApplication = { fields: original.fields, validFrom: today, validUntil, limits };
  const type = types.at(original.type, original.typeVersion);
  return takeIn(
    options,
    { issuer, type, request, digest, source: 'single', mode: 'all-or-nothing' },
    async (transaction, place) => {
      await storeCopy(transaction, place.batch, original, application);
      await finishIntake(transaction, options, place.batch, { issuer, submit: true });
    },
  );
}

const earlier = (a: string, b: string | null): string => (b !== null && b < a ? b : a);

function checkExpiry(validUntil: string, today: string, lastDay: string): FieldProblem[] {
  if (validUntil === '') return [fieldProblem('validUntil', 'REQUIRED')];
  if (!isDay(validUntil)) return [fieldProblem('validUntil', 'DATE_WRONG')];
  if (validUntil >= today && validUntil <= lastDay) return [];
  return [
    fieldProblem('validUntil', 'OUT_OF_RANGE', {
      zh: `${today} 至 ${lastDay}`,
      en: `${today} to ${lastDay}`,
    }),
  ];
}

interface OpenOriginal {
  readonly certId: Uint8Array;
  readonly issuer: string;
  readonly type: CertificateType['code'];
  readonly typeVersion: number;
  readonly validUntil: string | null;
  readonly fields: Fields;
  readonly photo: Buffer | null;
  readonly holder: string;
  readonly key: HolderKey;
}

interface OriginalRow extends Record<string, unknown> {
  readonly type: string;
  readonly typeVersion: number;
  readonly valid_until: string | null;
  readonly fields: Buffer | null;
  readonly photo: Buffer | null;
  readonly holder: string | null;
  readonly wrapped_key: Buffer | null;
  readonly copyable: boolean;
}

async function openOriginal(
  database: Queryable,
  protection: Protection,
  { issuer, original }: CopyRequest,
  today: string,
): Promise<OpenOriginal> {
  const certId = Buffer.from(original);
  const { rows } = await database.query<OriginalRow>(
    `SELECT c.type, c.type_version AS "typeVersion", c.valid_until, c.fields, c.photo, c.holder, h.wrapped_key,
       ${copyable('$3')} AS copyable
     FROM certificates c LEFT JOIN holders h ON h.id = c.holder WHERE c.issuer = $1 AND c.cert_id = $2`,
    [issuer, certId, today],
  );
  const [row] = rows;
  if (!row) throw new CertificateUnknown();
  if (!row.copyable) throw new NotCopyable();
  if (row.holder === null || row.wrapped_key === null || row.fields === null) throw new HolderForgotten();
  const key = protection.holderKey(row.holder, row.wrapped_key);
  const { type, typeVersion, valid_until: validUntil, photo, holder } = row;
  const fields = key.decryptJson(row.fields, certificateCell('fields', certId)) as Fields;
  return { certId, issuer, type, typeVersion, validUntil, fields, photo, holder, key };
}

/** It has no subject: a subject's one current certificate stays the original. */
async function storeCopy(
  transaction: Transaction,
  batch: string,
  { issuer, certId, holder, key, photo }: OpenOriginal,
  application: EncryptedApplication,
): Promise<void> {
  const digest = rowDigest(key, { line: 1, ...application, photo, copyOf: certId });
  await transaction.query(
    `INSERT INTO applications (batch, line, issuer, state, holder, fields, photo, copy_of, digest)
     VALUES ($1, 1, $2, 'accepted', $3, $4, $5, $6, $7)`,
    [
      batch,
      issuer,
      holder,
      key.encryptJson(application, applicationCell(batch, 1)),
      photo,
      Buffer.from(certId),
      digest,
    ],
  );
  await transaction.query('UPDATE batches SET lines = 1 WHERE id = $1', [batch]);
}
