import { changeStates, statusRules } from '@certbridge/verifier-sdk/formats';
import type { Transaction } from '../../platform/database/index.js';
import { outboxChannel } from './channels.js';

/** What is to be anchored: a certificate's leaf, a status change, or both in ONE entry (a renewal). */
export interface OutboxItem {
  readonly leaf?: {
    readonly certId: Uint8Array;
    /** RFC 6962 leaf hash, 32 bytes. */
    readonly hash: Uint8Array;
    /** First 16 bytes of the digest of the QR's COSE bytes. */
    readonly qrPrefix: Uint8Array;
    /** Code of the certificate type. */
    readonly type: string;
    /** kids that signed any part of the certificate. */
    readonly keys: readonly string[];
    /** Whose progress it counts for; a wallet credential has none. */
    readonly batch?: string;
  };
  /** Id of a row of `status_changes`. */
  readonly change?: string;
  /** Of another, which must stand in the same entry. */
  readonly companion?: string;
}

/**
 * What an item is: a certificate, status changes, or changes of which the contract lets no budget hold up any
 * (`urgent`).
 */
export const itemKinds = ['certificate', 'change', 'urgent'] as const;
export type ItemKind = (typeof itemKinds)[number];

/** What the contract exempts from the budget of a log. */
const urgentStates = changeStates.filter((state) => statusRules[state].exempt);

/**
 * Puts items into the outbox within the transaction that makes them, so that neither exists without the
 * other, and the writer of entries hears of them when that commits. Changes of one certificate must be put in under a lock
 * on its row: the outbox keeps their order.
 */
export async function enqueue(
  transaction: Transaction,
  issuer: string,
  items: readonly OutboxItem[],
): Promise<void> {
  if (items.length === 0) return;
  const leaves = items.map(({ leaf }) => leaf);
  // Arrays of arrays cannot be unnested by row: a certificate's keys travel as one text.
  await transaction.query(
    `INSERT INTO outbox (issuer, cert_id, leaf, qr_prefix, type, keys, batch, change, companion, kind)
     SELECT $1, cert_id, leaf, qr_prefix, type, string_to_array(keys, ' '), batch, change, companion,
       CASE WHEN leaf IS NOT NULL THEN 'certificate'
         WHEN EXISTS (SELECT FROM status_changes c WHERE c.id IN (change, companion) AND c.state <> ALL($10))
           THEN 'change'
         ELSE 'urgent' END
     FROM unnest($2::bytea[], $3::bytea[], $4::bytea[], $5::text[], $6::text[], $7::uuid[], $8::uuid[], $9::uuid[])
       WITH ORDINALITY AS item (cert_id, leaf, qr_prefix, type, keys, batch, change, companion, n)
     ORDER BY n`,
    [
      issuer,
      leaves.map((leaf) => leaf && Buffer.from(leaf.certId)),
      leaves.map((leaf) => leaf && Buffer.from(leaf.hash)),
      leaves.map((leaf) => leaf && Buffer.from(leaf.qrPrefix)),
      leaves.map((leaf) => leaf?.type),
      leaves.map((leaf) => leaf?.keys.join(' ')),
      leaves.map((leaf) => leaf?.batch),
      items.map(({ change }) => change),
      items.map(({ companion }) => companion),
      urgentStates,
    ],
  );
  await transaction.query('SELECT pg_notify($1, $2)', [outboxChannel, issuer]);
}
