import {
  canonicalJson,
  dateAt,
  merkleTree,
  maxChanges,
  qrList,
  toHex,
  utf8,
  zeroHash,
} from '@certbridge/verifier-sdk/formats';
import type { Change, Entry, Json } from '@certbridge/verifier-sdk/formats';
import { createHash } from 'node:crypto';
import type { Transaction } from '../../platform/database/index.js';
import { waitingItems } from './waiting.js';
import type { WaitingChange, WaitingItem, WaitingOptions } from './waiting.js';

/** Whose log, and under which version of the issuer's registration. */
export type LogPlace = Pick<Entry, 'network' | 'channel' | 'issuer' | 'under'>;

/** The canonical bytes of an entry, and their SHA-256. */
export function entryBytes(entry: Entry): { readonly bytes: Buffer; readonly hash: Buffer } {
  const bytes = Buffer.from(utf8(canonicalJson(entry as unknown as Json)));
  return { bytes, hash: createHash('sha256').update(bytes).digest() };
}

export interface CutOptions extends WaitingOptions {
  /** Most bytes of an entry that anchors: it goes into every receipt, and receipts into room kept in PDFs. */
  readonly bytes: number;
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

interface Cut {
  readonly entry: Entry;
  readonly items: readonly WaitingItem[];
  readonly leaves: readonly WaitingItem[];
  readonly list: Buffer | null;
}

type Position = LogPlace & Pick<Entry, 'seq' | 'prev'>;

/** Of PDFs, QR codes and credentials: no more than the renderer reckons with for receipts. */
const MAX_KEYS = 3;

/** As many of the items as one entry may hold. */
async function fit(
  position: Position,
  waiting: readonly WaitingItem[],
  max: number,
): Promise<Cut | undefined> {
  let items = together(ofFewKeys(waiting), maxChanges);
  if (items.length === 0) return undefined;
  for (;;) {
    const leaves = items.filter((item) => item.leaf !== null);
    const { bytes: list, members } = await treeOf(leaves);
    const time = new Date().toISOString();
    const changes = changesOf(items, time);
    const entry: Entry = { v: 1, ...position, time, ...members, ...(changes.length > 0 && { changes }) };
    const tooLong = leaves.length > 0 && entryBytes(entry).bytes.length > max;
    if (!tooLong || changes.length <= 1) return { entry, items, leaves, list };
    items = together(items, changes.length - 1);
  }
}

/** The oldest items that no more than so many keys have signed. */
function ofFewKeys(items: readonly WaitingItem[]): readonly WaitingItem[] {
  const kids = new Set<string>();
  const end = items.findIndex(({ keys }) => {
    for (const kid of keys ?? []) kids.add(kid);
    return kids.size > MAX_KEYS;
  });
  return end < 0 ? items : items.slice(0, end);
}

/** The oldest items with no more than so many changes, one a certificate. */
function together(items: readonly WaitingItem[], max: number): WaitingItem[] {
  const changed = new Set<string>();
  const taken: WaitingItem[] = [];
  for (const item of items) {
    const certs = item.changes.map(({ cert }) => cert);
    if (certs.some((cert) => changed.has(cert)) || changed.size + certs.length > max) break;
    for (const cert of certs) changed.add(cert);
    taken.push(item);
  }
  return taken;
}

type TreeMembers = Pick<Entry, 'root' | 'size' | 'keys' | 'types' | 'qr'>;

async function treeOf(
  leaves: readonly WaitingItem[],
): Promise<{ bytes: Buffer | null; members: TreeMembers }> {
  if (leaves.length === 0) return { bytes: null, members: {} };
  const { root, size } = await merkleTree(leaves.map(({ leaf }) => leaf as Buffer));
  const { bytes, hash: qr } = await qrList(leaves.map(({ qr_prefix }) => qr_prefix as Buffer));
  const keys = [...new Set(leaves.flatMap(({ keys: kids }) => kids ?? []))].sort();
  const types = [...new Set(leaves.map(({ type }) => type as string))].sort();
  return { bytes: Buffer.from(bytes), members: { root: toHex(root), size, keys, types, qr } };
}

function changesOf(items: readonly WaitingItem[], time: string): Change[] {
  return items.flatMap(({ changes }) => changesAt(changes, time)).sort((a, b) => (a.cert < b.cert ? -1 : 1));
}

/**
 * An item's changes as an entry of this time has them. What was to count from a day that has come counts at once;
 * a successor that is revoked from that day on leaves nothing to withdraw.
 */
function changesAt([first, ...others]: readonly WaitingChange[], time: string): Change[] {
  if (!first) return [];
  const today = dateAt(Date.parse(time));
  const isPast = ({ state, from }: WaitingChange): boolean =>
    state === 'withdrawn' && from !== null && from <= today;
  return [first, ...others.filter((change) => !isPast(change))].map(
    ({ cert, state, reason, by, from }): Change => ({
      cert,
      state,
      reason,
      ...(by && { by }),
      ...(state === 'superseded' && from !== null && from > today && { from }),
    }),
  );
}

/** The entry, made again at another time. */
export function entryAt(entry: Entry, time: string): Entry {
  const today = dateAt(Date.parse(time));
  const changes = entry.changes?.map(({ from, ...change }) => ({
    ...change,
    ...(from !== undefined && from > today && { from }),
  }));
  return { ...entry, time, ...(changes && { changes }) };
}
