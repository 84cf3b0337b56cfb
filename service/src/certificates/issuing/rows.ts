import { createHash } from 'node:crypto';
import { writtenForm } from '@certbridge/verifier-sdk/formats';
import type { Transaction } from '../../platform/database/index.js';
import { subjectOf } from '../intake/index.js';
import type { IntakeRow, RowProblem } from '../intake/index.js';
import type { HolderKey, Protection } from '../../people/personal-data/index.js';
import { fieldProblem } from '../types/index.js';
import type { CertificateType, Fields } from '../types/index.js';
import { placeProblem } from './fit.js';
import type { EncryptedApplication } from './application.js';
import { rowDigest } from './digest.js';
import { holdersOf } from './holders.js';
import type { Holder } from './holders.js';
import { applicationCell, photoCell, shownCell } from './cells.js';

export interface RowsPlace {
  readonly batch: string;
  /** Encrypts what the operator is shown of wrong values. */
  readonly batchKey: HolderKey;
  readonly issuer: string;
  readonly type: CertificateType;
}

/** Hash under the holder's key of what the certificate is about, the holder's number first: one current certificate for each. */
export function subjectLookup({ key }: Holder, type: CertificateType, fields: Fields): Buffer {
  return key.lookup('subject', `${type.code}\u0000${subjectOf(type, fields)}`);
}

/** Whose row it is; undefined where its number is missing or wrong. */
function numberOf({ fields, problems }: IntakeRow, { holderNumber }: CertificateType): string | undefined {
  const number = fields[holderNumber];
  if (typeof number !== 'string' || problems.some(({ field }) => field === holderNumber)) return undefined;
  return number === '' || writtenForm(number).refusals.length > 0 ? undefined : number;
}

/** Stores checked rows of a batch: good ones encrypted, of bad ones only what is wrong with them. */
export async function storeRows(
  transaction: Transaction,
  protection: Protection,
  place: RowsPlace,
  rows: readonly IntakeRow[],
  renews?: Uint8Array,
): Promise<void> {
  const { issuer, type } = place;
  const numbers = new Map(rows.map((row) => [row.line, numberOf(row, type)]));
  const found = await holdersOf(
    transaction,
    protection,
    issuer,
    [...numbers.values()].filter((number) => number !== undefined),
  );
  const holders = new Map(rows.map(({ line }) => [line, found.get(numbers.get(line) ?? '')]));
  const subjects = new Map(
    rows
      .filter(({ problems }) => problems.length === 0)
      .map((row) => [row.line, subjectLookup(made(holders.get(row.line)), type, row.fields)]),
  );
  const taken = renews ? new Set<string>() : await alreadyIssued(transaction, place, [...subjects.values()]);
  const problems = rows.flatMap((row): FoundProblem[] => {
    const subject = subjects.get(row.line);
    const own = subject && taken.has(subject.toString('hex')) ? [issuedAlready(type, row)] : row.problems;
    return own.map((problem) => ({ line: row.line, problem, holder: holders.get(row.line) }));
  });
  const bad = new Set(problems.map(({ line }) => line));
  const good = rows.filter(({ line }) => !bad.has(line));
  await storeApplications(transaction, place, good, { holders, subjects, renews });
  await storeProblems(transaction, place, problems, 'intake');
  const notes = good.flatMap(({ line, notes: own }) =>
    own.map((problem) => ({ line, problem, holder: holders.get(line) })),
  );
  await storeProblems(transaction, place, notes, 'note');
  await transaction.query('UPDATE batches SET lines = lines + $2, bad = bad + $3 WHERE id = $1', [
    place.batch,
    rows.length,
    bad.size,
  ]);
}

async function alreadyIssued(
  transaction: Transaction,
  { issuer, type }: RowsPlace,
  subjects: readonly Buffer[],
): Promise<Set<string>> {
  const { rows } = await transaction.query<{ subject: Buffer }>(
    'SELECT subject FROM certificates WHERE issuer = $1 AND type = $2 AND is_current AND subject = ANY($3::bytea[])',
    [issuer, type.code, subjects],
  );
  return new Set(rows.map(({ subject }) => subject.toString('hex')));
}

const issuedAlready = (type: CertificateType, { fields }: IntakeRow): RowProblem =>
  placeProblem(fieldProblem(type.subject[0] ?? '', 'ALREADY_ISSUED'), type, fields);

const made = (holder: Holder | undefined): Holder => {
  if (!holder) throw new Error('a holder is missing that was just made');
  return holder;
};

async function storeApplications(
  transaction: Transaction,
  { batch, issuer }: RowsPlace,
  rows: readonly IntakeRow[],
  { holders, subjects, renews }: AboutRows,
): Promise<void> {
  if (rows.length === 0) return;
  const encrypted = rows.map((row) => {
    const holder = made(holders.get(row.line));
    const { fields, validFrom, validUntil, photo } = row;
    const application: EncryptedApplication = { fields, validFrom, validUntil };
    const digested = photo && createHash('sha256').update(photo.bytes).digest();
    return {
      line: row.line,
      digest: rowDigest(holder.key, { line: row.line, ...application, photo: digested, renews }),
      holder,
      subject: subjects.get(row.line),
      fields: holder.key.encryptJson(application, applicationCell(batch, row.line)),
      photo: photo && digested && { ...photo, digest: digested },
    };
  });
  for (const { holder, photo } of encrypted) {
    if (!photo) continue;
    const image = holder.key.encrypt(photo.bytes, photoCell(holder.id, photo.digest));
    await transaction.query(
      `INSERT INTO photos (issuer, holder, digest, media_type, image) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (holder, digest) DO NOTHING`,
      [issuer, holder.id, photo.digest, photo.mediaType, image],
    );
  }
  await transaction.query(
    `INSERT INTO applications (batch, line, issuer, state, holder, subject, fields, photo, renews, digest)
     SELECT $1, line, $2, 'accepted', holder, subject, fields, photo, $3, digest
     FROM unnest($4::int[], $5::uuid[], $6::bytea[], $7::bytea[], $8::bytea[], $9::bytea[])
       AS given (line, holder, subject, fields, photo, digest)`,
    [
      batch,
      issuer,
      renews && Buffer.from(renews),
      encrypted.map(({ line }) => line),
      encrypted.map(({ holder }) => holder.id),
      encrypted.map(({ subject }) => subject),
      encrypted.map(({ fields }) => fields),
      encrypted.map(({ photo }) => photo?.digest),
      encrypted.map(({ digest }) => digest),
    ],
  );
}

/** By line. */
interface AboutRows {
  readonly holders: ReadonlyMap<number, Holder | undefined>;
  readonly subjects: ReadonlyMap<number, Buffer>;
  readonly renews: Uint8Array | undefined;
}

/** A problem of a row, and whose row it is, as far as that can be told: what is shown of it goes with their key. */
export interface FoundProblem {
  readonly line: number;
  readonly problem: RowProblem;
  readonly holder?: Holder | undefined;
}

/** When problems are found: of one line, each time at most once. */
const FIRST = { intake: 0, note: 1_000_000, issuing: 2_000_000 } as const;

/** @param problems any number of a line */
export async function storeProblems(
  transaction: Transaction,
  { batch, batchKey, issuer }: RowsPlace,
  problems: readonly FoundProblem[],
  found: keyof typeof FIRST,
): Promise<void> {
  if (problems.length === 0) return;
  const numbered = problems.map((one, n) => ({ ...one, n: n + FIRST[found] }));
  await transaction.query(
    `INSERT INTO row_problems (batch, issuer, line, n, field, code, detail, shown, holder, note)
     SELECT $1, $2, line, n, field, code, detail, shown, holder, $10
     FROM unnest($3::int[], $4::int[], $5::text[], $6::text[], $7::jsonb[], $8::bytea[], $9::uuid[])
       AS given (line, n, field, code, detail, shown, holder)`,
    [
      batch,
      issuer,
      numbered.map(({ line }) => line),
      numbered.map(({ n }) => n),
      numbered.map(({ problem }) => problem.field),
      numbered.map(({ problem }) => problem.code),
      numbered.map(({ problem: { column } }) => JSON.stringify({ column })),
      numbered.map(({ line, n, problem, holder }) =>
        (holder?.key ?? batchKey).encryptJson(encryptedPart(problem), shownCell(batch, line, n)),
      ),
      numbered.map(({ holder }) => holder?.id),
      found === 'note',
    ],
  );
}

/** Sentences may name a character of a name that no font has: they are encrypted like the value. */
const encryptedPart = ({
  shown,
  message,
  remedy,
}: RowProblem): Pick<RowProblem, 'shown' | 'message' | 'remedy'> => ({
  shown,
  message,
  remedy,
});
