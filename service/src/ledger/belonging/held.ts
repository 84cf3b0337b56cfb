import { entryBytes } from '../anchoring/index.js';
import type { Queryable } from '../../platform/database/index.js';
import type { Ledger } from '../adapter/index.js';
import { LedgerNotHeld } from './errors.js';

interface LastEntry extends Record<string, unknown> {
  readonly issuer: string;
  readonly seq: number;
  readonly hash: Buffer;
}

/**
 * Makes sure that the ledger has what it acknowledged to this database: of each issuer the last entry. A database
 * that is behind takes the later entries over (anchoring) and its audit is asked apart (`requireStated`).
 * @throws LedgerNotHeld
 */
export async function requireHeld(
  database: Queryable,
  ledger: Pick<Ledger, 'heads' | 'entries'>,
): Promise<void> {
  // Before the heads: what is anchored meanwhile stands in neither or in the ledger alone.
  const { rows } = await database.query<LastEntry>(
    `SELECT DISTINCT ON (issuer) issuer, seq, hash FROM entries WHERE state <> 'stored' ORDER BY issuer, seq DESC`,
  );
  if (rows.length === 0) return;
  const heads = new Map(
    (await ledger.heads()).filter(({ log }) => log === 'i').map(({ id, seq, hash }) => [id, { seq, hash }]),
  );
  for (const { issuer, seq, hash } of rows) {
    const head = heads.get(issuer) ?? { seq: 0, hash: '' };
    const isThere =
      head.seq === seq
        ? head.hash === hash.toString('hex')
        : head.seq > seq && (await hasEntry(ledger, { issuer, seq, hash }));
    if (!isThere) throw new LedgerNotHeld(issuer, { seq, has: head.seq });
  }
}

async function hasEntry(ledger: Pick<Ledger, 'entries'>, { issuer, seq, hash }: LastEntry): Promise<boolean> {
  const [entry] = await ledger.entries(issuer, seq, 1);
  return entry !== undefined && entryBytes(entry).hash.equals(hash);
}
