import { isAnchoring } from '../formats/entry.js';
import type { AnchoringEntry } from '../formats/entry.js';
import { parsePage } from '../formats/feed.js';
import { sha256Hex } from '../formats/hash.js';
import { qrListHas } from '../formats/qr-list.js';
import { MirrorError } from './error.js';
import { pageName, pagesUpTo } from './files.js';
import type { Mirror } from './mirror.js';
import type { IssuerKey } from './registry.js';
import type { FeedSource } from './source.js';

/*
 * For a revoked key, the lists of the QR digests that its issuer anchored while it was good say which QR
 * codes stay good: 16 bytes a certificate, fetched only once a key is revoked.
 */

const listName = (issuer: string, seq: number): string => `qr/${issuer}/${seq}`;

/** The entries that a revoked key signed in and that stay good. */
async function entriesOf(
  mirror: Mirror,
  issuer: string,
  { kid, revokedAfter }: IssuerKey,
): Promise<AnchoringEntry[]> {
  const head = mirror.checkpoint?.heads.find(({ log, id }) => log === 'i' && id === issuer);
  const entries: AnchoringEntry[] = [];
  for (const { page, lastSeq } of head ? pagesUpTo(1, head) : []) {
    const bytes = await mirror.store.get(pageName('i', issuer, page, lastSeq));
    if (!bytes) throw new MirrorError('STORE_DAMAGED', `page ${page} of ${issuer} is missing`);
    for (const record of parsePage(bytes).records) {
      if ('log' in record || !isAnchoring(record) || !record.keys.includes(kid)) continue;
      if (record.seq <= (revokedAfter ?? Infinity)) entries.push(record);
    }
  }
  return entries;
}

async function fetchOne(mirror: Mirror, source: FeedSource, entry: AnchoringEntry): Promise<void> {
  const name = listName(entry.issuer, entry.seq);
  if (await mirror.store.get(name)) return;
  for (const url of source.urls) {
    const path = `feed/i/${entry.issuer}/qr/${entry.seq}`;
    const bytes = await source.get(url, path, entry.size * 16).catch((error: unknown) => {
      if (error instanceof MirrorError) return undefined;
      throw error;
    });
    if (bytes && (await sha256Hex(bytes)) === entry.qr) {
      await mirror.store.put(name, bytes);
      return;
    }
  }
}

/** Fetches the lists behind revoked keys that are not here yet; without one, its QR codes are indeterminate. */
export async function fetchQrLists(mirror: Mirror, source: FeedSource): Promise<void> {
  for (const { issuer, keys } of mirror.ledger?.registry.issuers.values() ?? []) {
    for (const key of keys.values()) {
      if (key.revokedAfter === undefined) continue;
      for (const entry of await entriesOf(mirror, issuer, key)) await fetchOne(mirror, source, entry);
    }
  }
}

interface Lists {
  readonly lists: readonly Uint8Array[];
  readonly complete: boolean;
}

const loaded = new WeakMap<IssuerKey, Promise<Lists>>();

async function load(mirror: Mirror, issuer: string, key: IssuerKey): Promise<Lists> {
  const lists: Uint8Array[] = [];
  let complete = true;
  for (const entry of await entriesOf(mirror, issuer, key)) {
    const bytes = await mirror.store.get(listName(issuer, entry.seq));
    if (bytes && (await sha256Hex(bytes)) === entry.qr) lists.push(bytes);
    else complete = false;
  }
  return { lists, complete };
}

/** Whether a QR code signed by a revoked key was anchored while the key was good. */
export async function wasAnchored(
  mirror: Mirror,
  issuer: string,
  key: IssuerKey,
  digest: Uint8Array,
): Promise<'listed' | 'not-listed' | 'unknown'> {
  const known = loaded.get(key) ?? load(mirror, issuer, key);
  loaded.set(key, known);
  const { lists, complete } = await known;
  if (!complete) loaded.delete(key);
  if (lists.some((list) => qrListHas(list, digest))) return 'listed';
  return complete ? 'not-listed' : 'unknown';
}
