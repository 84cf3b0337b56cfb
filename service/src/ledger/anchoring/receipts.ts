import { attestationFromJson, decodeLeaf, encodeReceipt, parseEntry } from '@certbridge/verifier-sdk/formats';
import type { Json } from '@certbridge/verifier-sdk/formats';
import type { Queryable } from '../../platform/database/index.js';
import type { IssuerClosed } from './registration.js';

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
  /** Why the ledger takes nothing new from the issuer, if so. */
  readonly closed: IssuerClosed | null;
  /** Until then the log takes revocations and suspensions only; perhaps in the past. */
  readonly budgetSpentUntil: Date | null;
}

export async function anchoringBacklog(database: Queryable): Promise<readonly Backlog[]> {
  const { rows } = await database.query<Backlog & Record<string, unknown>>(
    `SELECT o.issuer, count(*)::int AS waiting, min(o.created_at) AS since, count(o.refused)::int AS refused,
       i.closed, i.budget_spent_until AS "budgetSpentUntil"
     FROM outbox o JOIN issuers i ON i.code = o.issuer GROUP BY o.issuer, i.code ORDER BY o.issuer`,
  );
  return rows;
}
