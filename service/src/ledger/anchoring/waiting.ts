import type { ChangeReason, ChangeState } from '@certbridge/verifier-sdk/formats';
import type { Queryable, Transaction } from '../../platform/database/index.js';
import type { ItemKind } from './outbox.js';

/** A change as the database has it. */
export interface WaitingChange {
  /** certId, hex. */
  readonly cert: string;
  readonly state: ChangeState;
  readonly reason: ChangeReason;
  readonly by: { readonly issuer: string; readonly cert: string } | null;
  /** The day from which it counts; of a withdrawal, the one that it takes back. */
  readonly from: string | null;
}

/** An item of the outbox with its changes: the one that was asked for first. */
export interface WaitingItem {
  readonly id: number;
  readonly leaf: Buffer | null;
  readonly qr_prefix: Buffer | null;
  readonly type: string | null;
  readonly keys: string[] | null;
  readonly changes: readonly WaitingChange[];
}

export interface WaitingOptions {
  /** Most items. */
  readonly size: number;
  /** kids of revoked keys: what they signed can no longer be anchored. */
  readonly without: readonly string[];
  /** What the ledger takes now; other items wait. */
  readonly kinds: readonly ItemKind[];
}

/** Whether an item of the outbox, by this alias, waits; `$1`: the issuer, `$2`: kids of revoked keys. */
export const waits = (o: string): string =>
  `${o}.issuer = $1 AND ${o}.seq IS NULL AND ${o}.refused IS NULL AND NOT coalesce(${o}.keys && $2::text[], false)`;

/**
 * SQL: whether what was issued under this certId will never come to the ledger: it waits, and a key that signed it is
 * revoked.
 * @param revoked kids of the issuer's revoked keys
 */
export const isStranded = (issuer: string, certId: string, revoked: string): string =>
  `EXISTS (SELECT FROM outbox o WHERE o.issuer = ${issuer} AND o.cert_id = ${certId} AND o.seq IS NULL
     AND o.keys && ${revoked}::text[])`;

/**
 * Whether certificates of an issuer are still on their way to the ledger.
 * @param revoked kids of its revoked keys
 */
export async function hasUnanchored(
  database: Queryable,
  issuer: string,
  revoked: readonly string[],
): Promise<boolean> {
  const { rows } = await database.query<{ has: boolean }>(
    `SELECT EXISTS (SELECT FROM outbox o WHERE ${waits('o')} AND o.kind = 'certificate')
       OR EXISTS (SELECT FROM entries WHERE issuer = $1 AND state = 'stored') AS has`,
    [issuer, revoked],
  );
  return rows[0]?.has ?? false;
}

/**
 * The oldest items of the oldest one's kind: certificates and mere changes go into entries apart. What an earlier
 * item of another kind is about waits for that one: changes of one certificate keep their order.
 */
export async function waitingItems(
  transaction: Transaction,
  issuer: string,
  { size, without, kinds: taken }: WaitingOptions,
): Promise<readonly WaitingItem[]> {
  const kinds = await oldestKinds(transaction, issuer, { without, kinds: taken });
  const { rows } = await transaction.query<WaitingItem & Record<string, unknown>>(
    `SELECT o.id, o.leaf, o.qr_prefix, o.type, o.keys, ARRAY(
       SELECT json_build_object('cert', encode(c.cert_id, 'hex'), 'state', c.state, 'reason', c.reason,
         'from', c.from_day, 'by', CASE WHEN c.by_cert IS NOT NULL
           THEN json_build_object('issuer', c.by_issuer, 'cert', encode(c.by_cert, 'hex')) END)
       FROM status_changes c WHERE c.id IN (o.change, o.companion) ORDER BY c.id = o.change DESC) AS changes
     FROM outbox o
     WHERE ${waits('o')} AND o.kind = ANY($3) AND (o.change IS NULL OR NOT EXISTS (
       SELECT FROM status_changes own JOIN status_changes other USING (cert_id)
       JOIN outbox e ON other.id IN (e.change, e.companion)
       WHERE own.id IN (o.change, o.companion) AND e.id < o.id AND ${waits('e')} AND e.kind <> ALL($3)))
     ORDER BY o.id LIMIT $4`,
    [issuer, without, kinds, size],
  );
  return rows;
}

async function oldestKinds(
  transaction: Transaction,
  issuer: string,
  { without, kinds }: Pick<WaitingOptions, 'without' | 'kinds'>,
): Promise<readonly ItemKind[]> {
  const { rows } = await transaction.query<{ kind: ItemKind }>(
    `SELECT o.kind FROM outbox o WHERE ${waits('o')} AND o.kind = ANY($3) ORDER BY o.id LIMIT 1`,
    [issuer, without, kinds],
  );
  const entryOf: readonly ItemKind[] =
    rows[0]?.kind === 'certificate' ? ['certificate'] : ['change', 'urgent'];
  return entryOf.filter((kind) => kinds.includes(kind));
}
