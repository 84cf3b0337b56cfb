import { dateAt } from '@certbridge/verifier-sdk/formats';
import type { Transaction } from '../../platform/database/index.js';
import { enqueue } from '../../ledger/anchoring/index.js';
import { recordChange } from '../statuses/index.js';
import type { Change } from '../statuses/index.js';
import type { CertificateType } from '../types/index.js';
import type { Batch } from './batches.js';
import type { Protection } from '../../people/personal-data/index.js';
import { certificateCell } from './cells.js';
import { keepNames } from './holders.js';
import type { Claimed } from './claim.js';
import type { Minted } from './mint.js';

/** An application and what was made of it. */
export type Finished = Claimed & Minted;

export interface SavePlace {
  readonly batch: Batch;
  readonly type: CertificateType;
  readonly issuedOn: string;
  /** Keys the names by which holders are found. */
  readonly protection: Protection;
  /** As its page says it. */
  readonly issuerName: string;
}

/**
 * Stores certificates, documents and outbox items, few statements for many certificates. Returns the
 * lines whose subject got a current certificate from another batch meanwhile: nothing is stored for these.
 */
export async function save(
  transaction: Transaction,
  place: SavePlace,
  finished: readonly Finished[],
): Promise<ReadonlySet<number>> {
  const changes = await supersede(transaction, place, finished);
  const inserted = await insertCertificates(transaction, place, finished);
  const stored = finished.filter(({ certId }) => inserted.has(certId.toString('hex')));
  await insertDocuments(transaction, place.batch.issuer, stored);
  await keepNames(
    transaction,
    place.protection,
    place.batch.issuer,
    stored.map(({ holder, fields }) => ({ holder, name: String(fields[place.type.holderName] ?? '') })),
  );
  await enqueue(
    transaction,
    place.batch.issuer,
    stored.map((one) => {
      const { certId, leafHash: hash, qrPrefix, keys } = one;
      const change = changes.get(one.line);
      const leaf = { certId, hash, qrPrefix, keys, type: place.type.code, batch: place.batch.id };
      return { leaf, ...(change !== undefined && { change }) };
    }),
  );
  const lines = new Set(stored.map(({ line }) => line));
  return new Set(finished.map(({ line }) => line).filter((line) => !lines.has(line)));
}

/** A renewal takes its predecessor's place from its own first day, in the same transaction, and later the same entry. */
async function supersede(
  transaction: Transaction,
  { batch }: SavePlace,
  finished: readonly Finished[],
): Promise<Map<number, string>> {
  const changes = new Map<number, string>();
  const today = dateAt(Date.now());
  for (const { line, renews, certId, validFrom } of finished) {
    if (!renews) continue;
    const change: Change = {
      issuer: batch.issuer,
      certId: renews,
      state: 'superseded',
      reason: 'replaced',
      by: { issuer: batch.issuer, certId },
      ...(validFrom > today && { from: validFrom }),
      submittedBy: batch.submittedBy,
    };
    changes.set(line, await recordChange(transaction, change, batch.approvedBy));
  }
  return changes;
}

async function insertCertificates(
  transaction: Transaction,
  { batch, type, issuedOn, issuerName }: SavePlace,
  finished: readonly Finished[],
): Promise<ReadonlySet<string>> {
  const { rows } = await transaction.query<{ cert_id: Buffer }>(
    `INSERT INTO certificates (issuer, type, type_version, layout, batch, issued_on, submitted_by, approved_by,
       issuer_name, is_current, cert_id, identifier, serial, version, line, holder, subject, fields, photo, valid_from,
       valid_until, keys, renews, copy_of)
     SELECT $1, $2, $3, $4, $5, $6, $7, $8, $23, copy_of IS NULL, cert_id, identifier, serial, version, line, holder,
       subject, fields, photo, valid_from, valid_until, string_to_array(keys, ' '), renews, copy_of
     FROM unnest($9::bytea[], $10::text[], $11::text[], $12::int[], $13::int[], $14::uuid[], $15::bytea[],
       $16::bytea[], $17::bytea[], $18::date[], $19::date[], $20::text[], $21::bytea[], $22::bytea[])
       AS given (cert_id, identifier, serial, version, line, holder, subject, fields, photo, valid_from,
         valid_until, keys, renews, copy_of)
     ORDER BY subject
     ON CONFLICT (issuer, type, subject) WHERE is_current DO NOTHING RETURNING cert_id`,
    [
      ...[
        batch.issuer,
        type.code,
        type.version,
        type.layout,
        batch.id,
        issuedOn,
        batch.submittedBy,
        batch.approvedBy,
      ],
      finished.map(({ certId }) => certId),
      finished.map(({ identifier }) => identifier),
      finished.map(({ serial }) => serial),
      finished.map(({ version }) => version),
      finished.map(({ line }) => line),
      finished.map(({ holder }) => holder),
      finished.map(({ subject }) => subject),
      finished.map(({ key, certId, fields }) => key.encryptJson(fields, certificateCell('fields', certId))),
      finished.map(({ photo }) => photo?.digest),
      finished.map(({ validFrom }) => validFrom),
      finished.map(({ validUntil }) => validUntil),
      finished.map(({ keys }) => keys.join(' ')),
      finished.map(({ renews }) => renews),
      finished.map(({ original }) => original?.certId),
      issuerName,
    ],
  );
  return new Set(rows.map(({ cert_id }) => cert_id.toString('hex')));
}

async function insertDocuments(
  transaction: Transaction,
  issuer: string,
  stored: readonly Finished[],
): Promise<void> {
  if (stored.length === 0) return;
  await transaction.copyIn({
    table: 'documents',
    columns: ['cert_id', 'issuer', 'pdf', 'credential', 'qr', 'leaf'],
    values: encrypted(stored, Buffer.from(issuer)),
  });
}

function* encrypted(stored: readonly Finished[], issuer: Buffer): Generator<Uint8Array[]> {
  for (const { certId, key, pdf, credential, qr, leaf } of stored) {
    yield [
      certId,
      issuer,
      key.encrypt(pdf, certificateCell('pdf', certId)),
      key.encrypt(Buffer.from(credential), certificateCell('credential', certId)),
      key.encrypt(qr, certificateCell('qr', certId)),
      leaf,
    ];
  }
}
