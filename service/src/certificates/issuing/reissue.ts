import { dateAt } from '@certbridge/verifier-sdk/formats';
import type { Queryable, Transaction } from '../../platform/database/index.js';
import type { Protection } from '../../people/personal-data/index.js';
import { presentState } from '../statuses/index.js';
import type { Issuer } from '../issuers/index.js';
import type { CertificateType, Fields } from '../types/index.js';
import type { EncryptedApplication } from './application.js';
import { underPresentName } from './authority.js';
import { applicationCell, certificateCell } from './cells.js';
import { renewable } from './claim.js';
import { rowDigest } from './digest.js';
import { NothingToReissue } from './errors.js';
import { finishIntake } from './lifecycle.js';
import { repeatedBatch, requestDigest, takeIn } from './open-batch.js';
import type { Submission, Taken } from './open-batch.js';
import type { IssuingOptions } from './options.js';
import { allowed } from './submit.js';

export interface ReissueRequest extends Submission {
  readonly issuer: string;
  /** Code or slug. */
  readonly type: string;
  /** What this key has signed. */
  readonly kid: string;
}

/** Certificates read and stored at once. */
const PAGE = 500;

/**
 * Issues again, as one batch, every current certificate of a type that a key has signed: fields and days as they
 * are, but for the issuer's present name, signed anew; the new ones take the old ones' places. Purpose-limited copies are left out: they are short-lived.
 * Of a type that has changed meanwhile, one version at a time: ask until there is nothing more.
 * @throws NothingToReissue, TypeNotAllowed, IssuerUnknown, IdempotencyKeyReused
 */
export async function submitReissue(options: IssuingOptions, request: ReissueRequest): Promise<Taken> {
  const { database, protection, types } = options;
  const {
    issuer,
    type: { code },
  } = await allowed(options, request);
  const digest = requestDigest('reissue', request.kid, code);
  const known = await repeatedBatch(options, { issuer, request, digest });
  if (known) return known;
  const version = await oldestVersion(database, { ...request, type: code });
  if (version === undefined) throw new NothingToReissue(request.kid);
  const type = types.at(code, version);
  return takeIn(
    options,
    { issuer, type, request, digest, source: 'reissue', mode: 'skip-bad' },
    async (tx, { batch }) => {
      let lines = 0;
      const place = { batch, issuer, type };
      for (let after: Buffer = Buffer.alloc(0); ;) {
        const found = await signedBy(tx, { ...request, type: code }, version, after);
        await store(tx, protection, { ...place, lines }, found);
        lines += found.length;
        const last = found.at(-1);
        if (last === undefined || found.length < PAGE) break;
        after = last.cert_id;
      }
      await tx.query('UPDATE batches SET lines = $2 WHERE id = $1', [batch, lines]);
      await finishIntake(tx, options, batch, { issuer, submit: true });
    },
  );
}

interface SignedRow extends Record<string, unknown> {
  readonly cert_id: Buffer;
  readonly issuer_name: string;
  readonly holder: string;
  readonly wrapped_key: Buffer;
  readonly subject: Buffer;
  readonly fields: Buffer;
  readonly photo: Buffer | null;
  readonly valid_from: string;
  readonly valid_until: string | null;
}

type Signed = Pick<ReissueRequest, 'issuer' | 'type' | 'kid'>;

/** Those of forgotten holders and those that have ended stay as they are. */
const ofKey = `c.issuer = $1 AND c.type = $2 AND $3 = ANY(c.keys) AND c.is_current AND ${presentState} = ANY($4)
  AND c.holder IS NOT NULL AND c.fields IS NOT NULL AND (c.valid_until IS NULL OR c.valid_until >= $5)`;
const valuesOf = ({ issuer, type, kid }: Signed): unknown[] => [
  ...[issuer, type, kid],
  renewable,
  dateAt(Date.now()),
];

async function oldestVersion(database: Queryable, signed: Signed): Promise<number | undefined> {
  const { rows } = await database.query<{ version: number | null }>(
    `SELECT min(type_version) AS version FROM certificates c WHERE ${ofKey}`,
    valuesOf(signed),
  );
  return rows[0]?.version ?? undefined;
}

/** The next page, by certId. */
async function signedBy(
  tx: Transaction,
  signed: Signed,
  version: number,
  after: Buffer,
): Promise<SignedRow[]> {
  const { rows } = await tx.query<SignedRow>(
    `SELECT c.cert_id, c.issuer_name, c.holder, h.wrapped_key, c.subject, c.fields, c.photo, c.valid_from, c.valid_until
     FROM certificates c JOIN holders h ON h.id = c.holder
     WHERE ${ofKey} AND c.type_version = $6 AND c.cert_id > $7 ORDER BY c.cert_id LIMIT ${PAGE}`,
    [...valuesOf(signed), version, after],
  );
  return rows;
}

interface ReissuePlace {
  readonly batch: string;
  readonly issuer: Issuer;
  readonly type: CertificateType;
  /** Stored before. */
  readonly lines: number;
}

async function store(
  tx: Transaction,
  protection: Protection,
  { batch, issuer, type, lines }: ReissuePlace,
  found: readonly SignedRow[],
): Promise<void> {
  const made = found.map((row, n) => {
    const line = lines + n + 1;
    const key = protection.holderKey(row.holder, row.wrapped_key);
    const issued = key.decryptJson(row.fields, certificateCell('fields', row.cert_id)) as Fields;
    const fields = underPresentName({ issuer, type }, issued, row.issuer_name);
    const application: EncryptedApplication = {
      fields,
      validFrom: row.valid_from,
      validUntil: row.valid_until,
    };
    return {
      line,
      fields: key.encryptJson(application, applicationCell(batch, line)),
      digest: rowDigest(key, { line, ...application, photo: row.photo, renews: row.cert_id }),
    };
  });
  await tx.query(
    `INSERT INTO applications (batch, line, issuer, state, holder, subject, fields, photo, renews, digest)
     SELECT $1, line, $2, 'accepted', holder, subject, fields, photo, renews, digest
     FROM unnest($3::int[], $4::uuid[], $5::bytea[], $6::bytea[], $7::bytea[], $8::bytea[], $9::bytea[])
       AS given (line, holder, subject, fields, photo, renews, digest)`,
    [
      batch,
      issuer.code,
      made.map(({ line }) => line),
      found.map(({ holder }) => holder),
      found.map(({ subject }) => subject),
      made.map(({ fields }) => fields),
      found.map(({ photo }) => photo),
      found.map(({ cert_id: id }) => id),
      made.map(({ digest }) => digest),
    ],
  );
}
