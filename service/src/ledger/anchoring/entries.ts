import { isAnchoring, parseEntry } from '@certbridge/verifier-sdk/formats';
import type { Entry } from '@certbridge/verifier-sdk/formats';
import type { Database } from '../../platform/database/index.js';
import { entryBytes } from './cut.js';

/** An entry on its way: stored here, perhaps sent, not yet attested. */
export interface UnfinishedEntry {
  readonly issuer: string;
  readonly seq: number;
  readonly state: 'stored' | 'appended';
  readonly entry: Entry;
}

/** The first entry of a log that is not attested yet: at most one is, after it nothing is cut. */
export async function unfinishedEntry(
  database: Database,
  issuer: string,
): Promise<UnfinishedEntry | undefined> {
  const { rows } = await database.query<{ seq: number; state: 'stored' | 'appended'; entry: Buffer }>(
    `SELECT seq, state, entry FROM entries WHERE issuer = $1 AND state <> 'attested' ORDER BY seq LIMIT 1`,
    [issuer],
  );
  const [row] = rows;
  return row && { issuer, seq: row.seq, state: row.state, entry: parseEntry(row.entry) };
}

/** Keeps other bytes for an entry that the ledger did not take as it was. */
export async function rewriteEntry(
  database: Database,
  entry: Entry,
  state: 'stored' | 'appended',
): Promise<UnfinishedEntry> {
  const { bytes, hash } = entryBytes(entry);
  await database.query(
    `UPDATE entries SET entry = $3, hash = $4, state = $5 WHERE issuer = $1 AND seq = $2 AND state = 'stored'`,
    [entry.issuer, entry.seq, bytes, hash, state],
  );
  return { issuer: entry.issuer, seq: entry.seq, state, entry };
}

export async function markAppended(database: Database, { issuer, seq }: UnfinishedEntry): Promise<void> {
  await database.query(`UPDATE entries SET state = 'appended' WHERE issuer = $1 AND seq = $2`, [issuer, seq]);
}

/**
 * Gives an entry up that the ledger will never take: its items wait again, or with `refused` are set aside
 * for good, under the ledger's code.
 */
export async function releaseEntry(
  database: Database,
  { issuer, seq }: UnfinishedEntry,
  refused: string | null = null,
): Promise<void> {
  await database.transaction(async (transaction) => {
    await transaction.query(`DELETE FROM entries WHERE issuer = $1 AND seq = $2 AND state = 'stored'`, [
      issuer,
      seq,
    ]);
    await transaction.query(
      'UPDATE outbox SET seq = NULL, leaf_index = NULL, refused = $3 WHERE issuer = $1 AND seq = $2',
      [issuer, seq, refused],
    );
  });
}

/**
 * Gives an entry of one item up and leaves out of the item a withdrawal of what never came to the ledger. An item
 * that says nothing else is done.
 */
export async function dropWithdrawal(database: Database, entry: UnfinishedEntry): Promise<void> {
  const { issuer, seq } = entry;
  const { rows } = await database.query<{ id: number }>(
    `UPDATE outbox o SET companion = NULL,
       change = CASE WHEN c.state = 'withdrawn' THEN o.companion ELSE o.change END
     FROM status_changes c WHERE c.id = o.change AND o.issuer = $1 AND o.seq = $2
       AND (c.state <> 'withdrawn' OR o.companion IS NOT NULL)
     RETURNING o.id`,
    [issuer, seq],
  );
  if (rows.length === 0)
    await database.query('DELETE FROM outbox WHERE issuer = $1 AND seq = $2', [issuer, seq]);
  await releaseEntry(database, entry);
}

/** How many items an unfinished entry holds. */
export async function itemsOf(database: Database, { issuer, seq }: UnfinishedEntry): Promise<number> {
  const { rows } = await database.query<{ n: number }>(
    'SELECT count(*)::int AS n FROM outbox WHERE issuer = $1 AND seq = $2',
    [issuer, seq],
  );
  return rows[0]?.n ?? 0;
}

/** Takes over entries that are on the ledger and not in the database, because the database is older. */
export async function adoptEntries(database: Database, entries: readonly Entry[]): Promise<void> {
  for (const entry of entries) {
    const { bytes, hash } = entryBytes(entry);
    await database.query(
      `INSERT INTO entries (issuer, seq, entry, hash, state, size) VALUES ($1, $2, $3, $4, 'attested', $5)
       ON CONFLICT DO NOTHING`,
      [entry.issuer, entry.seq, bytes, hash, isAnchoring(entry) ? entry.size : 0],
    );
  }
}

export async function lastSeq(database: Database, issuer: string): Promise<number> {
  const { rows } = await database.query<{ seq: number | null }>(
    'SELECT max(seq) AS seq FROM entries WHERE issuer = $1',
    [issuer],
  );
  return rows[0]?.seq ?? 0;
}

/** Whether two entries differ in nothing but the time they were made, and the days that had come by then. */
export function sameButTime(a: Entry, b: Entry): boolean {
  const timeless = ({ changes, ...entry }: Entry): Entry => ({
    ...entry,
    time: '',
    ...(changes && { changes: changes.map(({ from: _, ...change }) => change) }),
  });
  return entryBytes(timeless(a)).hash.equals(entryBytes(timeless(b)).hash);
}
