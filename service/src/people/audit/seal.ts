import { GrowingTree, leafHashOf } from '@certbridge/verifier-sdk/node';
import type { Database, Transaction } from '../../platform/database/index.js';
import { toRecord } from './records.js';
import type { RecordRow } from './records.js';

/** The state of the tree. */
export interface TreeHead {
  readonly size: number;
  /** 32 bytes. */
  readonly root: Buffer;
}

/** What the ledger knows of a province's tree. */
export interface StatedHead {
  readonly size: number;
  /** RFC 6962 root, hex. */
  readonly root: string;
}

/** Records sealed in one transaction. */
const AT_ONCE = 1_000;

/** The lock of whoever adds leaves to the tree. */
export const SEALER = 'certbridge/audit/sealer';

interface HeadRow extends Record<string, unknown> {
  readonly size: number;
  readonly root: Buffer;
  readonly peaks: Buffer;
}

async function lastHead(tx: Transaction): Promise<HeadRow | undefined> {
  const { rows } = await tx.query<HeadRow>(
    'SELECT size, root, peaks FROM audit_heads ORDER BY size DESC LIMIT 1',
  );
  return rows[0];
}

/**
 * Puts the records that wait into the tree. Whoever writes records never waits for this; only sealers wait for one
 * another. Returns the tree as it is then; undefined while it is empty.
 */
export async function seal(database: Database): Promise<TreeHead | undefined> {
  for (;;) {
    const { head, sealed } = await database.transaction(sealSome);
    if (sealed < AT_ONCE) return head;
  }
}

async function sealSome(
  tx: Transaction,
): Promise<{ readonly head: TreeHead | undefined; readonly sealed: number }> {
  await tx.lock(SEALER);
  const before = await lastHead(tx);
  const { rows } = await tx.query<RecordRow>(
    `SELECT r.*, NULL AS position, NULL AS hash FROM audit_queue q JOIN audit_records r ON r.id = q.record
     ORDER BY q.record LIMIT $1`,
    [AT_ONCE],
  );
  if (rows.length === 0) return { head: before, sealed: 0 };
  const tree = new GrowingTree(before?.size, before?.peaks);
  const hashes = rows.map((row) => Buffer.from(leafHashOf(toRecord(row))));
  const ids = rows.map(({ id }) => id);
  for (const hash of hashes) tree.append(hash);
  await tx.query(
    `INSERT INTO audit_leaves (position, record, hash)
     SELECT $1 + n - 1, record, hash FROM unnest($2::bigint[], $3::bytea[]) WITH ORDINALITY AS given (record, hash, n)`,
    [before?.size ?? 0, ids, hashes],
  );
  const root = Buffer.from(tree.root ?? new Uint8Array(32));
  await tx.query('INSERT INTO audit_heads (size, root, peaks) VALUES ($1, $2, $3)', [
    tree.size,
    root,
    Buffer.from(tree.peaks),
  ]);
  await tx.query('DELETE FROM audit_queue WHERE record = ANY($1::bigint[])', [ids]);
  return { head: { size: tree.size, root }, sealed: rows.length };
}
