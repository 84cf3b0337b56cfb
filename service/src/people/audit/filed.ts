import { createHash } from 'node:crypto';
import { nodeHash } from '@certbridge/verifier-sdk/formats';
import { GrowingTree } from '@certbridge/verifier-sdk/node';
import type { AuditRecord } from '@certbridge/verifier-sdk/node';
import type { Queryable } from '../../platform/database/index.js';
import { toRecord } from './records.js';
import type { RecordRow } from './records.js';

/** A record that filed something, and where it stands in the tree. */
export interface FiledRecord {
  /** `details` is the SHA-256 (hex) of the ciphertext. */
  readonly record: Omit<AuditRecord, 'position' | 'leaf'>;
  readonly position: number;
}

/** Undefined where nothing of that digest was filed by that act, or its record is not sealed yet. */
export async function findFiled(
  database: Queryable,
  { act, filed }: { readonly act: string; readonly filed: string },
): Promise<FiledRecord | undefined> {
  const { rows } = await database.query<RecordRow & { readonly position: number }>(
    `SELECT r.*, l.position, l.hash FROM audit_records r JOIN audit_leaves l ON l.record = r.id
     WHERE r.filed = $1 AND r.act = $2 ORDER BY l.position LIMIT 1`,
    [Buffer.from(filed, 'hex'), act],
  );
  const [row] = rows;
  if (!row) return undefined;
  const { position: _, leaf: __, ...record } = toRecord(row);
  const details = createHash('sha256').update(row.details).digest('hex');
  return { record: { ...record, details }, position: row.position };
}

/** Leaves whose root is remembered once it cannot change: a tree of ten million is 320 kB of roots. */
const TILE = 1024;

/** Inclusion proofs of the audit's tree (RFC 6962 §2.1.1). Each full tile of leaves is read once in this process. */
export class AuditPaths {
  readonly #database: Queryable;
  readonly #tiles = new Map<number, Uint8Array>();

  constructor(database: Queryable) {
    this.#database = database;
  }

  /** Sibling hashes, nearest first, of the leaf in the tree as it was at `size`. */
  async path(position: number, size: number): Promise<Uint8Array[]> {
    return this.#path(position, 0, size);
  }

  async #path(position: number, from: number, until: number): Promise<Uint8Array[]> {
    if (until - from <= 1) return [];
    const middle = from + largestPowerBelow(until - from);
    return position < middle
      ? [...(await this.#path(position, from, middle)), await this.#root(middle, until)]
      : [...(await this.#path(position, middle, until)), await this.#root(from, middle)];
  }

  async #root(from: number, until: number): Promise<Uint8Array> {
    if (until - from > TILE) {
      const middle = from + largestPowerBelow(until - from);
      return nodeHash(await this.#root(from, middle), await this.#root(middle, until));
    }
    const isTile = until - from === TILE && from % TILE === 0;
    const known = isTile ? this.#tiles.get(from) : undefined;
    if (known) return known;
    const root = await this.#rootOfLeaves(from, until);
    if (isTile) this.#tiles.set(from, root);
    return root;
  }

  async #rootOfLeaves(from: number, until: number): Promise<Uint8Array> {
    const { rows } = await this.#database.query<{ hash: Buffer }>(
      'SELECT hash FROM audit_leaves WHERE position >= $1 AND position < $2 ORDER BY position',
      [from, until],
    );
    const tree = new GrowingTree();
    for (const { hash } of rows) tree.append(hash);
    if (tree.size !== until - from || !tree.root) throw new RangeError('the audit tree has lost leaves');
    return tree.root;
  }
}

function largestPowerBelow(size: number): number {
  let power = 1;
  while (power * 2 < size) power *= 2;
  return power;
}
