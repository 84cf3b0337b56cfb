import { randomUUID } from 'node:crypto';
import type { Database, Queryable, Transaction } from '../../platform/database/index.js';
import type { Cell, HolderKey, Protection, WrappedKeys } from '../../people/personal-data/index.js';
import { UploadOffsetWrong, UploadTooLong, UploadUnknown } from './errors.js';

/** Bytes that are encrypted and stored together; fewer where the line is slow: a kill loses what came in so many milliseconds. */
const PIECE = 1024 * 1024;
const AGE = 1_000;
/** Files that one person has under way: who begins another gives up the one that was left longest. */
const EACH = 3;

/** Whose upload it is; another's is not found. */
export interface UploadName {
  /** GB 32100 code. */
  readonly issuer: string;
  /** The account that sends it. */
  readonly sentBy: string;
  readonly id: string;
}

export interface UnfinishedUpload {
  /** Bytes that were announced. */
  readonly size: number;
  /** Bytes that are here: the first ones. */
  readonly kept: number;
  /** The batch that was made of it. */
  readonly batch: string | null;
}

interface Parts {
  readonly database: Database;
  readonly protection: Protection;
}

/** @param size bytes of the whole file @returns its id */
export async function beginUpload(
  { protection }: Pick<Parts, 'protection'>,
  tx: Transaction,
  { issuer, sentBy, size }: { readonly issuer: string; readonly sentBy: string; readonly size: number },
): Promise<string> {
  const id = randomUUID();
  const { wrapped } = protection.createHolderKey(uploadKeyName(id));
  const { rows: left } = await tx.query<{ id: string }>(
    `SELECT id FROM unfinished_uploads WHERE issuer = $1 AND sent_by = $2
     ORDER BY batch IS NULL DESC, touched_at DESC OFFSET $3`,
    [issuer, sentBy, EACH - 1],
  );
  await dropUploads(
    tx,
    left.map((one) => one.id),
  );
  await tx.query('INSERT INTO unfinished_uploads (id, issuer, sent_by, size) VALUES ($1, $2, $3, $4)', [
    ...[id, issuer, sentBy, size],
  ]);
  await tx.query('INSERT INTO upload_keys (upload, wrapped_key) VALUES ($1, $2)', [id, wrapped]);
  return id;
}

/** @throws UploadUnknown */
export async function findUpload(
  { database }: { readonly database: Queryable },
  { issuer, sentBy, id }: UploadName,
): Promise<UnfinishedUpload> {
  const { rows } = await database.query<{ size: string; kept: string; batch: string | null }>(
    'SELECT size, kept, batch FROM unfinished_uploads WHERE id = $3 AND issuer = $1 AND sent_by = $2',
    [issuer, sentBy, id],
  );
  const [found] = rows;
  if (!found) throw new UploadUnknown();
  return { size: Number(found.size), kept: Number(found.kept), batch: found.batch };
}

/**
 * Keeps what follows on what is here, piece by piece as it comes: whenever it is cut off, what came before stays.
 * @param at the place of its first byte
 * @returns bytes that are here now
 * @throws UploadUnknown, UploadOffsetWrong, UploadTooLong
 */
export async function continueUpload(
  { database, protection }: Parts,
  name: UploadName,
  at: number,
  source: AsyncIterable<Uint8Array>,
): Promise<number> {
  const { size, kept } = await findUpload({ database }, name);
  if (at !== kept) throw new UploadOffsetWrong();
  const key = await keyOf({ database, protection }, name.id);
  const held: Uint8Array[] = [];
  let end = at;
  let stored = at;
  let since = Date.now();
  const store = async (): Promise<void> => {
    if (end === stored) return;
    await keepPiece(database, key, { upload: name.id, at: stored, bytes: Buffer.concat(held) });
    held.length = 0;
    stored = end;
    since = Date.now();
  };
  try {
    for await (const part of source) {
      if (end + part.length > size) throw new UploadTooLong();
      held.push(part);
      end += part.length;
      if (end - stored >= PIECE || Date.now() - since >= AGE) await store();
    }
  } finally {
    await store();
  }
  return stored;
}

/** Of two requests that go on at one place, one does: the other is refused. @throws UploadOffsetWrong */
async function keepPiece(
  database: Database,
  key: HolderKey,
  { upload, at, bytes }: { readonly upload: string; readonly at: number; readonly bytes: Buffer },
): Promise<void> {
  await database.transaction(async (tx) => {
    const { rowCount } = await tx.query(
      `UPDATE unfinished_uploads SET kept = kept + $3, touched_at = now()
       WHERE id = $1 AND kept = $2 AND batch IS NULL`,
      [upload, at, bytes.length],
    );
    if (rowCount !== 1) throw new UploadOffsetWrong();
    await tx.query('INSERT INTO unfinished_pieces (upload, at, bytes) VALUES ($1, $2, $3)', [
      ...[upload, at, key.encrypt(bytes, pieceCell(upload, at))],
    ]);
  });
}

/** The file from its first byte on, as far as it is here. @throws UploadUnknown */
export async function* uploadedBytes(parts: Parts, upload: string): AsyncGenerator<Buffer> {
  const key = await keyOf(parts, upload);
  for (let at = 0; ;) {
    const { rows } = await parts.database.query<{ bytes: Buffer }>(
      'SELECT bytes FROM unfinished_pieces WHERE upload = $1 AND at = $2',
      [upload, at],
    );
    if (!rows[0]) return;
    const piece = key.decrypt(rows[0].bytes, pieceCell(upload, at));
    yield piece;
    at += piece.length;
  }
}

/**
 * A batch is made of it, and nothing of it is kept but which one: so that whoever asks again is told.
 * @throws UploadOffsetWrong where another request made one
 */
export async function finishUpload(tx: Transaction, upload: string, batch: string): Promise<void> {
  const { rowCount } = await tx.query(
    'UPDATE unfinished_uploads SET batch = $2, touched_at = now() WHERE id = $1 AND batch IS NULL',
    [upload, batch],
  );
  if (rowCount !== 1) throw new UploadOffsetWrong();
  await tx.query('DELETE FROM unfinished_pieces WHERE upload = $1', [upload]);
  await tx.query('DELETE FROM upload_keys WHERE upload = $1', [upload]);
}

/** Deletes these, and their keys. */
export async function dropUploads(tx: Transaction, ids: readonly string[]): Promise<void> {
  await tx.query('DELETE FROM unfinished_uploads WHERE id = ANY($1::uuid[])', [ids]);
  await tx.query('DELETE FROM upload_keys WHERE upload = ANY($1::uuid[])', [ids]);
}

/** Whoever is erased may stand in a file that nobody has read yet: what an issuer's people send, they send again. */
export async function dropUploadsOf(tx: Transaction, issuer: string): Promise<void> {
  const { rows } = await tx.query<{ id: string }>(
    'SELECT id FROM unfinished_uploads WHERE issuer = $1 AND batch IS NULL',
    [issuer],
  );
  await dropUploads(
    tx,
    rows.map(({ id }) => id),
  );
}

async function keyOf({ database, protection }: Parts, upload: string): Promise<HolderKey> {
  const { rows } = await database.query<{ wrapped_key: Buffer }>(
    'SELECT wrapped_key FROM upload_keys WHERE upload = $1',
    [upload],
  );
  if (!rows[0]) throw new UploadUnknown();
  return protection.holderKey(uploadKeyName(upload), rows[0].wrapped_key);
}

const uploadKeyName = (id: string): string => `upload:${id}`;

export const pieceCell = (upload: string, at: number): Cell => ({
  table: 'unfinished_pieces',
  column: 'bytes',
  row: `${upload}/${at}`,
});

/** Each encrypts one file that is on its way in. */
export const uploadKeys: WrappedKeys = {
  table: 'upload_keys',
  id: { column: 'upload', type: 'uuid' },
  nameOf: (id) => uploadKeyName(String(id)),
};
