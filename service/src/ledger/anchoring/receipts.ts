import { attestationFromJson, decodeLeaf, encodeReceipt, parseEntry } from '@certbridge/verifier-sdk/formats';
import type { Json } from '@certbridge/verifier-sdk/formats';
import type { Queryable } from '../../platform/database/index.js';

/** A certificate's receipt (存证凭据), undefined while it is not anchored and attested. */
export async function receiptOf(database: Queryable, certId: Uint8Array): Promise<Uint8Array | undefined> {
  const { rows } = await database.query<{
    leaf: Buffer;
    leaf_index: number;
    path: Buffer;
    entry: Buffer;
    attestation: Json;
  }>(
    `SELECT d.leaf, r.leaf_index, r.path, e.entry, e.attestation
     FROM receipts r JOIN documents d USING (cert_id) JOIN entries e ON e.issuer = r.issuer AND e.seq = r.seq
     WHERE r.cert_id = $1`,
    [Buffer.from(certId)],
  );
  const [row] = rows;
  if (!row) return undefined;
  const path = Array.from({ length: row.path.length / 32 }, (_, i) =>
    row.path.subarray(i * 32, (i + 1) * 32),
  );
  return encodeReceipt({
    ...decodeLeaf(row.leaf),
    index: row.leaf_index,
    path,
    entry: parseEntry(row.entry),
    attestation: attestationFromJson(row.attestation),
  });
}

/**
 * The list behind an entry's `qr`, 16 bytes a certificate; undefined where this service made no such entry.
 * It may be of an entry that the ledger did not take: compare its hash.
 */
export async function qrListOf(
  database: Queryable,
  issuer: string,
  seq: number,
): Promise<Uint8Array | undefined> {
  const { rows } = await database.query<{ qr_list: Buffer | null }>(
    `SELECT qr_list FROM entries WHERE issuer = $1 AND seq = $2`,
    [issuer, seq],
  );
  return rows[0]?.qr_list ?? undefined;
}

/** How far an issuer's anchoring is behind. */
export interface Backlog {
  readonly issuer: string;
  readonly waiting: number;
  readonly since: Date;
  /** Items that the ledger refuses for good: somebody must look at them. */
  readonly refused: number;
  /** Items that the ledger does not take now, … */
  readonly held: number;
  /** … and why: the issuer has moved or ended, or its log has had its bytes of the hour. */
  readonly heldBy: 'moved' | 'retired' | 'budget' | null;
}

/** Whether an item `o` of issuer `i` is held: one that was sent is not, nor is one that was refused. */
const isHeld = `o.seq IS NULL AND o.refused IS NULL AND CASE
  WHEN i.closed = 'moved' THEN true
  WHEN i.closed = 'retired' THEN o.kind = 'certificate'
  ELSE coalesce(i.budget_spent_until > now(), false) AND o.kind <> 'urgent' END`;

export async function anchoringBacklog(database: Queryable): Promise<readonly Backlog[]> {
  const { rows } = await database.query<Backlog & Record<string, unknown>>(
    `SELECT o.issuer, count(*)::int AS waiting, min(o.created_at) AS since, count(o.refused)::int AS refused,
       count(*) FILTER (WHERE ${isHeld})::int AS held,
       CASE WHEN i.closed <> 'moving' THEN i.closed WHEN i.budget_spent_until > now() THEN 'budget' END AS "heldBy"
     FROM outbox o JOIN issuers i ON i.code = o.issuer GROUP BY o.issuer, i.code ORDER BY o.issuer`,
  );
  return rows;
}
