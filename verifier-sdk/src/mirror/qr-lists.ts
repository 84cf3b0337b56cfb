import { isAnchoring } from '../formats/entry.js';
import type { AnchoringEntry } from '../formats/entry.js';
import { sha256Hex } from '../formats/hash.js';
import { qrListHas } from '../formats/qr-list.js';
import { interpretRecord } from '../formats/records.js';
import { MirrorError } from './error.js';
import type { IssuerKey } from './issuer-history.js';
import type { Mirror } from './mirror.js';
import type { FeedSource } from './source.js';
import { storedPages } from './stored-logs.js';

/*
 * For a revoked key, the lists of the QR digests that its issuer anchored while it was good say which QR
 * codes stay good: 16 bytes a certificate, fetched only once a key is revoked.
 */

const listName = (issuer: string, seq: number): string => `qr/${issuer}/${seq}`;

/** The entries that a revoked key signed in and that stay good: those made under a version before its revocation. */
async function entriesOf(mirror: Mirror, issuer: string, { kid }: IssuerKey): Promise<AnchoringEntry[]> {
  const { replayed: ledger } = mirror;
  const history = ledger?.registry.history(issuer);
  const entries: AnchoringEntry[] = [];
  if (!ledger || !history) return entries;
  const of = { log: 'i', id: issuer } as const;
  for await (const { records } of storedPages(mirror.store, of, ledger.count('i', issuer))) {
    for (const record of records) {
      const reading = interpretRecord('i', record);
      if (reading.state !== 'known' || !isAnchoring(reading.record)) continue;
      if (!reading.record.keys.includes(kid)) continue;
      const made = ledger.versionOf(reading.record);
      if ('version' in made && history.keyState(kid, made.version) === 'good') entries.push(reading.record);
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
      if (key.revoked === undefined || key.use !== 'certificate') continue;
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
