import {
  canonicalJson,
  merkleTree,
  mostChanges,
  qrList,
  toHex,
  utf8,
  zeroHash,
} from '@certbridge/verifier-sdk/formats';
import type { Change, ChangeReason, ChangeState, Entry, Json } from '@certbridge/verifier-sdk/formats';
import { createHash } from 'node:crypto';
import type { Transaction } from '../../platform/database/index.js';

/** An item of the outbox with its change, as the database has it. */
interface WaitingItem {
  readonly id: number;
  readonly leaf: Buffer | null;
  readonly qr_prefix: Buffer | null;
  readonly type: string | null;
  readonly keys: string[] | null;
  readonly changed: Buffer | null;
  readonly state: ChangeState | null;
  readonly reason: ChangeReason | null;
  readonly by_issuer: string | null;
  readonly by_cert: Buffer | null;
}

/** Whose log, and under which version of the issuer's registration. */
export type LogPlace = Pick<Entry, 'network' | 'channel' | 'issuer' | 'under'>;

/** The canonical bytes of an entry, and their SHA-256. */
export function entryBytes(entry: Entry): { readonly bytes: Buffer; readonly hash: Buffer } {
  const bytes = Buffer.from(utf8(canonicalJson(entry as unknown as Json)));
  return { bytes, hash: createHash('sha256').update(bytes).digest() };
}

export interface CutOptions {
  /** Most items. */
  readonly size: number;
  /** Most bytes of an entry that anchors: it goes into every receipt, and receipts into room kept in PDFs. */
  readonly bytes: number;
  /** kids of revoked keys: what they signed can no longer be anchored. */
  readonly without: readonly string[];
}

/**
 * Makes the next entry of an issuer's log from what waits, and stores its exact bytes with the items'
 * places, in one transaction and before anything is sent: whoever sends it later sends the same bytes.
 * Certificates and mere status changes go into entries apart. Returns false when nothing waits.
 */
export async function cutEntry(
  transaction: Transaction,
  place: LogPlace,
  options: CutOptions,
): Promise<boolean> {
  const head = await transaction.query<{ seq: number; hash: Buffer }>(
    'SELECT seq, hash FROM entries WHERE issuer = $1 ORDER BY seq DESC LIMIT 1',
    [place.issuer],
  );
  const [last] = head.rows;
  const cut = await fit(
    { ...place, seq: (last?.seq ?? 0) + 1, prev: last ? toHex(last.hash) : zeroHash },
    await waitingItems(transaction, place.issuer, options),
    options.bytes,
  );
  if (!cut) return false;
  const { entry, leaves, items, list } = cut;
  const { bytes, hash } = entryBytes(entry);
  await transaction.query(
    `INSERT INTO entries (issuer, seq, entry, hash, state, size, qr_list) VALUES ($1, $2, $3, $4, 'stored', $5, $6)`,
    [place.issuer, entry.seq, bytes, hash, leaves.length, list],
  );
  const index = new Map(leaves.map((item, n) => [item.id, n]));
  await transaction.query(
    `UPDATE outbox o SET seq = $1, leaf_index = given.leaf_index
     FROM unnest($2::bigint[], $3::int[]) AS given (id, leaf_index) WHERE o.id = given.id`,
    [entry.seq, items.map(({ id }) => id), items.map(({ id }) => index.get(id) ?? null)],
  );
  return true;
}

/**
 * The oldest items of the oldest one's kind. A renewal waits while an earlier change of its predecessor does:
 * changes of one certificate keep their order.
 */
async function waitingItems(
  transaction: Transaction,
  issuer: string,
  { size, without }: CutOptions,
): Promise<readonly WaitingItem[]> {
  const { rows } = await transaction.query<WaitingItem & Record<string, unknown>>(
    `WITH waiting AS (
       SELECT o.id, o.leaf, o.qr_prefix, o.type, o.keys, o.change FROM outbox o
       WHERE o.issuer = $1 AND o.seq IS NULL AND o.refused IS NULL AND NOT coalesce(o.keys && $3::text[], false)),
     oldest AS (SELECT leaf IS NULL AS mere FROM waiting ORDER BY id LIMIT 1)
     SELECT o.id, o.leaf, o.qr_prefix, o.type, o.keys, c.cert_id AS changed, c.state, c.reason, c.by_issuer, c.by_cert
     FROM waiting o LEFT JOIN status_changes c ON c.id = o.change
     WHERE (o.leaf IS NULL) = (SELECT mere FROM oldest) AND (o.leaf IS NULL OR o.change IS NULL OR NOT EXISTS (
       SELECT FROM waiting e JOIN status_changes x ON x.id = e.change
       WHERE e.leaf IS NULL AND e.id < o.id AND x.cert_id = c.cert_id))
     ORDER BY o.id LIMIT $2`,
    [issuer, size, without],
  );
  return rows;
}

interface Cut {
  readonly entry: Entry;
  readonly items: readonly WaitingItem[];
  readonly leaves: readonly WaitingItem[];
  readonly list: Buffer | null;
}

type Position = LogPlace & Pick<Entry, 'seq' | 'prev'>;

/** As many of the items as one entry may hold. */
async function fit(
  position: Position,
  waiting: readonly WaitingItem[],
  max: number,
): Promise<Cut | undefined> {
  let items = together(waiting, mostChanges);
  if (items.length === 0) return undefined;
  for (;;) {
    const leaves = items.filter((item) => item.leaf !== null);
    const { bytes: list, members } = await batchOf(leaves);
    const changes = changesOf(items);
    const time = new Date().toISOString();
    const entry: Entry = { v: 1, ...position, time, ...members, ...(changes.length > 0 && { changes }) };
    const tooLong = leaves.length > 0 && entryBytes(entry).bytes.length > max;
    if (!tooLong || changes.length <= 1) return { entry, items, leaves, list };
    items = together(items, changes.length - 1);
  }
}

/** The oldest items with no more than so many changes, one a certificate. */
function together(items: readonly WaitingItem[], max: number): WaitingItem[] {
  const changed = new Set<string>();
  const taken: WaitingItem[] = [];
  for (const item of items) {
    if (item.changed) {
      const cert = item.changed.toString('hex');
      if (changed.has(cert) || changed.size === max) break;
      changed.add(cert);
    }
    taken.push(item);
  }
  return taken;
}

type BatchMembers = Pick<Entry, 'root' | 'size' | 'keys' | 'types' | 'qr'>;

async function batchOf(
  leaves: readonly WaitingItem[],
): Promise<{ bytes: Buffer | null; members: BatchMembers }> {
  if (leaves.length === 0) return { bytes: null, members: {} };
  const { root, size } = await merkleTree(leaves.map(({ leaf }) => leaf as Buffer));
  const { bytes, hash: qr } = await qrList(leaves.map(({ qr_prefix }) => qr_prefix as Buffer));
  const keys = [...new Set(leaves.flatMap(({ keys: kids }) => kids ?? []))].sort();
  const types = [...new Set(leaves.map(({ type }) => type as string))].sort();
  return { bytes: Buffer.from(bytes), members: { root: toHex(root), size, keys, types, qr } };
}

function changesOf(items: readonly WaitingItem[]): Change[] {
  return items
    .flatMap(({ changed, state, reason, by_issuer, by_cert }): Change[] => {
      if (!changed || !state || !reason) return [];
      const by = by_issuer && by_cert ? { by: { issuer: by_issuer, cert: toHex(by_cert) } } : {};
      return [{ cert: toHex(changed), state, reason, ...by }];
    })
    .sort((a, b) => (a.cert < b.cert ? -1 : 1));
}
